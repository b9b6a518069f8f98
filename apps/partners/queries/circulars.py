"""Whom a circular goes to, and whom it reached."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from apps.notifications.models import OutboxMail, ReturnedMail

from ..models import Circular, CircularPaper, Mandate, Membership, Partner


def mandates_addressed(circular: Circular) -> QuerySet:
    """The mandates to whose holders the circular goes; former partners have no seat."""
    acting = Mandate.objects.acting(circular.network.code).exclude(partner__standing=Partner.Standing.FORMER)
    if circular.audience == Circular.Audience.COMMITTEE:
        acting = acting.filter(partner__in=Membership.objects.running().values("partner"))
    elif circular.audience == Circular.Audience.PARTNERS:
        acting = acting.filter(partner__in=circular.partners.values("pk"))
    return acting


def people_addressed(circular: Circular) -> QuerySet:
    """The people to whom the circular goes, each once, by name."""
    users = get_user_model().objects.filter(pk__in=mandates_addressed(circular).values("user"))
    return users.order_by("name", "pk")


def for_list(user: Any) -> QuerySet:
    """The circulars that this person may read, the latest first."""
    return Circular.objects.visible_to(user).sent().select_related("mailing").order_by("-mailing__leaves_at", "-pk")


def papers_for(circular: Circular, language: str) -> list[CircularPaper]:
    """The papers of a circular, those in the reader's language first."""
    return sorted(circular.papers.all(), key=lambda paper: (paper.language != language, paper.pk))


@dataclass
class SeatReached:
    """How far a circular came in a seat: people addressed, mails sent, mails that came back."""

    partner: Partner
    people: int = 0
    sent: int = 0
    came_back: int = 0

    @property
    def is_reached(self) -> bool:
        """Whether somebody of the seat has it, as far as mail servers tell."""
        return self.sent > self.came_back


def reached(circular: Circular) -> list[SeatReached]:
    """Each seat to which the circular was sent; those that were not reached come first."""
    mails = OutboxMail.objects.filter(mailing=circular.mailing_id)
    sent = set(mails.filter(status=OutboxMail.Status.SENT).values_list("recipient", flat=True))
    returns = ReturnedMail.objects.filter(mail__mailing=circular.mailing_id, kind=ReturnedMail.Kind.HARD)
    returned = set(returns.values_list("person", flat=True))
    seats: dict[int, SeatReached] = {}
    for addressee in circular.addressees.select_related("partner").order_by("pk"):
        seat = seats.setdefault(addressee.partner_id, SeatReached(addressee.partner))
        seat.people += 1
        seat.sent += addressee.person_id in sent
        seat.came_back += addressee.person_id in returned
    return sorted(seats.values(), key=lambda seat: (seat.is_reached, seat.partner.sort))
