"""Who is told of the steps of a proposal: one class a message, worded in the templates of its name."""

import datetime
from typing import Any

from django.urls import reverse

from ..periods import look_until, suggestion_until
from ..workflow import ProposalFlow
from .base import OfferMessage, ProposalMessage


class Submitted(ProposalMessage):
    """For the secretariat: a proposal waits for it (`note`)."""

    name = "lab.submitted"
    template = "lab/email/submitted"
    asks = True

    def due(self) -> datetime.datetime | None:
        """Within the working days that the office set itself."""
        return look_until(self.about)


class Sent(ProposalMessage):
    """For the other people of the seat: a colleague sent the proposal to the secretariat (`by`, `note`)."""

    name = "lab.sent"
    template = "lab/email/sent"


class Returned(ProposalMessage):
    """For the seat: what the secretariat asks to complete (`note`)."""

    name = "lab.returned"
    template = "lab/email/returned"
    permission = "lab.overview_proposal"
    asks = True


class PublishedOwn(ProposalMessage):
    """For the seat: all focal points can read its proposal now (`note`)."""

    name = "lab.published_own"
    template = "lab/email/published_own"


class PublishedConcerned(ProposalMessage):
    """For the people of the partners that the proposal names as concerned (`note`)."""

    name = "lab.published_concerned"
    template = "lab/email/published_concerned"
    is_same_for_all = True


class SuggestionPut(ProposalMessage):
    """For those to whom a published suggestion is put: its answer is theirs to give (`note`)."""

    name = "lab.suggestion_put"
    template = "lab/email/suggestion_put"
    permission = "lab.answer_proposal"
    asks = True

    def due(self) -> datetime.datetime | None:
        """Within the working days that the office set."""
        return suggestion_until(self.about)

    def address_of(self, person: Any) -> str:
        """The form of the answer."""
        return reverse("lab:answer", args=[self.about.reference])


class Published(ProposalMessage):
    """For all other focal points: a new proposal, and what it asks for (`note`). It may wait for a digest."""

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


class MovedOnOffice(MovedOn):
    """For the secretariat: the seat concluded its proposal or closed it (`step`, `note`)."""

    name = "lab.moved_on_office"
    template = "lab/email/moved_on_office"


class WithdrawnOwn(ProposalMessage):
    """For the other people of the seat: a colleague withdrew the proposal (`by`, `note`)."""

    name = "lab.withdrawn_own"
    template = "lab/email/withdrawn_own"


class WithdrawnOffice(ProposalMessage):
    """For the secretariat, where the proposal had been sent to it: it was withdrawn (`note`)."""

    name = "lab.withdrawn_office"
    template = "lab/email/withdrawn_office"


class Withdrawn(OfferMessage):
    """For the seats that had offered support: the proposal was withdrawn. Says no more of it than their offer does."""

    name = "lab.withdrawn"
    template = "lab/email/withdrawn"
    permission = "lab.read_offer"

    def address_of(self, person: Any) -> str:
        """The page that says that one word."""
        return self.about.proposal.get_absolute_url()
