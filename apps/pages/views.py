"""The front pages: home, what the Dialogue is and the pages about it, and the dashboard of the space."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.access import require
from apps.common.bilingual import active_language, in_language
from apps.common.files import serve_picture
from apps.common.moved import found_or_moved
from apps.common.preview import previewed
from apps.common.views import public
from apps.partners import arrivals

from .models import CONFERENCES, GOVERNANCE, Identity, Page, SiteText
from .queries import conferences, dashboard_for, governance, home, pages_of


@public
@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """The Dialogue in one screen."""
    return render(request, "pages/home.html", {"home": home(active_language())})


@public
@require_safe
def about_page(request: HttpRequest) -> HttpResponse:
    """What the Dialogue is, and the way to the pages about it."""
    text = get_object_or_404(SiteText, key=SiteText.Key.ABOUT)
    return render(request, "pages/about.html", {"text": text, "pages": pages_of(Page.Group.ABOUT)})


@public
@require_safe
def text_page(request: HttpRequest, slug: str, among: QuerySet | None = None) -> HttpResponse:
    """A page of text; some show something of the data below it. `among` are the pages that may be seen."""
    page = found_or_moved(Page.objects.published() if among is None else among, slug)
    lead = in_language(page, "lead")
    context = {
        "page": page,
        "description": "" if lead.is_fallback else lead.text,
        "trail": [(gettext("The Dialogue"), reverse("pages:about"))],
        **_shown_below(page),
    }
    return render(request, "pages/page.html", context)


def _shown_below(page: Page) -> dict[str, Any]:
    """What the data adds to the page; nothing for most."""
    language = active_language()
    return {
        "conferences": conferences(language) if page.slug == CONFERENCES else (),
        "governance": governance(language) if page.slug == GOVERNANCE else None,
    }


@public
@require_safe
def picture(request: HttpRequest, key: str) -> FileResponse:
    """The emblem or a logo that the site shows now; others are not handed out."""
    shown = reduce(or_, (Q(**{name: key}) for name in Identity.PICTURES))
    if not Identity.objects.filter(shown).exists():
        raise Http404
    return serve_picture(key)


@login_not_required
@require_safe
def preview(request: HttpRequest, model: str, pk: int) -> HttpResponseBase:
    """For the office: a page as visitors will see it. For anybody else there is nothing here."""
    return previewed(request, model, pk)


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What waits for the person who is signed in, until when, and what is new since they were last here."""
    user = request.user
    if arrivals.is_due(request):
        return redirect("seats:welcome")
    if not user.has_perm("partners.enter_space") and arrivals.is_paused(user):
        return redirect("seats:post")
    require(user, "partners.enter_space")
    board = dashboard_for(user)
    return render(request, "pages/dashboard.html", {"seats": board.seats, "board": board})
