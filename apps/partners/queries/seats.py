"""Seats: who holds one now, who is asked, whose answer is awaited, and which nobody can be reached for."""

from dataclasses import dataclass
from operator import attrgetter

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from apps.notifications.models import ReturnedMail

from ..models import (
    NFP,
    OBSERVING,
    Invitation,
    Mandate,
    Network,
    Partner,
    Seat,
    SeatContact,
    SeatHandover,
    people_in,
)
from .people import observers_may, people_of, running_mandates


def seats_asked() -> QuerySet:
    """The partners whose seats are asked for answers; observers where the office decided so."""
    asked = Partner.objects.exclude(standing__in=[*OBSERVING, Partner.Standing.FORMER])
    for kind in Partner.Kind.values:
        if observers_may(kind, "asked"):
            asked |= Partner.objects.filter(kind=kind, standing__in=OBSERVING)
    return asked.order_by("pk")


def seats_expected_to_answer() -> QuerySet:
    """The partners that count as silent while they have not answered; observers never do, asked or not."""
    return Partner.objects.exclude(standing__in=[*OBSERVING, Partner.Standing.FORMER]).order_by("pk")


def own_seats(user) -> list[Seat]:
    """The seats for which a person may act now, by network and partner."""
    mandates = [one for one in running_mandates(user) if one.partner.standing != Partner.Standing.FORMER]
    return [one.seat for one in sorted(mandates, key=attrgetter("network_id", "partner_id", "pk"))]


def with_terms(seats: list[Seat]) -> list[Seat]:
    """These seats with the whole of their networks, the terms of reference included; one query."""
    networks = Network.objects.in_bulk({seat.network.pk for seat in seats})
    return [Seat(seat.partner, networks[seat.network.pk]) for seat in seats]


@dataclass(frozen=True)
class SeatView:
    """A seat as its people see it: who acts for it, who is invited, its shared mailbox, and what the reader may do."""

    seat: Seat
    mandates: list[Mandate]
    invitations: list[Invitation]
    mailbox: str
    manages: bool


def seat_view(seat: Seat, user) -> SeatView:
    """One seat for a person of it; open invitations are shown to those who manage it."""
    manages = user.has_perm("partners.manage_seat", seat)
    invitations = Invitation.objects.unanswered().of_seat(seat).select_related("partner", "network", "person")
    mailbox = SeatContact.objects.filter(partner=seat.partner, network=seat.network).values_list("address", flat=True)
    return SeatView(
        seat=seat,
        mandates=people_in(seat),
        invitations=list(invitations) if manages else [],
        mailbox=mailbox.first() or "",
        manages=manages,
    )


def handovers_to(user) -> list[SeatHandover]:
    """The hand-overs by which seats came to this person, the latest first."""
    found = SeatHandover.objects.filter(successor=user, completed_at__isnull=False)
    return list(found.select_related("partner", "network", "ended__user").order_by("-at", "-pk")[:10])


def doubtful_people() -> QuerySet:
    """The people whose present address sent mails back, which nobody has settled."""
    returned = ReturnedMail.objects.unsettled().filter(person=OuterRef("pk"), address=OuterRef("email"))
    return get_user_model().objects.filter(Exists(returned))


def seats_without_a_reachable_person(network: str = NFP) -> QuerySet:
    """Partners of today for whose seat nobody acts whose address is believed to work."""
    reachable = Mandate.objects.acting(network).exclude(user__in=doubtful_people())
    return Partner.objects.real().taking_part().exclude(pk__in=reachable.values("partner")).order_by("pk")


def others_of_seat(mandate: Mandate) -> QuerySet:
    """The colleagues who could take a mandate over: the other active people of its seat."""
    people = people_of(mandate.partner_id, network=mandate.network.code)
    return people.exclude(pk=mandate.user_id)
