"""Which fields of reference countries exist in every language, and that their changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import ReferenceCountry


@register(ReferenceCountry)
class ReferenceCountryTranslation(TranslationOptions):
    fields = ("note",)


# After the translation, else the first save of a row with a history fails.
record(ReferenceCountry)
