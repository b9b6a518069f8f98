"""Who is told of what in the laboratory of ideas: one class a message, worded in the templates of its name."""

import datetime
from typing import Any, ClassVar

from apps.notifications.messages import Message
from apps.notifications.reminders import Reminder

from .models import Offer, Proposal
from .periods import answer_until, look_until
from .workflow import ProposalFlow


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
        return {**super().context(person), "proposal": self.about}


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


class Submitted(ProposalMessage):
    """For the secretariat: a proposal waits for it."""

    name = "lab.submitted"
    template = "lab/email/submitted"
    asks = True

    def due(self) -> datetime.datetime | None:
        """Within the working days that the office set itself."""
        return look_until(self.about)


class Sent(ProposalMessage):
    """For the other people of the seat: a colleague sent the proposal to the secretariat."""

    name = "lab.sent"
    template = "lab/email/sent"


class Returned(ProposalMessage):
    """For the seat: what the secretariat asks to complete (`note`)."""

    name = "lab.returned"
    template = "lab/email/returned"
    asks = True


class PublishedOwn(ProposalMessage):
    """For the seat: all focal points can read its proposal now."""

    name = "lab.published_own"
    template = "lab/email/published_own"


class Published(ProposalMessage):
    """For all other focal points: a new proposal, and what it asks for. It may wait for a digest."""

    name = "lab.published"
    template = "lab/email/published"
    is_addressed = False
    is_same_for_all = True


class MovedOn(ProposalMessage):
    """For the seat and its supporters: work has begun or is concluded, or the proposal was closed (`step`, `note`)."""

    name = "lab.moved_on"
    template = "lab/email/moved_on"

    def context(self, person: Any) -> dict[str, Any]:
        """What happened, in the reader's language."""
        return {**super().context(person), "told": ProposalFlow.step(self.facts["step"]).told}


class Withdrawn(OfferMessage):
    """For the seats that had offered support: the proposal was withdrawn. Says no more of it than their offer does."""

    name = "lab.withdrawn"
    template = "lab/email/withdrawn"
    permission = "lab.read_offer"

    def address_of(self, person: Any) -> str:
        """The page that says that one word."""
        return self.about.proposal.get_absolute_url()


class OfferMade(OfferMessage):
    """For the seat that proposed: somebody offers support."""

    name = "lab.offer_made"
    template = "lab/email/offer_made"
    asks = True

    def due(self) -> datetime.datetime:
        """Within the days that the office gives."""
        return answer_until(self.about)


class OfferSent(OfferMessage):
    """For the other people of the seat that offers: a colleague offered support."""

    name = "lab.offer_sent"
    template = "lab/email/offer_sent"


class OfferAccepted(OfferMessage):
    """For both seats, introduced to each other by name, function and address (`note`: a word that goes with it)."""

    name = "lab.offer_accepted"
    template = "lab/email/offer_accepted"


class OfferDeclined(OfferMessage):
    """For the seat that offered: the offer was declined with thanks (`note`)."""

    name = "lab.offer_declined"
    template = "lab/email/offer_declined"


class OfferWithdrawn(OfferMessage):
    """For the seat that proposed: an offer was taken back."""

    name = "lab.offer_withdrawn"
    template = "lab/email/offer_withdrawn"


class LookRecalled(Reminder, ProposalMessage):
    """For the secretariat: a proposal still waits for it. The office is no seat, so no number of reminders holds."""

    name = "lab.look_recalled"
    template = "lab/email/look_recalled"

    def seat_of(self, person: Any) -> None:
        """None: the secretariat."""
        return


class AnswerRecalled(Reminder, OfferMessage):
    """For those who speak for the seat that proposed: an offer still waits for their answer."""

    name = "lab.answer_recalled"
    template = "lab/email/answer_recalled"

    def seat_of(self, person: Any) -> int:
        """The seat that proposed, not the one that offers."""
        return self.about.proposal.partner_id
