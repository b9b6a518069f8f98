"""Questions to all: written, asked, given more time, recalled, closed, withdrawn."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.access import require
from apps.common.workflow import Audience, StepNotOpen, taking
from apps.partners.models import Partner

from .. import notifications, queries
from ..models import MOST_QUESTIONS, Query, Question
from ..workflow import EXTENDED, REMINDED, QueryFlow

LEAST_NOTICE = datetime.timedelta(hours=1)
BETWEEN_REMINDERS = datetime.timedelta(days=1)


class QueryConflict(Exception):
    """Somebody saved in between, or the draft is none any more: `stored` is what stands."""

    def __init__(self, stored: Query) -> None:
        super().__init__(f"{stored.reference} has moved on to version {stored.version}")
        self.stored = stored


class NotReady(ValidationError):
    """What a query still lacks before it can be asked, in words."""


class PreviewOutdated(Exception):
    """What is about to be asked is no longer what was shown: the text or the seats have changed."""


class NotLater(ValidationError):
    """More time is a later hour than the one that holds."""


class RemindedAlready(Exception):
    """Those who have not answered were reminded within a day; `again_at` is when they can be again."""

    def __init__(self, again_at: datetime.datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


@dataclass(frozen=True)
class QuestionDraft:
    """One question as it was typed; `choices` holds a choice a line."""

    text: str
    kind: str = Question.Kind.TEXT
    choices: str = ""


@dataclass(frozen=True)
class QueryDraft:
    """What a form says of a query: its words in one language, its questions in order, whom it asks until when."""

    language: str
    title: str
    introduction: str = ""
    questions: tuple[QuestionDraft, ...] = ()
    is_to_all: bool = True
    addressees: frozenset[int] = frozenset()
    due_at: datetime.datetime | None = None
    zone: str = "Europe/Brussels"

    @property
    def is_plain(self) -> bool:
        """Whether all it asks for is text."""
        return all(one.kind == Question.Kind.TEXT for one in self.questions)

    def differs_from(self, stored: Query) -> bool:
        """Whether saving would change anything."""
        kept = tuple(QuestionDraft(one.text, one.kind, one.choices) for one in stored.questions.all())
        return (
            self._fields() != {name: getattr(stored, name) for name in self._fields()}
            or kept != self.questions
            or self.addressees != set(stored.addressees.values_list("pk", flat=True))
        )

    def _fields(self) -> dict[str, Any]:
        names = ("language", "title", "introduction", "is_to_all", "due_at", "zone")
        return {name: getattr(self, name) for name in names}

    def write_to(self, query: Query) -> None:
        """Write all of it; questions are numbered in their order."""
        for name, value in self._fields().items():
            setattr(query, name, value)
        query.save()
        query.addressees.set(queries.seats_to_choose().filter(pk__in=self.addressees))
        query.questions.all().delete()
        query.__dict__.pop("numbered", None)
        Question.objects.bulk_create(
            Question(query=query, number=number, text=one.text, kind=one.kind, choices=one.choices)
            for number, one in enumerate(self.questions[:MOST_QUESTIONS], 1)
        )


def begin_query(draft: QueryDraft, *, partner: Partner | None, by: Any, form_key: uuid.UUID | None = None) -> Query:
    """A new draft of that seat, of the secretariat where `partner` is None; the same form sent twice is one draft."""
    query = Query(partner=partner, author=by, form_key=form_key)
    _ask_leave_to_write(query, draft, by=by)
    with transaction.atomic():
        there = _from_the_same_form(by, form_key)
        if there is None:
            try:
                with transaction.atomic():
                    draft.write_to(query)
                return query
            except IntegrityError:
                there = _from_the_same_form(by, form_key)
                if there is None:
                    raise
        return save_query(there, draft, by=by, version=None)


def _from_the_same_form(by: Any, form_key: uuid.UUID | None) -> Query | None:
    return Query.objects.filter(author=by, form_key=form_key).first() if form_key else None


def _ask_leave_to_write(query: Query, draft: QueryDraft, *, by: Any) -> None:
    require(by, "lab.change_query", query)
    if not draft.is_plain:
        require(by, "lab.vary_query", query)


def save_query(query: Query, draft: QueryDraft, *, by: Any, version: int | None) -> Query:
    """Save over the version that the writer had before them; returns the fresh row.

    `QueryConflict` when somebody saved in between, or when it is a draft no more; the same words twice are none.
    """
    with transaction.atomic():
        fresh = Query.objects.select_for_update(of=("self",)).get(pk=query.pk)
        _ask_leave_to_write(fresh, draft, by=by)
        if not draft.differs_from(fresh):
            return fresh
        if not fresh.is_draft or fresh.version != version:
            raise QueryConflict(fresh)
        fresh.version += 1
        draft.write_to(fresh)
        return fresh


def missing_for_asking(query: Query, *, by: Any) -> list[str]:
    """What still keeps a draft from being asked, in words for whoever asks."""
    lacking = []
    questions = query.numbered
    if not questions:
        lacking.append(gettext("Write at least one question."))
    if any(one.kind != Question.Kind.TEXT for one in questions) and not by.has_perm("lab.vary_query", query):
        lacking.append(gettext("Only the secretariat, the chair and reference countries ask for more than text."))
    if query.due_at is None or query.due_at < timezone.now() + LEAST_NOTICE:
        lacking.append(gettext("Choose an hour until which answers are taken, at least one hour from now."))
    if not queries.seats_to_ask(query).exists():
        lacking.append(gettext("Choose at least one seat to ask."))
    return lacking


@taking(QueryFlow.ask)
def ask_query(query: Query, *, by: Any, note: str = "", version: int | None = None, seats: int | None = None) -> None:
    """Put the questions to the seats, who are kept with it from now on, and tell those who may answer for them.

    `version` and `seats` are those of the preview that was confirmed (`PreviewOutdated`); `NotReady` says what lacks.
    """
    lacking = missing_for_asking(query, by=by)
    if lacking:
        raise NotReady(lacking)
    asked = list(queries.seats_to_ask(query))
    if version not in (None, query.version) or seats not in (None, len(asked)):
        raise PreviewOutdated
    query.addressees.set(asked)
    query.opened_at = timezone.now()
    notifications.QueryAsked(query).queue_for(queries.people_asked(query, but=by))


@taking(QueryFlow.withdraw)
def withdraw_query(query: Query, *, by: Any, note: str = "") -> None:
    """Take the questions back; those who had been asked are told, in that one word."""
    query.withdrawn_at = timezone.now()
    if query.opened_at is not None:
        notifications.QueryWithdrawn(query).queue_for(queries.people_asked(query, but=by))


@taking(QueryFlow.close)
def close_query(query: Query, *, by: Any, note: str = "") -> None:
    """Take no more answers, and tell whoever asked; by the clock (`by` is None) only once the hour has come."""
    if by is None and query.due_at > timezone.now():
        raise StepNotOpen(QueryFlow.close, query)
    query.closed_at = timezone.now()
    words = {"note": note, "note_in": by.language} if note else {}
    notifications.QueryClosed(query, **words).queue_for(queries.askers(query, but=by))


def close_due_queries(at: datetime.datetime | None = None) -> int:
    """Close all whose hour has come; returns how many. Whoever was faster, the other finds nothing to do."""
    closed = 0
    for query in Query.objects.to_be_closed(at):
        try:
            close_query(query, by=None)
        except StepNotOpen:
            continue
        closed += 1
    return closed


def extend_query(query: Query, *, by: Any, due_at: datetime.datetime, zone: str) -> Query:
    """Give more time while answers are taken (`StepNotOpen` else), and tell those who were asked.

    Order: lock, permission, state, the later hour (`NotLater`), row, line, mails; the same hour twice is once.
    """
    with transaction.atomic():
        fresh = Query.objects.select_for_update(of=("self",)).get(pk=query.pk)
        require(by, "lab.extend_query", fresh)
        if not fresh.is_taking_answers:
            raise StepNotOpen(QueryFlow.close, fresh)
        if due_at == fresh.due_at:
            return fresh
        if due_at < max(fresh.due_at, timezone.now() + LEAST_NOTICE):
            raise NotLater(
                gettext("Please choose a later hour than the one that holds: %(until)s.") % {"until": fresh.until}
            )
        fresh.due_at, fresh.zone = due_at, zone
        fresh.save()
        _note(fresh, EXTENDED, by=by, audience=Audience.SEATS)
        notifications.QueryExtended(fresh).queue_for(queries.people_asked(fresh, but=by))
        return fresh


def remind_silent(query: Query, *, by: Any) -> int:
    """Remind those who may answer for seats that have not; returns how many people are told. Once a day at most
    (`RemindedAlready`), and only while answers are taken (`StepNotOpen`).
    """
    with transaction.atomic():
        fresh = Query.objects.select_for_update(of=("self",)).get(pk=query.pk)
        require(by, "lab.remind_query", fresh)
        if not fresh.is_taking_answers:
            raise StepNotOpen(QueryFlow.close, fresh)
        now = timezone.now()
        if fresh.reminded_at is not None and now < fresh.reminded_at + BETWEEN_REMINDERS:
            raise RemindedAlready(fresh.reminded_at + BETWEEN_REMINDERS)
        fresh.reminded_at = now
        fresh.save()
        _note(fresh, REMINDED, by=by, audience=Audience.PARTIES)
        return _remind(fresh, queries.silent_seats(fresh), by=by, at=now)


def _remind(query: Query, seats: Iterable[Partner], *, by: Any, at: datetime.datetime) -> int:
    facts = {"stage": "before", "due": query.due_at.isoformat(), "at": at.isoformat()}
    messages = ((seat.pk, notifications.QueryReminded(query, seat=seat.pk, **facts)) for seat in seats)
    return sum(message.queue_for(queries.people_who_answer_for(pk, but=by)) for pk, message in messages)


def _note(query: Query, step: str, *, by: Any, audience: str) -> None:
    query.write_line(
        step=step,
        from_state=query.state,
        to_state=query.state,
        actor=by,
        partner_id=query.seat_of(by),
        audience=audience,
    )
