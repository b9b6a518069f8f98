"""The meeting in the space: all its papers that the reader may have, one by one and as one file a language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.access import require
from apps.common.dates import as_html, date_range
from apps.common.moved import found_or_moved
from apps.documents.models import Document
from apps.documents.queries import reserve_below, rows_of
from apps.documents.queries.space import space_rows
from apps.partners.queries import partners_of

from .archives import papers_zip
from .models import Activity, Kind
from .queries.papers import papers_of


def _found(request: HttpRequest, slug: str) -> Activity:
    require(request.user, "documents.enter")
    return found_or_moved(Activity.objects.published().select_related("network"), slug)


@require_safe
def meeting_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The papers of a published activity, as far as the reader may have them."""
    activity = _found(request, slug)
    papers = list(papers_of(activity, Document.objects.visible_to(request.user)).latest_first().for_list())
    rows = rows_of(papers)
    archives = [
        (name, reverse("space_meetings:papers", args=[activity.slug, code])) for code, name in settings.LANGUAGES
    ]
    context = {
        "seats": list(partners_of(request.user)),
        "trail": [(gettext("Documents"), reverse("space_documents:list"))],
        "activity": activity,
        "kind": Kind(activity.kind).label,
        "when": as_html(date_range(activity.starts_on, activity.ends_on, activity.precision)),
        "rows": space_rows(papers, rows),
        "reserve": reserve_below(rows),
        "archives": archives if papers else [],
    }
    return render(request, "activities/meeting.html", context)


@require_safe
def papers(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The same papers as one ZIP file in that language; each protected one is noted as read."""
    activity = _found(request, slug)
    seen = Document.objects.visible_to(request.user)
    return papers_zip(request, activity, seen, language, to=request.user)
