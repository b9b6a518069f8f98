"""The public documents and videos that belong to activities and to rows of the Global Compact table."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from apps.common.bilingual import language_codes
from apps.common.prepared import Prepared
from apps.common.templatetags.portal import words
from apps.documents.models import LATEST_FIRST, Document, DocumentQuerySet
from apps.documents.queries import DocumentRow, language_name
from apps.documents.queries.rows import SHOWN, row_of

from ..models import Activity, GcmRow

SHOWN_MEETINGS = 5


@dataclass(frozen=True)
class Shelf:
    """Documents, or videos, the latest first; `archives` are their ZIP files, by language, where files are kept."""

    is_video: bool
    rows: tuple[DocumentRow, ...]
    archives: tuple[tuple[str, str], ...] = ()

    @property
    def needs_reserve(self) -> bool:
        """Whether one of them mentions the Global Compact."""
        return any(row.needs_reserve for row in self.rows)


def _told(documents: QuerySet, belongs_to: Any) -> QuerySet:
    """What rows tell of documents; one answer for each language in which one is to be had."""
    shown = documents.rewrite(False).order_by(*LATEST_FIRST)
    return shown.values_list(belongs_to, "pk", "files__language", "files__size", *SHOWN)


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
    for belongs_to, pk, language, _size, *shown in answer:
        facts[belongs_to, pk] = shown
        languages[pk].append(language)
    found: dict[int, list[DocumentRow]] = defaultdict(list)
    for (belongs_to, pk), shown in facts.items():
        found[belongs_to].append(row_of(shown, languages[pk]))
    return {belongs_to: tuple(rows) for belongs_to, rows in found.items()}


def shelves_of(activity: Activity) -> tuple[Shelf, ...]:
    """The public documents of an activity, then its videos, as far as there are any, in one query."""
    answer = _of_activity(activity=activity.pk, now=timezone.now())
    archives = _archives(activity) if any(size for _belongs_to, _pk, _language, size, *_shown in answer) else ()
    rows = _rows(answer).get(0, ())
    papers = tuple(row for row in rows if not row.is_video)
    videos = tuple(row for row in rows if row.is_video)
    return tuple(shelf for shelf in (Shelf(False, papers, archives), Shelf(True, videos)) if shelf.rows)


def _archives(activity: Activity) -> tuple[tuple[str, str], ...]:
    return tuple(
        (language_name(code), reverse("activities:papers", args=[activity.slug, code])) for code in language_codes()
    )


def documents_of_rows() -> dict[int, tuple[DocumentRow, ...]]:
    """The public documents of the rows of the Global Compact table, by the number of the objective, in one query."""
    return _rows(_of_rows(now=timezone.now()))


@dataclass(frozen=True)
class Meeting:
    """A meeting to which a paper belongs, for the paper's page in the space."""

    title: SafeString
    url: str


def papers_of(activity: Activity, among: DocumentQuerySet) -> DocumentQuerySet:
    """The published papers of an activity among those that a reader may have."""
    return among.published().filter(
        pk__in=activity.documents.through.objects.filter(activity=activity).values("document")
    )


def meetings_of_paper(document: Document, user: Any) -> list[Meeting]:
    """The latest published meetings to which a document belongs, in one query."""
    latest = Activity.objects.published().filter(documents=document).latest_first().for_list()[:SHOWN_MEETINGS]
    return [Meeting(words(one, "title"), reverse("space_meetings:meeting", args=[one.slug])) for one in latest]
