"""What a proposal can choose from: the plan in force, the Global Compact, partners, regions, the committee of today."""

from typing import Any, NamedTuple

from django.utils.html import format_html

from apps.common.bilingual import in_language
from apps.common.memory import kept_briefly
from apps.framework.models import Action, ActionPlan, GcmObjective, Objective
from apps.partners.models import Membership, Partner, Region

Choices = list[tuple[str, str]]


def titled(obj: Any, name: str) -> Any:
    """An objective or action under its number, then its title or, where that is still to be supplied, its summary."""
    words = in_language(obj, "title") or in_language(obj, "summary")
    if not words:
        return name
    if words.is_fallback:
        return format_html('{} · <span lang="{}">{}</span>', name, words.language, words.text)
    return f"{name} · {words.text}"


class PlanOffered(NamedTuple):
    """The plan in force as a proposal chooses from it: choices by key, and the objective of actions that have one."""

    objectives: list[tuple[str, Choices]]
    actions: Choices
    objective_of: dict[str, int]


def plan_as_it_stands(language: str) -> PlanOffered:
    """Objectives under their areas, and actions, in that language, which is the active one; in two queries."""
    plan = ActionPlan.objects.in_force().values("pk")[:1]
    actions = Action.objects.filter(objective__area__plan__in=plan).order_by("number", "pk")
    objectives = Objective.objects.filter(area__plan__in=plan).select_related("area")
    areas: dict[str, Choices] = {}
    for objective in objectives.order_by("area__number", "number", "code", "pk"):
        areas.setdefault(str(objective.area), []).append((str(objective.pk), titled(objective, objective.code)))
    return PlanOffered(
        objectives=list(areas.items()),
        actions=[(str(one.pk), titled(one, str(one.number))) for one in actions],
        objective_of={str(one.pk): one.objective_id for one in actions if one.placement_confirmed},
    )


plan_as_shown = kept_briefly(plan_as_it_stands)


class Surroundings(NamedTuple):
    """What lies around the plan, as choices by key, in reading order."""

    gcm: Choices
    partners: Choices
    regions: Choices
    committee: Choices


def surroundings_as_they_stand(language: str) -> Surroundings:
    """Objectives of the Global Compact, partners, regions and members of the committee today; in four queries."""
    partners = Partner.objects.taking_part().in_reading_order(language).values_list("pk", f"name_{language}")
    named = [(str(pk), name) for pk, name in partners]
    sitting = Membership.objects.running().filter(body=Membership.Body.STEERING_COMMITTEE)
    members = {str(pk) for pk in sitting.values_list("partner", flat=True)}
    gcm = GcmObjective.objects.order_by("number").values_list("pk", "number", f"title_{language}")
    regions = Region.objects.values_list("pk", f"name_{language}")
    return Surroundings(
        gcm=[(str(pk), f"{number} · {title}") for pk, number, title in gcm],
        partners=named,
        regions=[(str(pk), name) for pk, name in regions],
        committee=[(key, name) for key, name in named if key in members],
    )


surroundings_as_shown = kept_briefly(surroundings_as_they_stand)
