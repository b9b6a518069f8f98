"""The action plans as a reader chooses among them, with the priorities that run through all areas of each."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from apps.common.bilingual import language_codes
from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.common.templatetags.portal import words

from ..models import ActionPlan, wording_of

OF_PLAN = ("pk", "slug", *(f"title_{code}" for code in language_codes()), "adopted_on", "valid_from", "valid_to")


@dataclass(frozen=True)
class Priority:
    """A priority that runs through all areas; `title` is a safe text, `kind` says whose words it is."""

    number: int
    title: SafeString
    kind: str


@dataclass(frozen=True)
class PlanInList:
    """A plan as one of several, whether it holds today, and its cross-cutting priorities."""

    plan: ActionPlan
    is_in_force: bool
    priorities: tuple[Priority, ...]


@Prepared
def _plans() -> QuerySet:
    """A row for each priority, or for a plan without any."""
    priority = "cross_cutting_priorities__"
    flag, titles = (
        f"{priority}title_fr_is_working_translation",
        (f"{priority}title_{code}" for code in language_codes()),
    )
    plans = ActionPlan.objects.rewrite(False).order_by("-valid_from", "-pk", f"{priority}number")
    return plans.values_list(*OF_PLAN, "area_word", f"{priority}number", flag, *titles)


def _plan(rows: list[list[Any]], today: datetime.date) -> PlanInList:
    of_plan = (*OF_PLAN, "area_word")
    plan = ActionPlan(**dict(zip(of_plan, rows[0], strict=False)))
    priorities = []
    for number, is_ours, *titles in (row[len(of_plan) :] for row in rows):
        if number is not None:
            title, kind = wording_of(dict(zip(language_codes(), titles, strict=True)), {}, is_ours)
            priorities.append(Priority(number, words(title), kind))
    is_in_force = plan.valid_from <= today and (plan.valid_to is None or today <= plan.valid_to)
    return PlanInList(plan, is_in_force, tuple(priorities))


@kept_briefly
def plans_in_order(language: str) -> tuple[PlanInList, ...]:
    """All plans in that language, which is the active one: what is in force first, then the youngest; one query."""
    today = timezone.localdate()
    plans = [_plan(list(rows), today) for _pk, rows in groupby(_plans(), key=itemgetter(0))]
    return tuple(sorted(plans, key=lambda one: not one.is_in_force))
