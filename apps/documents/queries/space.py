"""Documents as rows of the library of the space, and what it can be filtered by beside the public one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from apps.common.bilingual import active_language
from apps.common.dates import DateBlock
from apps.common.memory import kept_briefly
from apps.partners.models import Network

from ..marks import short_mark_of
from ..models import Document, Level, reach_of
from .rows import SEPARATOR, DocumentRow


@dataclass(frozen=True)
class SpaceRow:
    """A row of the space's library; `mark` in words and its shape, empty for what is public."""

    title: SafeString
    url: str
    block: DateBlock | None
    facts: SafeString
    mark: str
    shape: str


def space_rows(documents: Iterable[Document], rows: Iterable[DocumentRow]) -> list[SpaceRow]:
    """The rows of these documents, told as everywhere, with symbol and mark, leading to the space's own pages."""
    return [
        SpaceRow(
            title=row.title,
            url=reverse("space_documents:document", args=[document.slug]),
            block=row.block,
            facts=_with_symbol(document, row),
            mark=short_mark_of(document),
            shape="" if document.level == Level.PUBLIC else "closed",
        )
        for document, row in zip(documents, rows, strict=True)
    ]


def _with_symbol(document: Document, row: DocumentRow) -> SafeString:
    parts = [document.symbol, row.facts]
    return mark_safe(SEPARATOR.join(conditional_escape(part) for part in parts if part))


@dataclass(frozen=True)
class SpaceChoices:
    """The levels and the networks among whose documents this person may choose: value and words, networks with keys."""

    levels: tuple[tuple[str, str], ...]
    networks: tuple[tuple[str, str, int], ...]


@kept_briefly
def _networks(language: str) -> tuple[tuple[str, str, int], ...]:
    return tuple((one.code, one.name, one.pk) for one in Network.objects.order_by("pk"))


def space_choices(user) -> SpaceChoices:
    """What this person can choose among: only what they may read something of."""
    reach, is_keeper = reach_of(user), user.has_perm("documents.keep_document")
    levels = Level.values if is_keeper else reach.levels
    networks = [one for one in _networks(active_language()) if is_keeper or one[0] in reach.seats]
    return SpaceChoices(
        levels=tuple((level, capfirst(str(Level(level).label))) for level in levels),
        networks=tuple(networks) if len(networks) > 1 else (),
    )
