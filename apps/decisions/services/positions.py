"""Taking a position, recording one for a seat, and what a seat says of what was recorded for it."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.access import require
from apps.common.files import store_privately
from apps.common.workflow import Audience, taking
from apps.partners.models import Partner

from .. import notifications, queries, rules
from ..models import Position, SilenceProcedure
from ..workflow import (
    BREAKING,
    DISPUTED,
    RECORDED,
    RELEASED,
    SETTLED,
    TAKEN,
    WORDED,
    PositionsClosed,
    ProcedureFlow,
)
from .circulating import locked, tell_applicant
from .notes import note_line


class SentBefore(Exception):
    """The form came before and said something else: `stored` is what stands of it."""

    def __init__(self, stored: Position) -> None:
        super().__init__(f"position {stored.pk} comes from the same form")
        self.stored = stored


class TooLate(Exception):
    """The days have passed, or somebody of the seat was faster (409)."""


@dataclass(frozen=True)
class Word:
    """What a seat says: the kind of position, its words in one language, whether they are a statement."""

    kind: str
    text: str = ""
    language: str = "en"
    is_statement: bool = False


@dataclass(frozen=True)
class Heard:
    """How the secretariat heard what it records for a seat: by which way, from whom, when (aware), with which proof."""

    channel: str
    said_by: str
    said_at: datetime.datetime
    proof: UploadedFile


def take_position(
    procedure: SilenceProcedure, word: Word, *, by: Any, partner: Partner, form_key: uuid.UUID | None = None
) -> Position:
    """Say a seat's word on the portal; it replaces the seat's earlier one, and an objection breaks the silence at once.

    `procedure` is as the writer has seen it: of another round than the present one it is `PositionsClosed` too.

    Order: lock, permission for that seat, the same form again?, state and clock (`PositionsClosed`), rows, line, mails.
    `SentBefore` when the form came with other words.
    """
    with transaction.atomic():
        fresh = locked(procedure)
        require(by, "decisions.take_position_silenceprocedure", fresh)
        if partner.pk not in rules.speaking_seats(by, fresh):
            raise PermissionDenied
        position = _new(fresh, word, by=by, partner=partner, form_key=form_key)
        there = _of_form(position)
        if there is not None:
            return there
        _write(fresh, position, step=TAKEN, by=by, number=procedure.round)
        colleagues = queries.people_of_seats(fresh, [partner.pk], but=by)
        notifications.PositionTaken(position, by=str(by)).queue_for(colleagues)
        _follow_up(fresh, position, by=by)
        return position


def record_position(
    procedure: SilenceProcedure,
    word: Word,
    heard: Heard,
    *,
    by: Any,
    partner: Partner,
    form_key: uuid.UUID | None = None,
) -> Position:
    """Record what a seat said otherwise than here; the whole seat is told, and may say that it is not correct.

    What counts is the second at which the portal takes it, whoever enters it (docs/silence.md). Refuses
    (`ValidationError`) words said before the circulation or in the future.
    """
    with transaction.atomic():
        fresh = locked(procedure)
        require(by, "decisions.record_position_silenceprocedure", fresh)
        if partner.pk not in fresh.asked_now:
            raise PermissionDenied
        position = _new(fresh, word, by=by, partner=partner, form_key=form_key)
        position.channel, position.said_by, position.said_at = heard.channel, heard.said_by, heard.said_at
        there = _of_form(position)
        if there is not None:
            return there
        _require_open(fresh, timezone.now(), procedure.round)
        if not fresh.circulated_minute <= heard.said_at <= timezone.now():
            raise ValidationError({"said_at": gettext("This lies before the circulation, or in the future.")})
        stored = store_privately(heard.proof)
        position.proof_key, position.proof_name = stored.key, stored.display_name
        _write(fresh, position, step=RECORDED, by=by, number=procedure.round)
        notifications.PositionRecorded(position).queue_for(queries.people_of_seats(fresh, [partner.pk]))
        _follow_up(fresh, position, by=by)
        return position


def _new(procedure: SilenceProcedure, word: Word, *, by: Any, partner: Partner, form_key: uuid.UUID | None) -> Position:
    return Position(
        procedure=procedure,
        round=procedure.round,
        partner=partner,
        kind=word.kind,
        text=word.text,
        language=word.language,
        is_statement=word.is_statement and bool(word.text) and word.kind not in BREAKING,
        person=by,
        form_key=form_key,
    )


def _of_form(position: Position) -> Position | None:
    """What stands of the same form by the same person, if it said the same."""
    if position.form_key is None:
        return None
    there = Position.objects.filter(person=position.person, form_key=position.form_key).first()
    if there is not None and any(
        getattr(there, name) != getattr(position, name)
        for name in ("procedure_id", "partner_id", "kind", "text", "is_statement")
    ):
        raise SentBefore(there)
    return there


def _require_open(procedure: SilenceProcedure, at: datetime.datetime, number: int) -> None:
    """A word counts that is said before the hour, of the text of the round that its writer has read."""
    if not procedure.takes_positions_at(at) or number != procedure.round:
        raise PositionsClosed(procedure)


def _write(procedure: SilenceProcedure, position: Position, *, step: str, by: Any, number: int) -> None:
    """The clock is asked here, with the row held: who comes at the hour or later comes too late."""
    position.at = timezone.now()
    _require_open(procedure, position.at, number)
    if position.kind in WORDED and not position.text.strip():
        words = gettext("Please say why: an objection, an amendment or a comment needs words.")
        raise ValidationError({"text": words})
    position.full_clean(exclude=["person", "procedure"], validate_constraints=False)
    earlier = procedure.positions.counting().filter(round=procedure.round, partner=position.partner_id)
    earlier.update(replaced_at=position.at)
    position.save()
    note_line(
        procedure,
        step,
        by=by,
        audience=Audience.ASKED,
        partner_id=position.partner_id,
        channel=position.channel,
        note=position.text,
    )


def _follow_up(procedure: SilenceProcedure, position: Position, *, by: Any) -> None:
    """An objection or an amendment breaks the silence; other words go to the secretariat."""
    if position.breaks:
        break_silence(procedure, by=by, position=position, channel=position.channel)
    elif position.text:
        notifications.PositionCame(position).queue_for(queries.office(but=by))


@taking(ProcedureFlow.break_)
def break_silence(procedure: SilenceProcedure, *, by: Any, position: Position, note: str = "") -> None:
    """Stop the clock for good in this round, and tell everybody: the seats asked, the chair, the secretariat.

    The seat itself hears of its position, and by the same mail that this breaks the silence.
    """
    procedure.stopped_at, procedure.held_at, procedure.speaking_id = timezone.now(), None, position.partner_id
    own = queries.people_of_seats(procedure, [position.partner_id]).values("pk")
    others = queries.insiders(procedure, but=by).exclude(pk__in=own)
    notifications.SilenceBroken(position).queue_for(others)
    tell_applicant(procedure)


def dispute(position: Position, *, by: Any, text: str) -> Position:
    """Somebody of the seat says within five days that what was recorded for it is not correct; the office is told.

    `TooLate` once the days have passed, or when a colleague has said so already.
    """
    with transaction.atomic():
        procedure, fresh = _both(position)
        require(by, "decisions.dispute_position", fresh)
        if not fresh.may_be_corrected:
            raise TooLate
        fresh.disputed_at, fresh.dispute = timezone.now(), text
        fresh.save(update_fields=["disputed_at", "dispute"])
        note_line(procedure, DISPUTED, by=by, audience=Audience.ASKED, partner_id=fresh.partner_id, note=text)
        notifications.PositionDisputed(fresh, by=str(by), note_in=by.language).queue_for(queries.office())
        return fresh


def settle_dispute(position: Position, *, by: Any, stands: bool, note: str) -> Position:
    """The secretariat has looked into it: the position stands, or was recorded by mistake and counts no more.

    The seat is told. What a mistaken record broke or adopted stays as it is until the secretariat suspends or
    circulates again. `TooLate` when a colleague was faster.
    """
    with transaction.atomic():
        procedure, fresh = _both(position)
        require(by, "decisions.settle_position", fresh)
        if not fresh.is_in_doubt:
            raise TooLate
        fresh.settled_at = timezone.now()
        if not stands and fresh.replaced_at is None:
            fresh.replaced_at = fresh.settled_at
        fresh.save(update_fields=["settled_at", "replaced_at"])
        note_line(procedure, SETTLED, by=by, audience=Audience.ASKED, partner_id=fresh.partner_id, note=note)
        message = notifications.DisputeSettled(fresh, stands=stands, note=note, note_in=by.language)
        message.queue_for(queries.people_of_seats(procedure, [fresh.partner_id]))
        return fresh


def release(position: Position, *, by: Any) -> Position:
    """The chair, or the secretariat for it, releases the words of a position to the applicant; once."""
    with transaction.atomic():
        procedure, fresh = _both(position)
        require(by, "decisions.release_position", fresh)
        if fresh.released_at is None and procedure.applicant_id is not None:
            fresh.released_at = timezone.now()
            fresh.save(update_fields=["released_at"])
            note_line(procedure, RELEASED, by=by, audience=Audience.ASKED, partner_id=procedure.seat_of(by))
            notifications.ReasonsReleased(fresh).queue_for(queries.people_of_applicant(procedure))
        return fresh


def _both(position: Position) -> tuple[SilenceProcedure, Position]:
    """The procedure first, then its position, both held: in the order of whoever takes one."""
    procedure = locked(position.procedure)
    fresh = Position.objects.select_for_update(of=("self",)).select_related("partner").get(pk=position.pk)
    fresh.procedure = procedure
    return procedure, fresh
