"""Circulating a procedure, giving more time, stopping and withdrawing it."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.access import require
from apps.common.bilingual import language_codes
from apps.common.dates import moment
from apps.common.workflow import Audience, taking
from apps.partners.networks import NFP

from .. import notifications, queries
from ..models import Asked, AskedSeat, SilenceProcedure
from ..periods import earliest_end, earliest_extension
from ..workflow import EXTENDED, NotRunning, ProcedureFlow
from .notes import note_line


class NotReady(Exception):
    """The procedure lacks something; `lacking` says what, in words for the secretariat."""

    def __init__(self, lacking: list[str]) -> None:
        super().__init__("; ".join(lacking))
        self.lacking = lacking


class NotLater(Exception):
    """The hour is not later than the one that holds, or leaves too little time; in words for its field."""


class PreviewOutdated(Exception):
    """What was looked at before confirming is no longer what would be sent: words, hour or seats have changed."""


def lacks_for_circulation(procedure: SilenceProcedure) -> list[str]:
    """What still keeps a procedure from being circulated now, in words for the secretariat."""
    lacking = []
    texts = [getattr(procedure, f"{name}_{code}") for name in ("title", "text") for code in language_codes()]
    if not all(text and text.strip() for text in texts):
        lacking.append(gettext("A procedure runs in both languages: please write title and text in each."))
    earliest = earliest_end()
    if procedure.expires_at is None or procedure.expires_at < earliest:
        words = gettext("Please choose an hour not before %(hour)s: so much time is the least.")
        lacking.append(words % {"hour": moment(earliest)})
    if procedure.asked == Asked.COMMITTEE and procedure.network.code != NFP:
        lacking.append(gettext("The Steering Committee is asked in the network of the National Focal Points."))
    if procedure.asked == Asked.CHOSEN and not procedure.chosen.exists():
        lacking.append(gettext("Please name the partners whose seats are asked."))
    elif not queries.seats_to_ask(procedure).exists():
        lacking.append(gettext("There is no seat to ask: the applicant is never asked, and former partners have none."))
    return lacking


def as_looked_at(procedure: SilenceProcedure) -> str:
    """What is confirmed by whoever circulates: changes with the words, the hour, the papers and the seats."""
    seats = ",".join(str(key) for key in queries.seats_to_ask(procedure).values_list("pk", flat=True))
    papers = ",".join(procedure.papers.order_by("pk").values_list("key", flat=True))
    words = [getattr(procedure, f"{name}_{code}") or "" for name in ("title", "text") for code in language_codes()]
    hour = procedure.expires_at.isoformat() if procedure.expires_at else ""
    return "\x1f".join([*words, hour, procedure.zone, procedure.mark, seats, papers])


def _circulate(procedure: SilenceProcedure, *, by: Any, looked_at: str | None) -> None:
    """Freeze the seats and the people told, begin a round, and tell everybody of the seats asked, and the applicant."""
    lacking = lacks_for_circulation(procedure)
    if lacking:
        raise NotReady(lacking)
    if looked_at is not None and looked_at != as_looked_at(procedure):
        raise PreviewOutdated
    procedure.round += 1
    procedure.circulated_at = timezone.now()
    procedure.half_told_at = procedure.last_told_at = procedure.held_at = None
    procedure.adopted_at = procedure.stopped_at = None
    everybody = {}
    for partner in queries.seats_to_ask(procedure):
        seat = AskedSeat.objects.create(procedure=procedure, round=procedure.round, partner=partner)
        people = list(queries.people_of_seats(procedure, [partner.pk]))
        seat.people.set(people)
        everybody |= {person.pk: person for person in people}
    procedure.save()
    notifications.Circulated(procedure).queue_for(everybody.values())
    tell_applicant(procedure)


@taking(ProcedureFlow.circulate)
def circulate(procedure: SilenceProcedure, *, by: Any, note: str = "", looked_at: str | None = None) -> None:
    """Ask the seats, who are frozen with the people told. `NotReady` says what lacks; `looked_at` is `as_looked_at` of
    the preview that was confirmed (`PreviewOutdated`).
    """
    _circulate(procedure, by=by, looked_at=looked_at)


@taking(ProcedureFlow.circulate_again)
def circulate_again(procedure: SilenceProcedure, *, by: Any, note: str = "", looked_at: str | None = None) -> None:
    """Ask anew after the clock stood: a new round, with the seats of now; earlier positions do not count."""
    _circulate(procedure, by=by, looked_at=looked_at)


@taking(ProcedureFlow.suspend)
def suspend(procedure: SilenceProcedure, *, by: Any, note: str = "") -> None:
    """Stop the clock, also of what was adopted and is not confirmed yet; everybody concerned is told."""
    procedure.stopped_at, procedure.adopted_at, procedure.held_at = timezone.now(), None, None
    notifications.Suspended(procedure, note=note, note_in=by.language).queue_for(queries.insiders(procedure, but=by))
    tell_applicant(procedure)


@taking(ProcedureFlow.withdraw)
def withdraw(procedure: SilenceProcedure, *, by: Any, note: str = "") -> None:
    """Ask nothing any more; who had been asked is told, with the reason."""
    procedure.withdrawn_at, procedure.held_at = timezone.now(), None
    if procedure.was_circulated:
        message = notifications.ProcedureWithdrawn(procedure, note=note, note_in=by.language)
        message.queue_for(queries.insiders(procedure, but=by))
        tell_applicant(procedure)


def tell_applicant(procedure: SilenceProcedure) -> None:
    """Tell the seat on whose request it runs how it stands now; in the transaction of the step."""
    people = queries.people_of_applicant(procedure)
    notifications.StateToApplicant(procedure, state=str(procedure.state)).queue_for(people)


def extend(procedure: SilenceProcedure, *, by: Any, expires_at: datetime.datetime, zone: str) -> SilenceProcedure:
    """Set a later hour while it runs, also after the hour has come and seats were not reached; everybody is told.

    Order: lock, permission, state (`NotRunning`), the later hour (`NotLater`), row, line, mails; the same is once.
    """
    with transaction.atomic():
        fresh = locked(procedure)
        require(by, "decisions.extend_silenceprocedure", fresh)
        if not fresh.is_running:
            raise NotRunning(fresh)
        if expires_at == fresh.expires_at:
            return fresh
        if expires_at <= fresh.expires_at or expires_at < earliest_extension(fresh.expires_at):
            words = gettext("Please choose an hour after %(hour)s, so that there is more time for all.")
            raise NotLater(words % {"hour": moment(earliest_extension(fresh.expires_at))})
        fresh.expires_at, fresh.zone, fresh.held_at, fresh.last_told_at = expires_at, zone, None, None
        fresh.save()
        note_line(fresh, EXTENDED, by=by, audience=Audience.PARTIES)
        notifications.HourMoved(fresh).queue_for(queries.insiders(fresh, but=by))
        tell_applicant(fresh)
        return fresh


def locked(procedure: SilenceProcedure) -> SilenceProcedure:
    """The row, held until the end of the transaction."""
    return SilenceProcedure.objects.select_for_update(of=("self",)).select_related("network").get(pk=procedure.pk)
