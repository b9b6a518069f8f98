"""Which fields of the plans exist in every language, and whose changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import Action, ActionPlan, Area, Objective


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


# After the translation, else the first save of a row with a history fails.
for model in (ActionPlan, Area, Objective, Action):
    record(model)
