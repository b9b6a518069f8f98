"""Who is told that a standing offer and a proposal fit."""

from typing import Any, ClassVar

from django.urls import reverse

from apps.notifications.messages import Message

from ..models import StandingOffer
from .base import ProposalMessage


class MatchFound(ProposalMessage):
    """For those who speak for the partner that holds ready what is sought.

    Facts: `standing`, its reference; `offered`, its title; `written_in`, the language of that.
    """

    name = "lab.match_found"
    template = "lab/email/match_found"

    def address_of(self, person: Any) -> str:
        """The form of an offer, which begins with the words of the standing one."""
        return f"{reverse('lab:offer', args=[self.about.reference])}?standing={self.facts['standing']}"


class StandingFits(Message):
    """For those who speak for the partner: how many open proposals seek what it holds ready (`number`)."""

    name = "lab.standing_fits"
    template = "lab/email/standing_fits"
    topic: ClassVar[str] = "lab"
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "lab.view_standingoffer"
    related: ClassVar[tuple[str, ...]] = ("partner",)
    about: StandingOffer
