"""What activities belong to: parts of a plan, topics, terms of the chair, partners, documents, news."""

import calendar
import datetime
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.common.asking import in_turn
from apps.common.memory import kept_as_hint
from apps.common.paging import ROWS_A_PAGE
from apps.common.prepared import Prepared
from apps.partners.models import Chairmanship, Precision

from ..models import Activity, NewsItem

NEWEST = 1_000
ENOUGH = ROWS_A_PAGE + 1
AREAS, OBJECTIVES, ACTIONS = Activity.areas.through, Activity.objectives.through, Activity.actions.through
# Where each of these finds its activities: what serves an action serves its objective and its area as well.
WAYS: dict[str, tuple[tuple[Any, str], ...]] = {
    "area": ((AREAS, "area"), (OBJECTIVES, "objective__area"), (ACTIONS, "action__objective__area")),
    "objective": ((OBJECTIVES, "objective"), (ACTIONS, "action__objective")),
    "action": ((ACTIONS, "action"),),
    "topic": ((Activity.topics.through, "topic"),),
    # A partner is also that of the activities that it hosted, which the activity itself says.
    "partner": ((Activity.co_chairs.through, "partner"),),
    "document": ((Activity.documents.through, "document"),),
    "news": ((NewsItem.activities.through, "newsitem"),),
}


def belonging_to(what: str, pk: int) -> Q:
    """Activities of that area, objective, action, topic, partner, document or news item, by their keys.

    The way to few, wherever they stand in the list, and to count them.
    """
    # One list of keys, each part read from its own index: joined by OR, SQLite would go through all activities.
    first, *others = (links.objects.order_by().filter(**{path: pk}).values("activity_id") for links, path in WAYS[what])
    if what == "partner":
        others.append(Activity.objects.rewrite(False).order_by().filter(country=pk).values("pk"))
    return Q(pk__in=first.union(*others, all=True) if others else first)


def belonging_in_turn(what: str, pk: int) -> Q:
    """The same, asked of one activity after the other: the way to the first of many, in the order of the list."""
    links = (links.objects.filter(**{path: pk}) for links, path in WAYS[what])
    found = reduce(or_, (Q(in_turn(link, "activity")) for link in links))
    return Q(country=pk) | found if what == "partner" else found


@Prepared
def _among_newest(what: str, *, about: int, now: datetime.datetime) -> QuerySet:
    newest = Activity.objects.rewrite(False).published(now).latest_first()
    since = Coalesce(Subquery(newest.values("starts_on")[NEWEST : NEWEST + 1]), Value(datetime.date.min))
    return newest.filter(belonging_in_turn(what, about), starts_on__gte=since).values_list("pk")[:ENOUGH]


@kept_as_hint
def is_common(what: str, pk: int) -> bool:
    """Whether the newest activities hold enough of that thing for a page, so that it is not sought any further."""
    return len(_among_newest(what, about=pk, now=timezone.now())) == ENOUGH


class Span(NamedTuple):
    """The days of a term of the chair, both counted; `term` is its primary key."""

    first: datetime.date
    last: datetime.date
    term: int


def end_of(day: datetime.date, precision: str) -> datetime.date:
    """The last day that a date which is known to the month or the year may mean; a known day ends nothing."""
    if precision == Precision.YEAR:
        return day.replace(month=12, day=31)
    if precision == Precision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return datetime.date.max


def span_of(
    term: int,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
    starts_precision: str,
    ends_precision: str,
) -> Span | None:
    """The days in which activities count as those of a term; None where neither its beginning nor its end is known.

    A term whose beginning no source gives is taken from the first day of the year in which it ended; one whose end no
    source gives ends with the year or the month that is known of its beginning, and is open where the day is known.
    """
    if starts_on is None and ends_on is None:
        return None
    first = starts_on or ends_on.replace(month=1, day=1)
    if ends_on is None:
        return Span(first, end_of(starts_on, starts_precision), term)
    is_known = ends_precision == Precision.DAY
    return Span(first, ends_on if is_known else end_of(ends_on, ends_precision), term)


def within(first: datetime.date, last: datetime.date, term: int) -> Q:
    """Activities whose first day lies in that span; the day of a handover belongs to the term that begins."""
    next_one = Chairmanship.objects.order_by().filter(starts_on=last).exclude(pk=term)
    return Q(starts_on__gte=first, starts_on__lte=last) & ~(Q(starts_on=last) & Q(Exists(next_one)))


def part_address(plan_slug: str, part: str | int) -> str:
    """How a filter names a part of a plan: "cadiz-2023-2027.5a"."""
    return f"{plan_slug}.{part}".lower()


# How the filters name the thing itself, by what it is.
ADDRESSES: dict[str, Callable[[Any], str]] = {
    "area": lambda area: part_address(area.plan.slug, area.number),
    "objective": lambda objective: part_address(objective.area.plan.slug, objective.code),
    "action": lambda action: part_address(action.objective.area.plan.slug, action.number),
    "topic": lambda topic: topic.slug,
    "chairmanship": lambda term: term.slug,
    "partner": lambda partner: partner.code.lower(),
}


def published_of(what: str, pk: int, now: datetime.datetime, *, in_turn: bool) -> QuerySet:
    """The published activities that belong to something, the latest first; `in_turn` where there are many new ones."""
    is_of = belonging_in_turn(what, pk) if in_turn else belonging_to(what, pk)
    return Activity.objects.published(now).filter(is_of).latest_first()
