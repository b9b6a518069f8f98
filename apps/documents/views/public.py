"""The public pages of documents: the library with its filters, one document, and its files."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language
from apps.common.moved import found_or_moved
from apps.common.paging import Page
from apps.common.registry import panels
from apps.common.views import public

from .. import services
from ..forms import DocumentFilters
from ..models import Document
from ..queries import filter_choices, reserve_below, rows_of, told

KEPT_BY_CACHES = "public, max-age=3600"


@public
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """All public documents, the latest first, narrowed by what the address says."""
    filters = DocumentFilters(request.GET, filter_choices(active_language()))
    page = Page(filters.among_public, request.GET.get("page"), query=filters.query)
    rows = rows_of(page.rows)
    context = {"filters": filters, "page": page, "rows": rows, "reserve": reserve_below(rows)}
    return render(request, "documents/list.html", context)


@public
@require_safe
def document_page(request: HttpRequest, slug: str, among: QuerySet | None = None) -> HttpResponse:
    """One document of those that may be seen: where it is to be had in each language, what it is and belongs to."""
    document = found_or_moved((Document.objects.public() if among is None else among).for_page(), slug)
    shown = [(panel, panel.rows(document, None)) for panel in panels if panel.about == "documents.document"]
    context = {
        "trail": [(gettext("Documents"), reverse("documents:list"))],
        "panels": [(panel, rows) for panel, rows in shown if rows],
        **told(document),
    }
    return render(request, "documents/document.html", context)


@public
@require_safe
def document_file(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """A file of a public document, as a download in its own language."""
    document = found_or_moved(Document.objects.public(), slug)
    kept = get_object_or_404(document.files.exclude(key=""), language=language)
    return _for_everybody(services.give_file(document, kept))


@public
@require_safe
def light_file(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The light version of a file of a public document."""
    document = found_or_moved(Document.objects.public(), slug)
    kept = get_object_or_404(document.files.exclude(light_key=""), language=language)
    return _for_everybody(services.give_file(document, kept, is_light=True))


@public
@require_safe
def former_file(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponseBase:
    """A former version of a file of a public document that was public then too."""
    document = found_or_moved(Document.objects.public(), slug)
    version = document.versions.offered().filter(language=language, number=number).first()
    if version is None or not version.is_read_like(document):
        raise Http404
    return _for_everybody(services.give_version(version))


def _for_everybody(response: HttpResponseBase) -> HttpResponseBase:
    """Caches may keep the file, and search engines show it; an address that the storage signed is kept by nobody."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = KEPT_BY_CACHES
        del response.headers["X-Robots-Tag"]
    return response
