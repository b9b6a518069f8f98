"""Which texts of this room exist in every language, and whose changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import Decision, SilenceProcedure


@register(SilenceProcedure)
class SilenceProcedureTranslation(TranslationOptions):
    fields = ("title", "text")


@register(Decision)
class DecisionTranslation(TranslationOptions):
    fields = ("title", "text")


# After the translation, else the first save of a row with a history fails.
record(SilenceProcedure)
