"""Papers in the space: the library, one paper, the papers of a meeting, and what is fetched as one file."""

from collections.abc import Callable

from django.urls import reverse

from apps.activities.models import Activity
from apps.common.office_settings import decide
from apps.documents.models import Document, DocumentFile

from .stage import GABON, OFFICE, Stage
from .visitor import Visitor

NOTE, AGENDA, LATER = "example-note-for-named-partners", "example-agenda-steering-committee", "D61"
MEETING = "senior-officials-meeting-rabat-2024"
MEGABYTE = 1024 * 1024


def _page(slug: str) -> Callable[[Stage], str]:
    return lambda stage: reverse("space_documents:document", args=[slug])


def _library(query: str = "") -> Callable[[Stage], str]:
    return lambda stage: f"{reverse('space_documents:list')}{query}"


def superseded(stage: Stage) -> str:
    """The agenda once another document has taken its place."""
    agenda = Document.objects.get(slug=AGENDA)
    agenda.superseded_by = Document.objects.get(code=LATER)
    agenda.save()
    return reverse("space_documents:document", args=[AGENDA])


def with_papers(stage: Stage) -> str:
    """A meeting to which the note belongs."""
    Activity.objects.get(slug=MEETING).documents.add(Document.objects.get(slug=NOTE))
    return reverse("space_meetings:meeting", args=[MEETING])


def fetch_as_one_file(visitor: Visitor, stage: Stage) -> None:
    """The archive of the meeting's papers, as the button on its page leads to it."""
    archive = visitor.page.locator("a[href$='.zip']").first.get_attribute("href")
    answer = visitor.page.request.get(f"{visitor.base}{archive}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/zip")


def too_large(stage: Stage) -> str:
    """The archive of a meeting whose papers are larger than the office lets one file be."""
    with_papers(stage)
    decide("documents.zip_megabytes", 1, by=stage.person(OFFICE["en"]))
    for kept in DocumentFile.objects.filter(document__slug=NOTE):
        kept.size = 2 * MEGABYTE
        kept.save()
    return reverse("space_meetings:papers", args=[MEETING, "en"])


# Name, address, reader ("office" is the secretariat), answer, and what is done there.
PAPERS = [
    ("documents of the space", _library(), GABON, 200, None),
    ("documents of the space, filtered", _library("?level=focal_points"), GABON, 200, None),
    ("documents of the space, none", _library("?since=2999-01-01"), GABON, 200, None),
    ("paper with versions", _page(AGENDA), "office", 200, None),
    ("paper that was superseded", superseded, "office", 200, None),
    ("meeting in the space", with_papers, GABON, 200, fetch_as_one_file),
    ("paper for named partners", _page(NOTE), GABON, 200, None),
    ("papers too large for one file", too_large, GABON, 413, None),
]
