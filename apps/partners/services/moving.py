"""What moves when a seat passes from one person to another, in whichever room it lies."""

from apps.accounts.models import User
from apps.common.registry import handovers

from ..models import SeatHandover


def move_everything(handover: SeatHandover, successor: User | None) -> None:
    """Let every room of the seat's network move what was the leaver's, in the transaction of the caller."""
    leaver, by = handover.ended.user, handover.handed_over_by
    for room in handovers:
        if room.network in ("", handover.network.code):
            room.move(leaver, successor, handover.partner_id, by)
