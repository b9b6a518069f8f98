"""What the laboratory of ideas keeps: proposals, their files, offers of support and the timeline of both."""

from .attachments import Attachment, AttachmentQuerySet
from .offers import Offer, OfferQuerySet
from .proposals import TEXTS, Proposal, ProposalQuerySet
from .timeline import ProposalLine, ProposalLineQuerySet

__all__ = [
    "TEXTS",
    "Attachment",
    "AttachmentQuerySet",
    "Offer",
    "OfferQuerySet",
    "Proposal",
    "ProposalLine",
    "ProposalLineQuerySet",
    "ProposalQuerySet",
]
