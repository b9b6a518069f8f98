"""The list of activities under its filters, asked in questions whose SQL is made once for each set of filters."""

import datetime
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from apps.common.narrowed import NarrowedList, Questions, keys_among
from apps.common.paging import COUNT_CEILING
from apps.common.prepared import Prepared, PreparedCount

from ..models import Activity
from .about import belonging_in_turn, belonging_to, is_common, within
from .rows import SHOWN

COLUMNS = (*SHOWN, "country_id")
WAYS_TO = {"keys": belonging_to, "turn": belonging_in_turn}


def _belonging(what: str, way: str, values: dict[str, Any]) -> Q:
    return WAYS_TO[way](what, values[what])


# By the name of a filter, and the way that leads to its rows where there are two: what it lets through.
NARROWED: dict[str, Callable[[str, dict[str, Any]], Q]] = {
    "kind": lambda way, values: Q(kind=values["kind"]),
    "status": lambda way, values: Q(status=values["status"]),
    "year": lambda way, values: Q(starts_on__gte=values["year_begins"], starts_on__lte=values["year_ends"]),
    "chairmanship": lambda way, values: within(values["term_begins"], values["term_ends"], values["term"]),
    "area": lambda way, values: _belonging("area", way, values),
    "objective": lambda way, values: _belonging("objective", way, values),
    "action": lambda way, values: _belonging("action", way, values),
    "topic": lambda way, values: _belonging("topic", way, values),
    "partner": lambda way, values: _belonging("partner", way, values),
}


def _through(found: QuerySet, filters: tuple[str, ...], values: dict[str, Any]) -> QuerySet:
    for name in filters:
        what, _slash, way = name.partition("/")
        found = found.filter(NARROWED[what](way, values))
    return found


def _narrowed(filters: tuple[str, ...], now: datetime.datetime, values: dict[str, Any]) -> QuerySet:
    return _through(Activity.objects.rewrite(False).published(now), filters, values)


@Prepared
def _first_rows(start: str, stop: str, *filters: str, now: datetime.datetime, **values: Any) -> QuerySet:
    found = _narrowed(filters, now, values).latest_first()
    return found.values_list(*COLUMNS)[int(start) : int(stop)]


@Prepared
def _rows_of_keys(*filters: str, now: datetime.datetime, **values: Any) -> QuerySet:
    keys = keys_among(values)
    return _narrowed(filters, now, values).filter(pk__in=keys).order_by().values_list(*COLUMNS)


@PreparedCount
def _number(*filters: str, now: datetime.datetime, **values: Any) -> QuerySet:
    return _narrowed(filters, now, values).order_by().values("pk")[: COUNT_CEILING + 1]


class Narrowing:
    """What the filters that are on ask for: values by name, added filter by filter."""

    def __init__(self) -> None:
        self._filters: list[str] = []
        self.values: dict[str, Any] = {}

    def by(self, filter_name: str, **values: Any) -> None:
        """Let through what this filter does."""
        self._filters.append(filter_name)
        self.values |= values

    def by_belonging(self, what: str, pk: int) -> None:
        """Let through what belongs to that part of a plan, topic or partner."""
        self._filters.append(f"{what}/")
        self.values[what] = pk

    def _named(self, ways: Callable[[str], str]) -> Iterator[str]:
        return (f"{name}{ways(name[:-1])}" if name.endswith("/") else name for name in self._filters)

    @cached_property
    def to_read(self) -> tuple[str, ...]:
        """The filters, each by the quicker way to the first rows."""
        return tuple(self._named(lambda what: "turn" if is_common(what, self.values[what]) else "keys"))

    def applied_to(self, activities: QuerySet) -> QuerySet:
        """Those of the activities that every filter lets through."""
        return _through(activities, self.to_read, self.values)

    @cached_property
    def to_count(self) -> tuple[str, ...]:
        """The filters, each by the quicker way to the number of all rows."""
        return tuple(self._named(lambda what: "keys"))


class NarrowedActivities(NarrowedList):
    """The published activities that a narrowing lets through, the latest first."""

    questions = Questions(COLUMNS, _first_rows, _rows_of_keys, _number)
    long_way = "turn"

    def __init__(self, narrowing: Narrowing) -> None:
        super().__init__(narrowing.to_read, narrowing.to_count, narrowing.values)
        self._narrowing = narrowing

    @cached_property
    def queryset(self) -> QuerySet:
        """The same as a queryset, for the way to far pages."""
        return self._narrowing.applied_to(Activity.objects.published(self._now)).latest_first()
