"""The library of the space: all that the reader may have, with marks and versions; each read of a paper is noted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.access import require
from apps.common.bilingual import active_language
from apps.common.moved import found_or_moved
from apps.common.paging import Page
from apps.common.registry import panels
from apps.partners.queries import partners_of

from .. import services
from ..filters import SpaceFilters
from ..models import Document, DocumentRead
from ..queries import filter_choices, reserve_below, rows_of, told
from ..queries.space import space_choices, space_rows

PLACE = "space_documents"


def of_the_space(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """The context of a page of the space: its own, and the seats in its header."""
    return {"seats": list(partners_of(request.user)), **context}


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """All published documents that the reader may have, the latest first, narrowed by what the address says."""
    user = request.user
    require(user, "documents.enter")
    filters = SpaceFilters(request.GET, filter_choices(active_language()), space_choices(user))
    found = filters.apply(Document.objects.visible_to(user).published())
    page = Page(filters.in_order(found).for_list(), request.GET.get("page"), query=filters.query)
    rows = rows_of(page.rows)
    context = of_the_space(
        request, filters=filters, page=page, rows=space_rows(page.rows, rows), reserve=reserve_below(rows)
    )
    return render(request, "documents/space_list.html", context)


@require_safe
def document_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One document that the reader may have, with its mark, files and former versions."""
    document = _found(request, slug)
    user = request.user
    _note_page(request, document)
    shown = [(panel, panel.rows(document, user)) for panel in panels if panel.about in ABOUT]
    context = of_the_space(
        request,
        trail=[(gettext("Documents"), reverse("space_documents:list"))],
        panels=[(panel, rows) for panel, rows in shown if rows],
        **told(document, user, PLACE),
    )
    return render(request, "documents/space_document.html", context)


ABOUT = ("documents.document", "space.document")


def _found(request: HttpRequest, slug: str) -> Document:
    require(request.user, "documents.enter")
    return found_or_moved(Document.objects.visible_to(request.user).for_page(), slug)


def _note_page(request: HttpRequest, document: Document) -> None:
    if request.method == "GET":
        services.note_read(document, by=request.user, way=DocumentRead.Way.PAGE, language=active_language())


@require_safe
def document_file(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """A file of a document that the reader may have."""
    document = _found(request, slug)
    kept = get_object_or_404(document.files.exclude(key=""), language=language)
    return services.give_file(document, kept, to=request.user)


@require_safe
def light_file(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The light version of such a file."""
    document = _found(request, slug)
    kept = get_object_or_404(document.files.exclude(light_key=""), language=language)
    return services.give_file(document, kept, to=request.user, is_light=True)


@require_safe
def former_file(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponseBase:
    """A former version, for who could have read it then."""
    document = _found(request, slug)
    version = document.versions.offered().filter(language=language, number=number).first()
    if version is None or not request.user.has_perm("documents.view_documentversion", version):
        raise Http404
    return services.give_version(version, to=request.user)
