"""The public documents and videos that belong to activities and to rows of the Global Compact table."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value
from django.utils import timezone

from apps.common.prepared import Prepared
from apps.documents.models import LATEST_FIRST, Document
from apps.documents.queries import DocumentRow
from apps.documents.queries.rows import SHOWN, row_of

from ..models import GcmRow


@dataclass(frozen=True)
class Shelf:
    """Documents, or videos, the latest first."""

    is_video: bool
    rows: tuple[DocumentRow, ...]

    @property
    def needs_reserve(self) -> bool:
        """Whether one of them mentions the Global Compact."""
        return any(row.needs_reserve for row in self.rows)


def _told(documents: QuerySet, belongs_to: Any) -> QuerySet:
    """What rows tell of documents; one answer for each language in which one is to be had."""
    shown = documents.rewrite(False).order_by(*LATEST_FIRST)
    return shown.values_list(belongs_to, "pk", "files__language", *SHOWN)


@Prepared
def _of_activity(*, activity: int, now: datetime.datetime) -> QuerySet:
    return _told(Document.objects.public(now).filter(activities=activity), Value(0))


@Prepared
def _of_rows(*, now: datetime.datetime) -> QuerySet:
    shown = Document.objects.public(now).filter(gcm_rows__in=GcmRow.objects.shown())
    return _told(shown, F("gcm_rows__objective__number"))


def _rows(answer: Sequence[Sequence[Any]]) -> dict[int, tuple[DocumentRow, ...]]:
    """The rows of documents, by what they belong to, in the order of the answer."""
    languages: dict[int, list[str]] = defaultdict(list)
    facts: dict[tuple[int, int], list[Any]] = {}
    for belongs_to, pk, language, *shown in answer:
        facts[belongs_to, pk] = shown
        languages[pk].append(language)
    found: dict[int, list[DocumentRow]] = defaultdict(list)
    for (belongs_to, pk), shown in facts.items():
        found[belongs_to].append(row_of(shown, languages[pk]))
    return {belongs_to: tuple(rows) for belongs_to, rows in found.items()}


def shelves_of(activity_id: int) -> tuple[Shelf, ...]:
    """The public documents of an activity, then its videos, as far as there are any, in one query."""
    rows = _rows(_of_activity(activity=activity_id, now=timezone.now())).get(0, ())
    shelves = (Shelf(is_video, tuple(row for row in rows if row.is_video is is_video)) for is_video in (False, True))
    return tuple(shelf for shelf in shelves if shelf.rows)


def documents_of_rows() -> dict[int, tuple[DocumentRow, ...]]:
    """The public documents of the rows of the Global Compact table, by the number of the objective, in one query."""
    return _rows(_of_rows(now=timezone.now()))
