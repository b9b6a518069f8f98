"""What activities serve of a plan: told plan by plan for one activity, and to the board for all of them."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from apps.common.bilingual import Words, among_languages, language_codes
from apps.common.models import is_published
from apps.common.prepared import Prepared
from apps.common.registry import Served
from apps.framework.models import Action, ActionPlan, Objective, action_anchor, area_anchor, objective_anchor

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


@dataclass(frozen=True)
class ServedPart:
    """A part of a plan that an activity serves: an action, else an objective, else an area; with what is above it."""

    plan_slug: str
    plan_title: Words
    area_word: str
    area: int
    area_title: Words
    objective: str
    objective_title: Words
    action: int


def _text(value: str = "") -> Value:
    return Value(value, output_field=CharField())


def _columns(to_area: str, to_objective: str = "", to_action: str = "") -> list[Any]:
    """The columns of `served_parts`, in one order for actions, objectives and areas; what a part has not is empty."""
    plan, codes = f"{to_area}__plan", language_codes()
    objective_titles = [f"{to_objective}__title_{code}" if to_objective else _text() for code in codes]
    return [
        f"{plan}__slug",
        *(f"{plan}__title_{code}" for code in codes),
        f"{plan}__area_word",
        f"{to_area}__number",
        *(f"{to_area}__title_{code}" for code in codes),
        f"{to_objective}__code" if to_objective else _text(),
        *objective_titles,
        f"{to_action}__number" if to_action else Value(0),
    ]


@Prepared
def _parts_of_activity(*, activity: int) -> QuerySet:
    actions = Activity.actions.through.objects.filter(activity=activity)
    objectives = Activity.objectives.through.objects.filter(activity=activity)
    areas = Activity.areas.through.objects.filter(activity=activity)
    return actions.values_list(*_columns("action__objective__area", "action__objective", "action")).union(
        objectives.values_list(*_columns("objective__area", "objective")),
        areas.values_list(*_columns("area")),
        all=True,
    )


def served_parts(activity: Activity) -> list[ServedPart]:
    """The areas, objectives and actions that an activity serves, in the order of their plans, in one query."""
    return sorted(map(_part, _parts_of_activity(activity=activity.pk)), key=_place_in_plan)


def _part(row: Sequence[Any]) -> ServedPart:
    cells = iter(row)

    def take_words() -> Words:
        return among_languages({code: next(cells) or "" for code in language_codes()})

    return ServedPart(
        plan_slug=next(cells),
        plan_title=take_words(),
        area_word=next(cells),
        area=next(cells),
        area_title=take_words(),
        objective=next(cells),
        objective_title=take_words(),
        action=next(cells),
    )


def _place_in_plan(part: ServedPart) -> tuple:
    digits = "".join(letter for letter in part.objective if letter.isdigit())
    return part.plan_slug, part.area, int(digits or 0), part.objective, part.action


@dataclass
class ObjectiveServed:
    """An objective and the numbers of its actions that are served; none where only the objective is known."""

    code: str
    title: Words
    url: str
    actions: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class AreaServed:
    """An area and its objectives that are served; none where only the area is known."""

    number: int
    title: Words
    url: str
    objectives: list[ObjectiveServed] = field(default_factory=list)


@dataclass
class PlanServed:
    """A plan and its areas that are served."""

    title: Words
    url: str
    area_word: str
    areas: list[AreaServed] = field(default_factory=list)


def plans_served(activity: Activity) -> list[PlanServed]:
    """What an activity serves, plan by plan, in one query; every part leads to its place on the plan's board."""
    plans: dict[str, PlanServed] = {}
    areas: dict[tuple, AreaServed] = {}
    objectives: dict[tuple, ObjectiveServed] = {}
    for part in served_parts(activity):
        url = reverse("framework:plan", args=[part.plan_slug])
        if part.plan_slug not in plans:
            plans[part.plan_slug] = PlanServed(part.plan_title, url, ActionPlan.AreaWord(part.area_word).label)
        key = part.plan_slug, part.area
        if key not in areas:
            areas[key] = AreaServed(part.area, part.area_title, f"{url}#{area_anchor(part.area)}")
            plans[part.plan_slug].areas.append(areas[key])
        if part.objective and (*key, part.objective) not in objectives:
            anchor = objective_anchor(part.objective)
            objectives[*key, part.objective] = ObjectiveServed(part.objective, part.objective_title, f"{url}#{anchor}")
            areas[key].objectives.append(objectives[*key, part.objective])
        if part.action:
            objectives[*key, part.objective].actions.append((part.action, f"{url}#{action_anchor(part.action)}"))
    return list(plans.values())
