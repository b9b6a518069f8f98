"""The table that relates activities and documents to the objectives of the Global Compact, as each language has it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from apps.common.bilingual import among_languages, language_codes
from apps.common.dates import as_html, date_range, day
from apps.common.memory import kept_briefly
from apps.common.models import is_published
from apps.common.prepared import Prepared
from apps.common.templatetags.portal import prose, words
from apps.documents.queries import DocumentRow
from apps.framework.models import GcmObjective
from apps.framework.models.compact import gcm_anchor

from ..models import GcmRow, Status
from .around import Neighbour
from .papers import documents_of_rows
from .rows import by_language


@dataclass(frozen=True)
class ObjectiveInTable:
    """An objective by its short name; `title` and `note` (by the editors) are safe texts in the reader's language."""

    number: int
    anchor: str
    title: SafeString
    note: SafeString


@dataclass(frozen=True)
class RowInTable:
    """What the table relates to an objective; `added` says when the secretariat confirmed a row that is not of it."""

    objective: ObjectiveInTable
    text: SafeString
    note: SafeString
    added: SafeString
    activities: tuple[Neighbour, ...]
    documents: tuple[DocumentRow, ...]


@dataclass(frozen=True)
class Table:
    """The rows that are shown, in the order of the objectives, and the objectives of which the table has none."""

    rows: tuple[RowInTable, ...]
    others: tuple[ObjectiveInTable, ...]

    @property
    def coverage_in_words(self) -> str:
        """14 of 23 objectives have a row in the table."""
        told = ngettext(
            "%(rows)s of %(total)s objectives has a row in the table.",
            "%(rows)s of %(total)s objectives have a row in the table.",
            len(self.rows),
        )
        return told % {"rows": len(self.rows), "total": len(self.rows) + len(self.others)}


def _texts(path: str, name: str) -> list[str]:
    return [f"{path}{name}_{code}" for code in language_codes()]


TEXTS = (*_texts("", "title"), *_texts("", "editors_note"), *_texts("row__", "text"), *_texts("row__", "editors_note"))


@Prepared
def _objectives() -> QuerySet:
    """Every objective with its row; whether the row is shown stands beside it."""
    shown = Exists(GcmRow.objects.shown().filter(objective=OuterRef("pk")))
    found = GcmObjective.objects.rewrite(False).order_by("number").annotate(is_shown=shown)
    return found.values_list("number", "is_shown", "row__basis", "row__confirmed_at", *TEXTS)


@Prepared
def _activities(*, now: datetime.datetime) -> QuerySet:
    """The published activities of the rows that are shown, the first first."""
    links = GcmRow.activities.through.objects.filter(is_published("activity__", now), gcmrow__in=GcmRow.objects.shown())
    columns = ("starts_on", "ends_on", "precision", "status", "slug", *_texts("", "title"))
    found = links.order_by("activity__starts_on", "activity_id")
    return found.values_list("gcmrow__objective__number", *(f"activity__{column}" for column in columns))


def _activities_of_rows() -> dict[int, list[Neighbour]]:
    found: dict[int, list[Neighbour]] = defaultdict(list)
    for number, starts_on, ends_on, precision, status, slug, *titles in _activities(now=timezone.now()):
        found[number].append(
            Neighbour(
                title=words(among_languages(by_language(titles))),
                when=as_html(date_range(starts_on, ends_on, precision)),
                url=reverse("activities:activity", args=[slug]),
                status="" if status == Status.HELD else str(Status(status).label),
            )
        )
    return found


@kept_briefly
def gcm_table(language: str) -> Table:
    """The whole table in that language, which is the active one; in three queries."""
    activities, documents = _activities_of_rows(), documents_of_rows()
    rows: list[RowInTable] = []
    others: list[ObjectiveInTable] = []
    count = len(language_codes())
    for number, is_shown, basis, confirmed_at, *cells in _objectives():
        title, note, text, row_note = (
            among_languages(by_language(cells[start : start + count])) for start in range(0, 4 * count, count)
        )
        objective = ObjectiveInTable(number, gcm_anchor(number), words(title), prose(note))
        if not is_shown:
            others.append(objective)
            continue
        is_added = basis != GcmRow.Basis.PUBLISHED
        rows.append(
            RowInTable(
                objective=objective,
                text=prose(text),
                note=prose(row_note),
                added=as_html(day(confirmed_at)) if is_added else SafeString(),
                activities=tuple(activities.get(number, ())),
                documents=documents.get(number, ()),
            )
        )
    return Table(tuple(rows), tuple(others))
