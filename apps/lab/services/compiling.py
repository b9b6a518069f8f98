"""The compilation of all answers: a document of the library in every language, and the full one to be downloaded."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from apps.common.access import require
from apps.common.pdf import make_pdf
from apps.common.workflow import StepNotOpen, taking
from apps.documents.models import Document, Kind, Level
from apps.documents.services import MadeFile, put_into_library

from .. import notifications, queries
from ..models import Query
from ..workflow import QueryFlow


def compile_query(query: Query, *, by: Any, note: str = "") -> Query:
    """Put the compilation of what was given to all focal points into the library, and tell all seats concerned.

    The papers are set before the row is locked, because that takes seconds; a closed query changes no more.
    """
    fresh = Query.objects.select_related("partner").get(pk=query.pk)
    require(by, "lab.compile_query", fresh)
    if not QueryFlow.compile.is_open(fresh):
        raise StepNotOpen(QueryFlow.compile, fresh)
    return _put_into_library(fresh, by=by, note=note, papers=_papers(fresh))


compile_query.step = QueryFlow.compile


def _papers(query: Query) -> list[MadeFile]:
    papers = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            paper = queries.paper_of(queries.compilation_of(query))
            name = gettext("answers-%(reference)s.pdf") % {"reference": query.reference}
            papers.append(MadeFile(language, name, make_pdf(paper)))
    return papers


@taking(QueryFlow.compile)
def _put_into_library(query: Query, *, by: Any, note: str = "", papers: list[MadeFile] = ()) -> None:
    now = timezone.now()
    with transaction.atomic():
        document = put_into_library(_document_of(query), papers, by=by)
        if query.partner_id is not None:
            document.partners.add(query.partner_id)
    query.compilation, query.compiled_at = document, now
    notifications.QueryCompiled(query).queue_for(queries.people_of_query(query, but=by))


def _document_of(query: Query) -> Document:
    """Its address tells nothing of what was asked, like that of the query."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts[f"title_{language}"] = gettext("Answers of focal points: %(title)s") % {"title": query.title}
            texts[f"summary_{language}"] = _summary(query)
    return Document(
        slug=f"answers-{query.reference}",
        kind=Kind.COMPENDIUM,
        level=Level.FOCAL_POINTS,
        issued_on=timezone.localdate(),
        precision="day",
        **texts,
    )


def _summary(query: Query) -> str:
    counted = queries.with_counts(Query.objects.filter(pk=query.pk)).get()
    words = gettext("Questions of %(asker)s, answers until %(until)s. %(answered)s.")
    facts = {"asker": query.asker, "until": query.until, "answered": queries.answered_in_words(counted)}
    return words % facts
