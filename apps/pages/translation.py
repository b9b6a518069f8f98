"""Which fields of the site's texts exist in every language, and that their changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import Identity, Page, SiteText


@register(SiteText)
class SiteTextTranslation(TranslationOptions):
    fields = ("body",)
    required_languages = ("en", "fr")


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "lead", "body")


@register(Identity)
class IdentityTranslation(TranslationOptions):
    fields = ("emblem_alt", "funder_logo_alt", "implementer_logo_alt")


# After the translation, else the first save of a row with a history fails.
record(SiteText)
record(Page)
record(Identity)
