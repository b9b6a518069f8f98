"""The directory of a network: who speaks for whom, in which languages, and how each may be reached."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from ..models import DirectoryEntry, Mandate, Network, Partner, SeatContact
from ..rules import networks_of


def networks_seen_by(user) -> QuerySet:
    """The networks whose directory the person reads: their own; all for the office."""
    networks = Network.objects.order_by("pk")
    return networks if user.has_perm("accounts.enter_office") else networks.filter(code__in=networks_of(user))


def listed(user, language: str) -> QuerySet:
    """The running mandates of the networks that the person reads, partner by partner in the reader's order."""
    mandates = Mandate.objects.running().filter(network__in=networks_seen_by(user), user__is_active=True)
    mandates = mandates.exclude(partner__standing=Partner.Standing.FORMER)
    boxes = SeatContact.objects.exclude(address="")
    return (
        mandates.select_related("user", "partner", "network")
        .prefetch_related(
            Prefetch("user__directory_entry", DirectoryEntry.objects.all()), Prefetch("partner__seat_contacts", boxes)
        )
        .order_by(f"partner__sort_{language}", "partner", "network", "user__name", "pk")
    )


@dataclass(frozen=True)
class DirectoryRow:
    """A person of the directory as this network may know them."""

    name: str
    role: str
    languages: str
    address: str
    telephone: str


@dataclass(frozen=True)
class DirectorySeat:
    """A seat with its people and the mailbox that they share."""

    partner: str
    network: str
    institution: Any
    mailbox: str
    rows: list[DirectoryRow]


def in_seats(mandates: list[Mandate]) -> list[DirectorySeat]:
    """The rows of a page, gathered by seat."""
    seats: dict[tuple[int, int], DirectorySeat] = {}
    for mandate in mandates:
        key = mandate.partner_id, mandate.network_id
        if key not in seats:
            seats[key] = DirectorySeat(
                partner=str(mandate.partner),
                network=str(mandate.network),
                institution=mandate.partner,
                mailbox=_mailbox(mandate),
                rows=[],
            )
        seats[key].rows.append(_row(mandate))
    return list(seats.values())


def _mailbox(mandate: Mandate) -> str:
    boxes = (one.address for one in mandate.partner.seat_contacts.all() if one.network_id == mandate.network_id)
    return next(boxes, "")


def _row(mandate: Mandate) -> DirectoryRow:
    person = mandate.user
    entry = getattr(person, "directory_entry", None) or DirectoryEntry(person=person)
    return DirectoryRow(
        name=str(person),
        role=mandate.get_role_display(),
        languages=entry.languages_in_words(),
        address=person.email if entry.shows_address else "",
        telephone=entry.telephone,
    )
