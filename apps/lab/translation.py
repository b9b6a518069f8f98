"""Which texts of a proposal exist in every language: as it was written, and the secretariat's translation."""

from modeltranslation.translator import TranslationOptions, register

from .models import TEXTS, ConsolidatedReply, Proposal


@register(Proposal)
class ProposalTranslation(TranslationOptions):
    fields = TEXTS


@register(ConsolidatedReply)
class ConsolidatedReplyTranslation(TranslationOptions):
    fields = ("text",)
