"""Which fields of the plans exist in every language, and whose changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import Action, ActionPlan, Area, CrossCuttingPriority, GcmObjective, Objective, Topic, TopicFigure


@register(ActionPlan)
class ActionPlanTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en", "fr")


@register(Area)
class AreaTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en", "fr")


@register(Objective)
class ObjectiveTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(Action)
class ActionTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(CrossCuttingPriority)
class CrossCuttingPriorityTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en", "fr")


@register(GcmObjective)
class GcmObjectiveTranslation(TranslationOptions):
    fields = ("title", "editors_note")
    required_languages = {"en": ("title",), "fr": ("title",)}


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("title", "summary", "body")


@register(TopicFigure)
class TopicFigureTranslation(TranslationOptions):
    fields = ("label", "unit", "note", "source_shown")


# After the translation, else the first save of a row with a history fails.
for model in (ActionPlan, Area, Objective, Action, CrossCuttingPriority, GcmObjective, Topic, TopicFigure):
    record(model)
