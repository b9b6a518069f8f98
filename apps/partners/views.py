"""The public pages of partners: the list with its map, and one partner."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language, in_language
from apps.common.registry import panels
from apps.common.views import public

from .models import Partner
from .queries import by_region, circle_and_troika, map_point, period_of


@public
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Who takes part, by region, in the reader's alphabetical order, and on the map."""
    everybody, troika = circle_and_troika(active_language())
    chair = troika["current"]
    context = {
        "circle": everybody,
        "regions": by_region(everybody.countries),
        "points": list(everybody.points(chair.partner.pk if chair else None).values()),
    }
    return render(request, "partners/list.html", context)


@public
@require_safe
def partner_page(request: HttpRequest, code: str) -> HttpResponse:
    """One partner: its standing, terms and seats, and what other rooms know of it."""
    if code != code.lower():
        raise Http404
    partner = get_object_or_404(Partner.objects.real().select_related("region"), code=code.upper())
    shown = [(panel, panel.rows(partner, None)) for panel in panels if panel.about == "partners.partner"]
    point = map_point(partner)
    terms = partner.chairmanships.order_by("-number", "-pk")
    periods = [(period_of(term), in_language(term, "priorities")) for term in terms]
    context = {
        "trail": [(gettext("Partners"), reverse("partners:list"))],
        "partner": partner,
        "seats": partner.memberships.running().order_by("body", "pk"),
        "periods": periods,
        "priorities": [(period, words) for period, words in periods if words],
        "points": [point] if point else [],
        "panels": [(panel, rows) for panel, rows in shown if rows],
    }
    return render(request, "partners/partner.html", context)
