"""Reaching a seat whose notice did not arrive: told once more, or reached otherwise, which is recorded."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.access import require
from apps.common.workflow import Audience

from .. import notifications, queries
from ..models import AskedSeat
from ..workflow import REACHED, TOLD_AGAIN, NotRunning
from .circulating import locked
from .notes import note_line

BETWEEN_NOTICES = datetime.timedelta(hours=1)


class ToldAlready(Exception):
    """The seat was told a short while ago; `again_at` is from when it may be told once more."""

    def __init__(self, again_at: datetime.datetime) -> None:
        super().__init__(again_at.isoformat())
        self.again_at = again_at


def record_reaching(seat: AskedSeat, *, by: Any, channel: str, note: str, reached_at: datetime.datetime) -> AskedSeat:
    """Record by which way, when and whom of a seat the secretariat reached, before the hour.

    A seat reached after the hour had no time to speak: the hour is to be set later (`ValidationError`). The same is
    recorded once.
    """
    with transaction.atomic():
        fresh = _running(seat)
        require(by, "decisions.reach_askedseat", fresh)
        procedure = fresh.procedure
        if not procedure.circulated_minute <= reached_at <= timezone.now():
            raise ValidationError({"reached_at": gettext("This lies before the circulation, or in the future.")})
        if reached_at >= procedure.expires_at:
            words = gettext("The seat was reached after the hour had come. Please set a later hour first.")
            raise ValidationError({"reached_at": words})
        if (fresh.reached_at, fresh.reached_by, fresh.reached_note) == (reached_at, channel, note):
            return fresh
        fresh.reached_at, fresh.reached_by, fresh.reached_note = reached_at, channel, note
        fresh.recorded_by = by
        fresh.save()
        note_line(
            procedure,
            REACHED,
            by=by,
            audience=Audience.ASKED,
            partner_id=fresh.partner_id,
            channel=channel,
            note=note,
        )
        return fresh


def tell_again(seat: AskedSeat, *, by: Any) -> int:
    """Send the notice to everybody who acts for the seat now; returns how many. Once an hour (`ToldAlready`).

    Where nobody acts for it nothing is noted.
    """
    with transaction.atomic():
        fresh, now = _running(seat), timezone.now()
        require(by, "decisions.tell_askedseat", fresh)
        if fresh.told_again_at is not None and now < fresh.told_again_at + BETWEEN_NOTICES:
            raise ToldAlready(fresh.told_again_at + BETWEEN_NOTICES)
        people = list(queries.people_of_seats(fresh.procedure, [fresh.partner_id]))
        if not people:
            return 0
        fresh.told_again_at = now
        fresh.save(update_fields=["told_again_at"])
        fresh.people.add(*people)
        note_line(fresh.procedure, TOLD_AGAIN, by=by, audience=Audience.ASKED, partner_id=fresh.partner_id)
        return notifications.Circulated(fresh.procedure).queue_for(people)


def _running(seat: AskedSeat) -> AskedSeat:
    """The seat of a procedure that runs, in its present round, both held (`NotRunning`)."""
    procedure = locked(seat.procedure)
    fresh = AskedSeat.objects.select_for_update(of=("self",)).select_related("partner").get(pk=seat.pk)
    fresh.procedure = procedure
    if not procedure.is_running or fresh.round != procedure.round:
        raise NotRunning(procedure)
    return fresh
