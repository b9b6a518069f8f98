"""Documents as rows of a list: in the library, and on the pages of what they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext

from apps.common.asking import in_turn
from apps.common.bilingual import active_language, language_codes
from apps.common.context import furniture
from apps.common.dates import DateBlock, date_block
from apps.common.templatetags.portal import words
from apps.common.typography import NARROW

from ..models import Document, DocumentFile, Kind

SEPARATOR = " · "
# What a row tells; the title by its columns, because the plain one holds whatever was active when saved.
SHOWN = ("slug", *(f"title_{code}" for code in language_codes()), "kind", "issued_on", "precision", "seconds")


@dataclass(frozen=True)
class DocumentRow:
    """What a row of a list says of a document; `title` and `facts` are safe texts, no `block` without a known date.

    Where a row `needs_reserve`, it mentions the Global Compact, and the reserve stands below the list.
    """

    title: SafeString
    url: str
    block: DateBlock | None
    facts: SafeString
    is_video: bool
    needs_reserve: bool


def language_name(code: str) -> str:
    """What the language is called within a sentence of the reader's language: English; anglais."""
    return str(get_language_info(code)["name_translated"])


def length_of(seconds: int | None) -> str:
    """3 min 20 s; 45 s; 1 h 5 min, in spaces that never break; empty where nobody knows it."""
    minutes, rest = divmod(seconds or 0, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else rest, "s")]
    return NARROW.join(f"{number}{NARROW}{unit}" for number, unit in parts if number)


def row_of(facts: Sequence[Any], languages: Sequence[str]) -> DocumentRow:
    """The row that the columns `SHOWN` make, of a document that is to be had in these languages."""
    return _row_of(active_language(), tuple(facts), tuple(code for code in language_codes() if code in languages))


@lru_cache(maxsize=4096)
def _row_of(language: str, facts: tuple[Any, ...], languages: tuple[str, ...]) -> DocumentRow:
    """Remembered by what it says: most rows stand on many pages."""
    document = Document(**dict(zip(SHOWN, facts, strict=True)))
    there = ", ".join(map(language_name, languages)) or gettext("not deposited here")
    parts = [Kind(document.kind).label, length_of(document.seconds), there]
    return DocumentRow(
        title=words(document, "title"),
        url=document.get_absolute_url(),
        block=date_block(document.issued_on, None, document.precision) if document.issued_on else None,
        facts=mark_safe(SEPARATOR.join(conditional_escape(part) for part in parts if part)),
        is_video=document.is_video,
        needs_reserve=document.kind == Kind.ALIGNMENT_TABLE,
    )


def gcm_reserve() -> SafeString:
    """What goes with every mention of the Global Compact, in the reader's language; empty where the office has none."""
    return words(furniture.read(), "gcm_disclaimer")


def reserve_below(rows: Iterable[DocumentRow]) -> SafeString:
    """The same where one of the rows needs it."""
    return gcm_reserve() if any(row.needs_reserve for row in rows) else SafeString()


# The languages in which a document is to be had, as columns: whether there is a file or an address in each.
IN_LANGUAGE = {f"is_in_{code}": code for code in language_codes()}


def with_languages(documents: QuerySet) -> QuerySet:
    """Adds the columns `IN_LANGUAGE`, so that rows need no question of their own."""
    files = DocumentFile.objects.order_by()
    return documents.annotate(
        **{name: in_turn(files.filter(language=code), "document") for name, code in IN_LANGUAGE.items()}
    )


def rows_of(documents: Sequence[Document] | QuerySet) -> tuple[DocumentRow, ...]:
    """The rows of documents: one query, for the languages in which they are to be had, or none where they say so."""
    documents = list(documents)
    if documents and all(name in documents[0].__dict__ for name in IN_LANGUAGE):
        return tuple(
            row_of(
                [one.__dict__[name] for name in SHOWN],
                [code for name, code in IN_LANGUAGE.items() if one.__dict__[name]],
            )
            for one in documents
        )
    languages: dict[int, list[str]] = defaultdict(list)
    there = DocumentFile.objects.filter(document__in=[document.pk for document in documents]).order_by("pk")
    for document_id, code in there.values_list("document_id", "language"):
        languages[document_id].append(code)
    return tuple(row_of([one.__dict__[name] for name in SHOWN], languages[one.pk]) for one in documents)
