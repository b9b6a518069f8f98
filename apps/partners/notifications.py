"""What people are told about their mandates: how they get in, what they find, and what is asked of them."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import resolve_url
from django.urls import reverse

from apps.notifications.messages import Message

from .models import found_in
from .networks import NFP
from .rules import WRITING

# Stands in a preview, where nobody must get in.
NO_TOKEN = "preview"


class InvitationSent(Message):
    """A person is invited to act for a seat. `about` is the invitation; fact: `token`, which opens it once."""

    name = "partners.invitation"
    template = "partners/email/invitation"
    asks = True
    is_kept = False
    is_mandatory = True
    is_secret = True
    permission = "partners.accept_invitation"
    related = ("partner", "network", "invited_by")

    def context(self, person: Any) -> dict[str, Any]:
        """What the person will find inside, so that nothing is promised that the mandate does not open."""
        opens_lab = self.about.network.code == NFP
        may_write = opens_lab and self.about.role in WRITING and not self.about.partner.is_observer
        return {"opens_space": opens_lab, "may_write": may_write}

    def address_of(self, person: Any) -> str:
        """The page where the invitation is accepted."""
        return reverse("seats:invitation", args=[self.facts.get("token", NO_TOKEN)])


class MandateAnnounced(Message):
    """A person who signs in already holds a further mandate. `about` is the mandate."""

    name = "partners.mandate_announced"
    template = "partners/email/mandate_announced"
    is_mandatory = True
    is_addressed = True
    permission = "partners.use_mandate"
    related = ("partner", "network")

    def address_of(self, person: Any) -> str:
        """Where signed-in people arrive."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)


class Welcome(Message):
    """For who begins in a seat: what they do, who is who, what the seat did and owes, three first steps."""

    name = "partners.welcome"
    template = "partners/email/welcome"
    is_mandatory = True
    is_addressed = True
    permission = "partners.use_mandate"
    related = ("partner", "network")

    def context(self, person: Any) -> dict[str, Any]:
        """The words of the network, the people and the things of the seat."""
        return found_in(self.about.seat, person)

    def address_of(self, person: Any) -> str:
        """The same in the space."""
        return reverse("seats:welcome")


class SeatTakenOver(Message):
    """For the successor, once: everything that is open in the seat. `about` is the hand-over."""

    name = "partners.seat_taken_over"
    template = "partners/email/seat_taken_over"
    asks = True
    is_mandatory = True
    is_addressed = True
    permission = "partners.view_seat"
    related = ("partner", "network", "ended__user")

    def context(self, person: Any) -> dict[str, Any]:
        """Who handed over, and the things of the seat."""
        return {"before": str(self.about.ended.user), "note": self.about.note, **found_in(self.about.seat, person)}

    def address_of(self, person: Any) -> str:
        """The page that shows everything open."""
        return reverse("seats:handover")


class StillInPost(Message):
    """Is the person still in post? `about` is the mandate; fact: `days` until the pause, 0 for the first question."""

    name = "partners.still_in_post"
    template = "partners/email/still_in_post"
    asks = True
    is_mandatory = True
    is_addressed = True
    permission = "partners.answer_mandate"
    related = ("partner", "network")

    def once_for(self, person: Any) -> str | None:
        """Once for each round of asking and each reminder of it."""
        return f"{self.name}:{self.about.pk}:{self.about.confirmed_at:%Y%m%d%H%M}:{self.facts.get('days', 0)}"

    def address_of(self, person: Any) -> str:
        """The page with the three buttons."""
        return reverse("seats:post")


class AccessPaused(StillInPost):
    """Nobody answered: the access is paused, and the page says what to do. `about` is the mandate."""

    name = "partners.access_paused"
    template = "partners/email/access_paused"


class CircularSent(Message):
    """For the people of the seats that a circular is addressed to. `about` is the circular."""

    name = "partners.circular"
    template = "partners/email/circular"
    is_mandatory = True
    is_addressed = True
    is_same_for_all = True
    permission = "partners.view_circular"
    related = ("network", "mailing")

    def context(self, person: Any) -> dict[str, Any]:
        """How many papers go with it, asked for by the texts that say so."""
        return {"papers": cache(lambda: self.about.papers.count() if self.about.pk else 0)}

    @classmethod
    def known_to(cls, objects: QuerySet, person: Any) -> QuerySet:
        """Which of the circulars were sent to a seat of this person."""
        return objects.told_whether_addressed_to(person)

    def carries_content(self, person: Any) -> bool:
        """Neither title nor text of a restricted one."""
        return not self.about.is_restricted

    def reserved_address_of(self, person: Any) -> str:
        """Its own page: the reference in the address tells nothing."""
        return self.about.get_absolute_url()


class EnquiryReceived(Message):
    """For the secretariat: somebody asks for something. Says of what kind, never in the words of who asks."""

    name = "partners.enquiry_received"
    template = "partners/email/enquiry_received"
    asks = True
    is_mandatory = True
    is_addressed = True
    permission = "partners.settle_enquiry"
    related = ("partner",)

    def address_of(self, person: Any) -> str:
        """The enquiry in the office."""
        return reverse("admin:partners_enquiry_change", args=[self.about.pk])
