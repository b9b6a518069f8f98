"""The front pages: home, what the Dialogue is, and the dashboard of the space."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.common.access import require
from apps.common.bilingual import active_language
from apps.common.views import public
from apps.partners.queries import partners_of

from .models import SiteText
from .queries import home, newest_proposals, waiting_for


@public
@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """The Dialogue in one screen."""
    return render(request, "pages/home.html", {"home": home(active_language())})


@public
@require_safe
def about_page(request: HttpRequest) -> HttpResponse:
    """What the Dialogue is."""
    text = get_object_or_404(SiteText, key=SiteText.Key.ABOUT)
    return render(request, "pages/about.html", {"text": text})


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What waits for the person who is signed in, and what is new in the space."""
    user = request.user
    require(user, "partners.enter_space")
    context = {
        "seats": list(partners_of(user)),
        "waiting": waiting_for(user),
        "proposals": newest_proposals(user) if user.has_perm("lab.enter") else [],
        "may_write": user.has_perm("lab.add_proposal"),
        "is_office": user.has_perm("accounts.enter_office"),
    }
    return render(request, "pages/dashboard.html", context)
