"""The library under its filters, asked in questions whose SQL is made once for each set of filters."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.common.paging import COUNT_CEILING, Listed, is_many, remembered
from apps.common.prepared import NamedRow, Prepared, PreparedCount

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


@Prepared
def _first_rows(start: str, stop: str, *filters: str, now: Any, **values: Any) -> QuerySet:
    found = _through(Document.objects.rewrite(False).public(now), filters, values).latest_first()
    return with_languages(found).values_list(*COLUMNS)[int(start) : int(stop)]


@PreparedCount
def _number(*filters: str, now: Any, **values: Any) -> QuerySet:
    found = _through(Document.objects.rewrite(False).public(now), filters, values)
    return found.order_by().values("pk")[: COUNT_CEILING + 1]


class NarrowedDocuments(Listed):
    """The public documents that the filters let through, the latest first; rows are `NamedRow`.

    `filters` names those that are on ("year"), with the quicker way where there are two ("area/few"); `values` are
    what they compare with, by name.
    """

    def __init__(self, filters: tuple[str, ...], values: dict[str, Any]) -> None:
        self._filters, self._values, self._now = filters, values, timezone.now()

    @cached_property
    def queryset(self) -> QuerySet:
        """The same as a queryset, for pages further on."""
        found = _through(Document.objects.public(self._now), self._filters, self._values)
        return with_languages(found.latest_first().for_list())

    def near(self, start: int, stop: int) -> list[NamedRow]:
        """Rows of the first pages."""
        rows = _first_rows(str(start), str(stop), *self._filters, now=self._now, **self._values)
        return [NamedRow(COLUMNS, row) for row in rows]

    def count(self) -> int:
        """How many there are, up to one more than the ceiling."""
        filters = tuple(name.replace("/many", "/all") for name in self._filters)
        return remembered.ask_by(
            (NarrowedDocuments, filters),
            (self._now, *self._values.values()),
            lambda: _number(*filters, now=self._now, **self._values)[0][0],
            is_kept=is_many,
        )
