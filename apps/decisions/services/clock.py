"""What the clock does: adopts when the hour has come, waits for seats that were not reached, reminds the silent."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.common.workflow import Audience, StepNotOpen, taking
from apps.partners.rules import SPEAKING

from .. import notifications, queries
from ..models import AskedSeat, SilenceProcedure
from ..periods import BEFORE_THE_HOUR
from ..workflow import HELD, REMINDED, ProcedureFlow
from .circulating import locked, tell_applicant
from .notes import note_line

log = logging.getLogger(__name__)


class SeatsMissed(Exception):
    """Silence cannot count for `seats`: a notice was never sent, or came back, or nobody acts for them."""

    def __init__(self, seats: list[AskedSeat]) -> None:
        super().__init__(f"{len(seats)} seats were not reached")
        self.seats = seats


@taking(ProcedureFlow.adopt)
def adopt(procedure: SilenceProcedure, *, by: Any, note: str = "") -> None:
    """Adopt by silence, by the clock only (`by` is None), once the hour has come and every seat was reached.

    `StepNotOpen` before the hour; `SeatsMissed` names the seats for which silence cannot count.
    """
    if procedure.expires_at > timezone.now():
        raise StepNotOpen(ProcedureFlow.adopt, procedure)
    missed = queries.unreached(procedure)
    if missed:
        raise SeatsMissed(missed)
    procedure.adopted_at, procedure.held_at = timezone.now(), None
    chair = list(queries.people_of_chair(procedure))
    notifications.ToBeConfirmed(procedure).queue_for(chair)
    others = queries.insiders(procedure).exclude(pk__in=[person.pk for person in chair])
    notifications.Adopted(procedure).queue_for(others)
    tell_applicant(procedure)


def settle_due(at: datetime.datetime | None = None) -> int:
    """Adopt, or hold, all whose hour has come; returns how many were adopted. May run late, twice or many at once.

    A fault in one keeps no other from being adopted.
    """
    adopted = 0
    for procedure in SilenceProcedure.objects.to_be_settled(at):
        try:
            adopted += _settle(procedure)
        except Exception:
            log.exception("Silence procedure %s could not be settled", procedure.pk)
    return adopted


def _settle(procedure: SilenceProcedure) -> bool:
    """Whether it was adopted; where seats were not reached it is held, and who was faster leaves nothing to do."""
    try:
        adopt(procedure, by=None)
    except SeatsMissed as missed:
        _hold(procedure, missed.seats)
        return False
    except StepNotOpen:
        return False
    return True


def _hold(procedure: SilenceProcedure, seats: list[AskedSeat]) -> None:
    """Note once that it waits, and tell the secretariat which seats are to be reached."""
    with transaction.atomic():
        fresh = locked(procedure)
        if not fresh.is_running or fresh.held_at is not None or fresh.expires_at > timezone.now():
            return
        fresh.held_at = timezone.now()
        fresh.save(update_fields=["held_at"])
        note_line(fresh, HELD, by=None, audience=Audience.ASKED)
        message = notifications.SeatsNotReached(fresh, seats=[seat.pk for seat in seats])
        message.queue_for(queries.office())


def remind_due(at: datetime.datetime | None = None) -> int:
    """Remind those who speak for seats without a word, at half time and a day before; returns how many are told.

    A fault in one keeps no other seat from being reminded.
    """
    now = at or timezone.now()
    told = 0
    for procedure in SilenceProcedure.objects.running().filter(expires_at__gt=now).order_by("pk"):
        try:
            told += _remind_of(procedure, now)
        except Exception:
            log.exception("Silent seats of procedure %s could not be reminded", procedure.pk)
    return told


def _remind_of(procedure: SilenceProcedure, now: datetime.datetime) -> int:
    with transaction.atomic():
        fresh = locked(procedure)
        stage = _stage(fresh, now) if fresh.is_running else ""
        if not stage:
            return 0
        fresh.save(update_fields=["half_told_at", "last_told_at"])
        return _remind(fresh, stage)


def _stage(procedure: SilenceProcedure, now: datetime.datetime) -> str:
    """Which reminder is due, noted on the row; empty where none is. Who is late reminds once, of the later one."""
    if procedure.last_told_at is None and now >= procedure.expires_at - BEFORE_THE_HOUR:
        procedure.last_told_at, procedure.half_told_at = now, procedure.half_told_at or now
        return "before"
    if procedure.half_told_at is None and now >= procedure.half_time:
        procedure.half_told_at = now
        return "half"
    return ""


def _remind(procedure: SilenceProcedure, stage: str) -> int:
    spoken = procedure.positions.counting().filter(round=procedure.round).values_list("partner_id", flat=True)
    silent = procedure.asked_now - set(spoken)
    message = notifications.SilenceRecalled(procedure, stage=stage, due=procedure.expires_at.isoformat())
    told = message.queue_for(queries.people_of_seats(procedure, silent, roles=SPEAKING))
    if told:
        note_line(procedure, REMINDED, by=None, audience=Audience.ASKED)
    return told
