"""What belongs to a seat whoever acts for it: its people, what it did, and what is open there."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from apps.common.prepared import PreparedObjects
from apps.common.registry import Handover, Waiting, handovers

from ..networks import NFP
from .chair import Chairmanship
from .mandates import Mandate, Network, Seat

LONGEST_LIST = Handover.MOST_OPEN - 1


@PreparedObjects
def _people(*, partner: int, network: int, today: datetime.date) -> QuerySet:
    found = Mandate.objects.standing(today).filter(partner=partner, network=network)
    return found.select_related("user", "partner", "network").order_by("user__name", "pk")


def people_in(seat: Seat) -> list[Mandate]:
    """The standing mandates of a seat, heads first; those that are paused stand among them."""
    order = Mandate.Role.values.index
    found = _people(partner=seat.partner_id, network=seat.network.pk, today=timezone.localdate())
    return sorted(found, key=lambda mandate: order(mandate.role))


@dataclass(frozen=True)
class SeatStory:
    """What a seat did, in numbers, and what is open there, from every room that belongs to its network."""

    seat: Seat
    counts: list[tuple[int, str]]
    open_things: list[Waiting]


def story_of(seat: Seat) -> SeatStory:
    """What whoever begins in the seat finds there."""
    rooms = [room for room in handovers if room.network in ("", seat.network.code)]
    return SeatStory(
        seat=seat,
        counts=[count for room in rooms for count in room.counts(seat.partner_id) if count[0]],
        open_things=[thing for room in rooms for thing in room.open_things(seat.partner_id, None)],
    )


def people_of_chair(network: Network) -> list[Mandate]:
    """Who speaks in that network for the partner that chairs the Dialogue now; heads first."""
    term = Chairmanship.objects.troika()["current"]
    if term is None:
        return []
    return [one for one in people_in(Seat(term.partner, network)) if one.is_running and one.role != Mandate.Role.READER]


def found_in(seat: Any, person: Any) -> dict[str, Any]:
    """What whoever begins in a seat is told, for mails and for the page: words, people, numbers, open things."""
    story = story_of(seat)
    return {
        "seat": seat,
        "colleagues": [one for one in people_in(seat) if one.is_running and one.user_id != person.pk],
        "chair": people_of_chair(seat.network) if seat.network.code == NFP else [],
        "counts": story.counts,
        "open_things": story.open_things[:LONGEST_LIST],
        "more_things": len(story.open_things) > LONGEST_LIST,
    }
