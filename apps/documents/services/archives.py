"""Documents as one ZIP file with an index that is read off line, holding just what the reader may have."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from apps.common.archives import Entry, archive_response, stored, text
from apps.common.office_settings import office_setting

from ..models import DocumentRead
from ..queries.archive import Paper, papers_of
from .giving import note_read

INDEX = "index.html"
MEGABYTE = 1024 * 1024


class TooLarge(Exception):
    """The files are together larger than the office lets an archive be: `size` and `limit` in bytes."""

    def __init__(self, papers: list[Paper], size: int, limit: int) -> None:
        super().__init__(size)
        self.papers, self.size, self.limit = papers, size, limit


def pack(documents: QuerySet, *, language: str, heading: str, name: str, to: Any = None) -> StreamingHttpResponse:
    """The archive of these documents in that language. `documents` are what the reader may have, and nothing else.

    `heading` stands above the index, `name` is the archive's without its ending. Each protected document is noted as
    read by `to` before anything leaves. Raises `TooLarge` instead of an archive that the office calls too large.
    """
    papers = papers_of(documents, language)
    size = sum(paper.file.size or 0 for paper in papers if paper.file)
    limit = office_setting("documents.zip_megabytes") * MEGABYTE
    if size > limit:
        raise TooLarge(papers, size, limit)
    with transaction.atomic():
        for paper in papers:
            if paper.file:
                way, kept = DocumentRead.Way.ZIP, paper.file
                note_read(paper.document, by=to, way=way, language=kept.language, number=kept.number)
    with override(language):
        index = render_to_string(
            "documents/archive_index.html", {"papers": papers, "heading": heading, "now": timezone.now()}
        )
    return archive_response(_entries(index, papers), f"{name}.zip")


def _entries(index: str, papers: Iterable[Paper]) -> Iterable[Entry]:
    yield Entry(INDEX, timezone.now(), text(index))
    for paper in papers:
        if paper.file:
            yield Entry(paper.name, paper.file.added_at, stored(paper.file.key))
