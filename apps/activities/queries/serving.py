"""What activities serve of a plan, told to the board of what served it."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from apps.common.bilingual import among_languages, language_codes
from apps.common.models import is_published
from apps.common.prepared import Prepared
from apps.common.registry import Served
from apps.framework.models import Action, ActionPlan, Objective

from ..models import Activity, Status

FACTS = ("activity__slug", *(f"activity__title_{code}" for code in language_codes()))


def _held(now: datetime.datetime) -> Q:
    """Links of activities that were held and that visitors see at that moment."""
    return is_published("activity__", now) & Q(activity__status=Status.HELD)


def _latest(links: QuerySet, part: str, now: datetime.datetime, most: int) -> QuerySet:
    """Of the links to held, published activities the latest `most` of each part, with how many there are of it."""
    newest = ["-activity__starts_on", "-activity_id"]
    place = Window(RowNumber(), partition_by=F(part), order_by=newest)
    number = Window(Count("pk"), partition_by=F(part))
    return links.filter(_held(now)).annotate(place=place, number=number).filter(place__lte=most)


@Prepared
def _latest_of_plan(*, plan: int, now: datetime.datetime, most: int) -> QuerySet:
    actions, objectives = Activity.actions.through.objects, Activity.objectives.through.objects
    known = actions.filter(activity=OuterRef("activity"), action__objective=OuterRef("objective"))
    to_actions = _latest(actions.filter(action__objective__area__plan=plan), "action_id", now, most)
    to_objectives = _latest(objectives.filter(~Exists(known), objective__area__plan=plan), "objective_id", now, most)
    return to_actions.values_list("place", "number", "action__objective_id", "action_id", *FACTS).union(
        to_objectives.values_list("place", "number", "objective_id", Value(0), *FACTS), all=True
    )


def served_by_activities(plan: ActionPlan, most: int) -> Iterable[Served]:
    """What held, published activities served of a plan: the latest `most` of each part, the latest first, in one query.

    An activity that is known to serve an objective, but none of its actions, is known to the objective only.
    """
    urls: dict[str, str] = {}
    rows = _latest_of_plan(plan=plan.pk, now=timezone.now(), most=most)
    for _place, number, objective_id, action_id, slug, *titles in sorted(rows):
        if slug not in urls:
            urls[slug] = reverse("activities:activity", args=[slug])
        title = among_languages({code: text or "" for code, text in zip(language_codes(), titles, strict=True)})
        yield Served(objective_id, action_id or None, title, urls[slug], number)


@Prepared
def _parts_of_plan(*, plan: int, now: datetime.datetime) -> QuerySet:
    actions = Activity.actions.through.objects.filter(_held(now), action=OuterRef("pk"))
    objectives = Activity.objectives.through.objects.filter(_held(now), objective=OuterRef("pk"))
    of_actions = Action.objects.rewrite(False).filter(Exists(actions), objective__area__plan=plan).order_by()
    of_objectives = Objective.objects.rewrite(False).filter(Exists(objectives), area__plan=plan).order_by()
    return of_actions.values_list("objective_id", "pk").union(of_objectives.values_list("pk", Value(0)), all=True)


def parts_served_by_activities(plan_id: int) -> list[tuple[int, int | None]]:
    """The objectives and actions of a plan that held, published activities served, in one query."""
    found = _parts_of_plan(plan=plan_id, now=timezone.now())
    return [(objective_id, action_id or None) for objective_id, action_id in found]
