"""What the laboratory of ideas keeps: proposals and all that is said, offered, asked and done about them."""

from .answers import Answer, AnswerQuerySet, AnswerSheet, AnswerSheetQuerySet, in_figures
from .asking import MOST_QUESTIONS, Query, QueryQuerySet, Question, default_due, is_over, queries_seen_by
from .attachments import Attachment, AttachmentQuerySet
from .comments import Addition, Comment, CommentFile, CommentFileQuerySet, CommentQuerySet, SuggestionAnswer
from .drafting import NOTED_EVERY, AsideText, Writer
from .ends import THINGS, ConsolidatedReply, Sequel
from .following import TARGETS, Following
from .offers import Offer, OfferQuerySet
from .proposals import TEXTS, Addressee, Currency, Proposal
from .query_lines import QueryLine, QueryLineQuerySet
from .selection import ProposalQuerySet
from .standing import Match, StandingOffer, StandingOfferQuerySet
from .support import SupportKind, SupportSought
from .taking import ASSISTANCE
from .timeline import ProposalLine, ProposalLineQuerySet

__all__ = [
    "ASSISTANCE",
    "MOST_QUESTIONS",
    "NOTED_EVERY",
    "TARGETS",
    "TEXTS",
    "THINGS",
    "Addition",
    "Addressee",
    "Answer",
    "AnswerQuerySet",
    "AnswerSheet",
    "AnswerSheetQuerySet",
    "AsideText",
    "Attachment",
    "AttachmentQuerySet",
    "Comment",
    "CommentFile",
    "CommentFileQuerySet",
    "CommentQuerySet",
    "ConsolidatedReply",
    "Currency",
    "Following",
    "Match",
    "Offer",
    "OfferQuerySet",
    "Proposal",
    "ProposalLine",
    "ProposalLineQuerySet",
    "ProposalQuerySet",
    "Query",
    "QueryLine",
    "QueryLineQuerySet",
    "QueryQuerySet",
    "Question",
    "Sequel",
    "StandingOffer",
    "StandingOfferQuerySet",
    "SuggestionAnswer",
    "SupportKind",
    "SupportSought",
    "Writer",
    "default_due",
    "in_figures",
    "is_over",
    "queries_seen_by",
]
