"""The papers of a meeting as one ZIP file, for visitors and in the space alike."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, override

from apps.common.bilingual import in_language, language_codes
from apps.common.dates import date_range
from apps.documents import services
from apps.documents.models import DocumentQuerySet

from .models import Activity
from .queries.papers import papers_of


def papers_zip(
    request: HttpRequest, activity: Activity, among: DocumentQuerySet, language: str, *, to: Any = None
) -> HttpResponseBase:
    """The archive of the activity's papers `among` those that the reader may have; 404 where there are none.

    What is too large for one archive is said on a page (413) that leads to each paper.
    """
    papers = papers_of(activity, among)
    if language not in language_codes() or not papers.exists():
        raise Http404
    with override(language):
        when = date_range(activity.starts_on, activity.ends_on, activity.precision)
        heading = gettext("Papers: %(title)s (%(when)s)") % {"title": in_language(activity, "title"), "when": when}
    name = f"{activity.slug}-{language}"
    try:
        return services.pack(papers, language=language, heading=heading, name=name, to=to)
    except services.TooLarge as refusal:
        place = "space_documents" if to else "documents"
        context = {"activity": activity, "refusal": refusal, "page_name": f"{place}:document"}
        return render(request, "activities/papers_too_large.html", context, status=413)
