"""The public register: decisions that everybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.paging import Page
from apps.common.views import public

from .. import queries
from ..forms.seats import DecisionFilter
from ..models import Decision


@public
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """All public decisions, the latest first, narrowed by what the address says."""
    decisions = Decision.objects.public()
    form = DecisionFilter(request.GET, queries.bodies_and_years(decisions))
    page = Page(form.apply(queries.for_register(decisions)), request.GET.get("page"), query=form.query)
    rows = [queries.row_of(decision, decision.get_absolute_url()) for decision in page]
    return render(request, "decisions/public_register.html", {"form": form, "page": page, "rows": rows})


@public
@require_safe
def decision(request: HttpRequest, body: str, year: int, sequence: int) -> HttpResponse:
    """One public decision, by its number."""
    decisions = queries.for_register(Decision.objects.public())
    found = get_object_or_404(decisions, body=body.upper(), year=year, sequence=sequence)
    context = {
        "decision": found,
        "body": queries.body_in_words(found.body),
        "statements": queries.statements_of(found),
        "trail": [(gettext("Register of decisions"), reverse("register:list"))],
    }
    return render(request, "decisions/public_decision.html", context)
