"""What the laboratory's messages share: about a proposal, or about an offer to one."""

from typing import Any, ClassVar

from apps.notifications.messages import Message

from ..models import Offer, Proposal

# A word that goes with a step, and the language of whoever wrote it: messages without one are worded without.
NO_NOTE = {"note": "", "note_in": ""}


class ProposalMessage(Message):
    """About a proposal, for somebody who may read it when the mail leaves."""

    topic: ClassVar[str] = "lab"
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "lab.view_proposal"
    related: ClassVar[tuple[str, ...]] = ("partner",)
    about: Proposal

    def thread(self) -> str:
        """One conversation a proposal, its offers included."""
        return f"lab.proposal-{self.about.pk}"

    def context(self, person: Any) -> dict[str, Any]:
        """The proposal under its name too."""
        return {**NO_NOTE, **super().context(person), "proposal": self.about}


class OfferMessage(Message):
    """About an offer, for somebody who may read its text and see its proposal, which it names, when the mail leaves."""

    topic: ClassVar[str] = "lab"
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "lab.follow_offer"
    related: ClassVar[tuple[str, ...]] = ("partner", "proposal__partner")
    about: Offer

    def thread(self) -> str:
        """The conversation of the proposal."""
        return f"lab.proposal-{self.about.proposal_id}"

    def context(self, person: Any) -> dict[str, Any]:
        """The offer's proposal too, under its name."""
        return {**super().context(person), "offer": self.about, "proposal": self.about.proposal}
