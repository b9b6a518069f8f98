"""The public pages of partners, the list with its map and one partner, and those of the terms of the chair."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language, in_language
from apps.common.dates import as_html
from apps.common.map import Shape
from apps.common.moved import found_or_moved
from apps.common.registry import Panel, panels
from apps.common.views import public

from ..models import Chairmanship, Membership, Partner
from ..queries import (
    BEGINNING,
    begins_in,
    by_region,
    circle_and_troika,
    map_point,
    period_of,
    shape_of,
    since_in_words,
    term_in_place,
    term_rows,
)

STANDING_SHAPES = {Shape.PARTNER: "partner", Shape.OBSERVER: "ahead", Shape.ORGANISATION: "open"}
PARTS = {
    "priorities": _("Priorities"),
    "programme": _("Programme"),
    "results": pgettext_lazy("chairmanship", "Results"),
    "handover": _("Handover"),
}


def _panels_about(obj: Model) -> list[tuple[Panel, list[Any]]]:
    """What other rooms show on the page of this object, for visitors."""
    shown = [(panel, panel.rows(obj, None)) for panel in panels if panel.about == obj._meta.label_lower]
    return [(panel, rows) for panel, rows in shown if rows]


def _seat(membership: Membership) -> str:
    """Steering Committee, since December 2022."""
    body, starts_on = membership.get_body_display(), membership.starts_on
    return f"{body}, {since_in_words(starts_on, membership.precision)}" if starts_on else body


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
    point = map_point(partner)
    terms = partner.chairmanships.order_by("-number", "-pk")
    periods = [(as_html(period_of(term)), term.get_absolute_url(), in_language(term, "priorities")) for term in terms]
    context = {
        "trail": [(gettext("Partners"), reverse("partners:list"))],
        "partner": partner,
        "standing_shape": STANDING_SHAPES[shape_of(partner)],
        "seats": [as_html(_seat(one)) for one in partner.memberships.running().order_by("body", "pk")],
        "periods": periods,
        "priorities": [one for one in periods if one[-1]],
        "points": [point] if point else [],
        "panels": _panels_about(partner),
    }
    return render(request, "partners/partner.html", context)


@public
@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    """All terms of the chair, the last first, with the troika of now; and from when on they are known."""
    rows = term_rows(active_language())
    context = {"rows": rows, "first_year": begins_in(rows), "beginning": BEGINNING}
    return render(request, "partners/terms.html", context)


@public
@require_safe
def term_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One term: slogan, priorities, programme, results, handover as far as there are texts; and what was done in it."""
    term = found_or_moved(Chairmanship.objects.select_related("partner"), slug)
    place = term_in_place(slug, active_language())
    if place is None:
        raise Http404
    parts = [(name, heading, in_language(term, name)) for name, heading in PARTS.items()]
    summary = in_language(term, "priorities")
    context = {
        "trail": [(gettext("Chairmanships"), reverse("chairmanships:list"))],
        "term": term,
        "place": place,
        "parts": [part for part in parts if part[-1]],
        "description": "" if summary.is_fallback else summary.text,
        "panels": _panels_about(term),
    }
    return render(request, "partners/term.html", context)
