"""What a ZIP file of documents holds: of each the file in the wanted language, else the one there is."""

from dataclasses import dataclass
from urllib.parse import quote

from django.core.files.storage import storages
from django.db.models import QuerySet
from django.utils.translation import override

from apps.common.archives import entry_name
from apps.common.bilingual import Words, in_language, language_codes
from apps.common.dates import date_range
from apps.common.handing import report_missing

from ..marks import mark_of, marked_name
from ..models import Document, DocumentFile
from .rows import language_name


@dataclass(frozen=True)
class Paper:
    """A document in the archive: what the index tells of it, and its file there; only addresses where none is kept."""

    document: Document
    title: Words
    date: str
    mark: str
    file: DocumentFile | None
    name: str
    language: str
    is_other_language: bool
    addresses: tuple[tuple[str, str], ...]

    @property
    def link(self) -> str:
        """Where the index leads: to the file beside it."""
        return f"./{quote(self.name)}"


def papers_of(documents: QuerySet, language: str) -> list[Paper]:
    """The documents for an archive in that language, in the order of lists, in two queries; words are in it too."""
    found = documents.latest_first().for_list().prefetch_related("files")
    with override(language):
        return [_paper(document, language, number) for number, document in enumerate(found, 1)]


def _paper(document: Document, language: str, number: int) -> Paper:
    wanted = [language, *(code for code in language_codes() if code != language)]
    files = sorted(document.files.all(), key=lambda one: (wanted.index(one.language), one.pk))
    kept = next((one for one in files if one.key and _is_there(one.key)), None)
    return Paper(
        document=document,
        title=in_language(document, "title"),
        date=date_range(document.issued_on, None, document.precision) if document.issued_on else "",
        mark=mark_of(document),
        file=kept,
        name=entry_name(number, _name(document, kept)) if kept else "",
        language=language_name(kept.language) if kept else "",
        is_other_language=kept is not None and kept.language != language,
        addresses=tuple((language_name(one.language), one.address) for one in files if one.address),
    )


def _is_there(key: str) -> bool:
    """Whether the storage has the file; the log is told of one that is gone, and the index shows none."""
    if storages["private"].exists(key):
        return True
    report_missing(key)
    return False


def _name(document: Document, kept: DocumentFile) -> str:
    """The symbol, where there is one, and the marked name of the file."""
    name = marked_name(kept.display_name, document, kept.language)
    return f"{document.symbol.replace('/', '-')} {name}" if document.symbol else name
