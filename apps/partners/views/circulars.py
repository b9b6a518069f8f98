"""The circulars in the space: the list, one with its papers, and a paper."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.access import require, visible_or_404
from apps.common.bilingual import active_language
from apps.common.files import serve_private
from apps.common.paging import Page

from ..models import Circular
from ..queries import partners_of
from ..queries.circulars import for_list, papers_for


@require_safe
def circular_list(request: HttpRequest) -> HttpResponse:
    """What the secretariat wrote to the reader's seats, the latest first."""
    require(request.user, "partners.enter_space")
    page = Page(for_list(request.user), request.GET.get("page"))
    return render(request, "partners/circulars.html", {"page": page, "seats": list(partners_of(request.user))})


@require_safe
def circular_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One circular, with its papers in the reader's language first."""
    circular = _seen(request, reference)
    context = {
        "circular": circular,
        "papers": papers_for(circular, active_language()),
        "trail": [(gettext("Circulars"), reverse("circulars:list"))],
        "seats": list(partners_of(request.user)),
    }
    return render(request, "partners/circular.html", context)


@require_safe
def circular_paper(request: HttpRequest, reference: str, paper: str) -> HttpResponseBase:
    """A paper, looked up through its circular, as a download."""
    found = _seen(request, reference).papers.filter(reference=paper).first()
    if found is None:
        raise Http404
    return serve_private(found.key, found.display_name)


def _seen(request: HttpRequest, reference: str) -> Circular:
    """The circular, where this person may know of it."""
    rows = Circular.objects.select_related("mailing", "network")
    return visible_or_404(rows, request.user, reference=reference)
