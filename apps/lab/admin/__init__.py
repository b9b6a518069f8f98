"""The laboratory in the office."""

from .proposals import OfferInline, ProposalAdmin
from .queries import QueryAdmin, QuestionInline

__all__ = ["OfferInline", "ProposalAdmin", "QueryAdmin", "QuestionInline"]
