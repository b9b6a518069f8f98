"""Which fields of the partners' tables exist in every language, and whose changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import (
    Chairmanship,
    ChairTask,
    ChairTaskTemplate,
    Circular,
    Mandate,
    Membership,
    Network,
    Partner,
    Region,
    SeatContact,
)


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("en", "fr")


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "sort", "institution")
    required_languages = {"en": ("name", "sort"), "fr": ("name", "sort")}


@register(Chairmanship)
class ChairmanshipTranslation(TranslationOptions):
    fields = ("slogan", "priorities", "programme", "results", "handover")


@register(ChairTaskTemplate)
class ChairTaskTemplateTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en", "fr")


@register(ChairTask)
class ChairTaskTranslation(TranslationOptions):
    fields = ("title",)


@register(Network)
class NetworkTranslation(TranslationOptions):
    fields = ("name", "terms")
    required_languages = {"en": ("name",), "fr": ("name",)}


@register(Circular)
class CircularTranslation(TranslationOptions):
    fields = ("title", "body")


# After the translation, else the first save of a row with a history fails.
for model in (
    Circular,
    Region,
    Partner,
    Membership,
    Chairmanship,
    ChairTaskTemplate,
    ChairTask,
    Network,
    Mandate,
    SeatContact,
):
    record(model)
