"""Who is told of answers: to a suggestion, and the secretariat's to several offers in one."""

from typing import Any, ClassVar

from apps.notifications.messages import Message

from ..models import ConsolidatedReply
from .base import ProposalMessage


class SuggestionAnswered(ProposalMessage):
    """For the seat that suggested: the answer of whom it was put to, which all seats read."""

    name = "lab.suggestion_answered"
    template = "lab/email/suggestion_answered"
    related = ("partner", "answer__partner")

    def context(self, person: Any) -> dict[str, Any]:
        """The answer, which the seat may read like everybody."""
        return {**super().context(person), "answer": self.about.answer}


class ReplySent(Message):
    """For the seat that proposed: the secretariat's consolidated reply to the offers."""

    name = "lab.reply_sent"
    template = "lab/email/reply_sent"
    topic: ClassVar[str] = "lab"
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "lab.read_reply"
    related: ClassVar[tuple[str, ...]] = ("proposal__partner",)
    about: ConsolidatedReply

    def thread(self) -> str:
        """The conversation of the proposal."""
        return f"lab.proposal-{self.about.proposal_id}"

    def address_of(self, person: Any) -> str:
        """The reply's place on the page of its proposal."""
        return f"{self.about.proposal.get_absolute_url()}#reply"

    def context(self, person: Any) -> dict[str, Any]:
        """The reply and its proposal under their names."""
        return {**super().context(person), "reply": self.about, "proposal": self.about.proposal}
