"""The public page of an action plan: the board of what served it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language
from apps.common.views import public

from .models import ActionPlan
from .queries import board_of


@public
@require_safe
def current_plan(request: HttpRequest) -> HttpResponse:
    """Leads to the plan in force."""
    plan = ActionPlan.objects.in_force().first()
    if plan is None:
        raise Http404
    return HttpResponseRedirect(plan.get_absolute_url())


@public
@require_safe
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A plan: its areas, objectives and actions, each lit by what served it."""
    board = board_of(slug, active_language())
    if board is None:
        raise Http404
    return render(request, "framework/plan.html", {"plan": board.plan, "board": board, "coverage": board.coverage})
