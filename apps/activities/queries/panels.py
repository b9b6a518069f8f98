"""Activities on the pages of other things: of the plan's parts, topics, terms of the chair, partners, documents."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.common.bilingual import active_language
from apps.common.prepared import Prepared
from apps.partners.models import Chairmanship, Precision
from apps.partners.queries import PartnerName, name_columns

from ..models import Activity, Status
from .about import ADDRESSES, end_of, is_common, published_of, span_of, within
from .rows import SHOWN, ActivityRow, row_from

ROWS_IN_PANEL = 10
IN_TURN, BY_KEY = "in turn", "by key"
MAY_BE_COMMON = ("area", "objective", "action", "topic", "partner")
NAME = len(PartnerName._fields) + 1


@dataclass(frozen=True)
class Programme:
    """The latest activities of something; `more_url` leads to all in the list.

    `is_announced` for what is known from an announcement: `is_ahead` where some are to come, `is_open` where the days
    of some are over and no source says whether they were held.
    """

    rows: tuple[ActivityRow, ...]
    more_url: str
    is_announced: bool = False
    is_ahead: bool = False
    is_open: bool = False


def _named(path: str, language: str) -> list[str]:
    """The columns of a `PartnerName` and whether the partner is an invented one of the demonstration."""
    return [f"{path}{column}" for column in (*name_columns(language), "is_invented")]


def _told(shown: QuerySet, language: str) -> QuerySet:
    """What rows tell of these activities, the latest first; one answer for each co-chair."""
    facts = Activity.objects.rewrite(False).filter(pk__in=shown).order_by("-starts_on", "-pk", "co_chairs")
    return facts.values_list(*SHOWN, *_named("country__", language), *_named("co_chairs__", language))


@Prepared
def _latest(what: str, way: str, language: str, *, about: int, now: datetime.datetime) -> QuerySet:
    found = published_of(what, about, now, in_turn=way == IN_TURN)
    return _told(found.values("pk")[:ROWS_IN_PANEL], language)


@Prepared
def _of_term(
    language: str, *, first: datetime.date, last: datetime.date, term: int, now: datetime.datetime
) -> QuerySet:
    found = Activity.objects.published(now).filter(within(first, last, term)).latest_first()
    every = Activity.objects.rewrite(False).order_by()
    ahead = every.filter(pk__in=found.filter(status=Status.ANNOUNCED).values("pk")[:ROWS_IN_PANEL]).values("pk")
    past = every.filter(pk__in=found.exclude(status=Status.ANNOUNCED).values("pk")[:ROWS_IN_PANEL]).values("pk")
    # Joined by OR, PostgreSQL would go through all activities.
    return _told(ahead.union(past, all=True), language)


def _partner(cells: list[Any]) -> PartnerName | None:
    """The real partner that these columns name."""
    *name, is_invented = cells
    named = PartnerName._make(name)
    return named if named.pk is not None and not is_invented else None


def _rows(answer: Iterable[list[Any]]) -> list[tuple[dict[str, Any], ActivityRow]]:
    """What is known of each activity, and its row."""
    facts: dict[tuple[Any, ...], tuple[PartnerName | None, list[PartnerName]]] = {}
    for cells in answer:
        host, chair = _partner(cells[len(SHOWN) : -NAME]), _partner(cells[-NAME:])
        _host, chairs = facts.setdefault(tuple(cells[: len(SHOWN)]), (host, []))
        if chair is not None:
            chairs.append(chair)
    return [
        (dict(zip(SHOWN, shown, strict=True)), row_from(shown, host, tuple(sorted(chairs))))
        for shown, (host, chairs) in facts.items()
    ]


def last_day_of(known: dict[str, Any]) -> datetime.date:
    """The last day that the dates of an activity may mean, as exactly as they are known."""
    last = known["ends_on"] or known["starts_on"]
    return last if known["precision"] == Precision.DAY else end_of(last, known["precision"])


def _list_of(what: str, thing: Any) -> str:
    """The list of activities narrowed to that thing; empty where no filter leads there."""
    return f"{reverse('activities:list')}?{urlencode({what: ADDRESSES[what](thing)})}" if what in ADDRESSES else ""


def latest_of(what: str, thing: Any, user: Any = None) -> list[Programme]:
    """The latest published activities of a part of a plan, topic, partner, document or news; two queries at most."""
    way = IN_TURN if what in MAY_BE_COMMON and is_common(what, thing.pk) else BY_KEY
    answer = _latest(what, way, active_language(), about=thing.pk, now=timezone.now())
    rows = tuple(row for _known, row in _rows(answer))
    return [Programme(rows, _list_of(what, thing))] if rows else []


def programme_of(term: Chairmanship, user: Any = None) -> list[Programme]:
    """The activities of a term of the chair, in one query: what is announced apart from all that came of the rest."""
    span = span_of(term.pk, term.starts_on, term.ends_on, term.starts_precision, term.ends_precision)
    if span is None:
        return []
    rows = _rows(_of_term(active_language(), **span._asdict(), now=timezone.now()))
    announced = [(known, row) for known, row in rows if known["status"] == Status.ANNOUNCED]
    past = tuple(row for known, row in rows if known["status"] != Status.ANNOUNCED)
    is_over = [last_day_of(known) < timezone.localdate() for known, _row in announced]
    more_url = _list_of("chairmanship", term)
    found = (
        Programme(
            rows=tuple(row for _known, row in announced),
            more_url="" if past else more_url,
            is_announced=True,
            is_ahead=not all(is_over),
            is_open=any(is_over),
        ),
        Programme(past, more_url),
    )
    return [programme for programme in found if programme.rows]
