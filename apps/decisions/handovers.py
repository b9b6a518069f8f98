"""What silence procedures are to a seat whose person is replaced: words that are asked of it, and what it has said."""

from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from apps.common.registry import Handover, Waiting
from apps.partners.networks import NFP

from .models import AskedSeat, Position
from .workflow import State


def open_things(partner_id: int, leaver: Any) -> list[Waiting]:
    """The procedures that wait for a word of the seat, the nearest hour first; one query."""
    same = {name: OuterRef(name) for name in ("procedure", "round", "partner")}
    found = AskedSeat.objects.filter(
        ~Exists(Position.objects.counting().filter(**same)),
        partner=partner_id,
        round=F("procedure__round"),
        procedure__network__code=NFP,
        procedure__state=State.CIRCULATED,
        procedure__expires_at__gt=timezone.now(),
    ).select_related("procedure")
    return [_waiting(seat) for seat in found.order_by("procedure__expires_at", "pk")[: Handover.MOST_OPEN]]


def _waiting(seat: AskedSeat) -> Waiting:
    words = seat.procedure.title_words
    return Waiting(
        title=words.text,
        title_lang=words.language if words.is_fallback else "",
        detail=gettext("Silence procedure: your seat has said nothing yet"),
        action=gettext("Open"),
        url=seat.procedure.get_absolute_url(),
        since=seat.procedure.circulated_at,
        due=seat.procedure.expires_at,
    )


def counts(partner_id: int) -> list[tuple[int, str]]:
    """How many positions the seat has taken that count, in whichever round; one query."""
    number = Position.objects.counting().filter(partner=partner_id, procedure__network__code=NFP).count()
    return [(number, ngettext("position in silence procedures", "positions in silence procedures", number))]


def move(leaver: Any, successor: Any, partner_id: int, by: Any) -> None:
    """Nothing moves: positions are the seat’s, and who acts for it speaks."""


HANDOVER = Handover(open_things=open_things, move=move, counts=counts, network=NFP)
