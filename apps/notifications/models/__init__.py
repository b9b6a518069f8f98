"""Notices in the inbox, mails on their way, what people chose, mailings to many, and what came back."""

from .mailings import PAUSE_BEFORE_LEAVING, Mailing
from .outbox import Notice, OutboxMail
from .preferences import Choice, Frequency, Preference
from .returned import ReturnedMail

__all__ = [
    "PAUSE_BEFORE_LEAVING",
    "Choice",
    "Frequency",
    "Mailing",
    "Notice",
    "OutboxMail",
    "Preference",
    "ReturnedMail",
]
