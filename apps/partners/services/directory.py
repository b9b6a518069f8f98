"""What a person lets the others of their networks know, and the mailbox that a seat shares."""

from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.common.access import require

from ..models import DirectoryEntry, Seat, SeatContact


def keep_entry(person: User, **facts: Any) -> DirectoryEntry:
    """Keep what the person lets others know of them."""
    return DirectoryEntry.objects.update_or_create(person=person, defaults=facts)[0]


@transaction.atomic
def keep_mailbox(seat: Seat, address: str, *, by: User) -> SeatContact:
    """Keep the mailbox that the people of the seat share; empty for none. Asks `partners.manage_seat`."""
    require(by, "partners.manage_seat", seat)
    contact, _is_new = SeatContact.objects.get_or_create(partner=seat.partner, network=seat.network)
    contact.address, contact._history_user = address, by
    contact.save()
    return contact
