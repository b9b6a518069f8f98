"""The library under its filters, asked in questions whose SQL is made once for each set of filters."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.common.narrowed import NarrowedList, Questions, keys_among
from apps.common.paging import COUNT_CEILING
from apps.common.prepared import Prepared, PreparedCount

from ..models import Document, DocumentFile
from .about import among_all, among_few, among_many
from .rows import IN_LANGUAGE, SHOWN, with_languages

COLUMNS = (*SHOWN, "id", *IN_LANGUAGE)
AMONG = {"few": among_few, "many": among_many, "all": among_all}


# By the name of a filter: what it lets through.
NARROWED: dict[str, Callable[[dict[str, Any]], Q]] = {
    "kind": lambda values: Q(kind=values["kind"]),
    "year": lambda values: Q(issued_on__gte=values["year_begins"], issued_on__lte=values["year_ends"]),
    "language": lambda values: Q(
        Exists(DocumentFile.objects.filter(document=OuterRef("pk"), language=values["language"]))
    ),
}


def _through(found: QuerySet, filters: tuple[str, ...], values: dict[str, Any]) -> QuerySet:
    for name in filters:
        what, _slash, way = name.partition("/")
        found = found.filter(AMONG[way](what, values[what]) if way else NARROWED[what](values))
    return found


def _found(filters: tuple[str, ...], now: Any, values: dict[str, Any]) -> QuerySet:
    return _through(Document.objects.rewrite(False).public(now), filters, values)


@Prepared
def _first_rows(start: str, stop: str, *filters: str, now: Any, **values: Any) -> QuerySet:
    found = _found(filters, now, values).latest_first()
    return with_languages(found).values_list(*COLUMNS)[int(start) : int(stop)]


@Prepared
def _rows_of_keys(*filters: str, now: Any, **values: Any) -> QuerySet:
    keys = keys_among(values)
    found = _found(filters, now, values).filter(pk__in=keys).order_by()
    return with_languages(found).values_list(*COLUMNS)


@PreparedCount
def _number(*filters: str, now: Any, **values: Any) -> QuerySet:
    return _found(filters, now, values).order_by().values("pk")[: COUNT_CEILING + 1]


class NarrowedDocuments(NarrowedList):
    """The public documents that the filters let through, the latest first.

    `filters` names those that are on ("year"), with the quicker way where there are two ("area/few"); `values` are
    what they compare with, by name.
    """

    questions = Questions(COLUMNS, _first_rows, _rows_of_keys, _number)
    long_way = "many"

    def __init__(self, filters: tuple[str, ...], values: dict[str, Any]) -> None:
        super().__init__(filters, tuple(name.replace("/many", "/all") for name in filters), values)

    @cached_property
    def queryset(self) -> QuerySet:
        """The same as a queryset, for the way to far pages."""
        return _through(Document.objects.public(self._now), self._to_read, self._values).latest_first()
