"""The public pages of action plans, which are boards of what served them, of the parts of a plan, and of topics."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language, in_language
from apps.common.moved import found_or_moved
from apps.common.registry import Panel, panels
from apps.common.templatetags.portal import words
from apps.common.views import public

from .models import Action, ActionPlan, Area, Objective, Topic
from .queries import (
    Hub,
    board_of,
    figures_of,
    hub_of_action,
    hub_of_area,
    hub_of_objective,
    plans_in_order,
    topic_rows,
)


def _panels_about(obj: Model) -> list[tuple[Panel, list[Any]]]:
    """What other rooms show on the page of this object, for visitors."""
    shown = [(panel, panel.rows(obj, None)) for panel in panels if panel.about == obj._meta.label_lower]
    return [(panel, rows) for panel, rows in shown if rows]


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
    """A plan: its areas, objectives and actions, each lit by what served it, and the way to the other plans."""
    board = board_of(slug, active_language())
    if board is None:
        raise Http404
    context = {
        "plan": board.plan,
        "board": board,
        "coverage": board.coverage,
        "plans": plans_in_order(active_language()),
    }
    return render(request, "framework/plan.html", context)


def _part_page(request: HttpRequest, hub: Hub | None, parts: QuerySet) -> HttpResponse:
    """The page of an area, an objective or an action; `parts` finds the row that the panels are about."""
    if hub is None:
        raise Http404
    about = get_object_or_404(parts, pk=hub.part.pk)
    plan = hub.plan
    context = {
        "hub": hub,
        "plan": plan,
        "part": hub.part,
        "about": about,
        "summary": words(about, "summary") if hub.objective and hub.part.has_title else "",
        "trail": [(words(plan, "title"), plan.get_absolute_url()), *((step.name, step.url) for step in hub.above)],
        "panels": _panels_about(about),
    }
    return render(request, "framework/part.html", context)


@public
@require_safe
def area_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An area of a plan (the Marrakesh plan calls it a domain) with its objectives and what served it."""
    hub = hub_of_area(slug, number, active_language())
    return _part_page(request, hub, Area.objects.select_related("plan"))


@public
@require_safe
def objective_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """An objective with its actions and what served it."""
    hub = hub_of_objective(slug, code, active_language())
    return _part_page(request, hub, Objective.objects.select_related("area__plan"))


@public
@require_safe
def action_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An action: whose words tell it, where it stands in the plan, and what served it."""
    hub = hub_of_action(slug, number, active_language())
    return _part_page(request, hub, Action.objects.select_related("objective__area__plan"))


@public
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """The topics that run beside the plans."""
    return render(request, "framework/topics.html", {"rows": topic_rows(active_language())})


@public
@require_safe
def topic_page(request: HttpRequest, slug: str, among: QuerySet | None = None) -> HttpResponse:
    """One topic of those that may be seen: its text, its dated, sourced figures, and what other rooms tag with it."""
    topic = found_or_moved(Topic.objects.published() if among is None else among, slug)
    summary = in_language(topic, "summary")
    context = {
        "topic": topic,
        "description": "" if summary.is_fallback else summary.text,
        "trail": [(gettext("Topics"), reverse("topics:list"))],
        "figures": figures_of(topic),
        "panels": _panels_about(topic),
    }
    return render(request, "framework/topic.html", context)
