"""What served a plan: the board of its areas, objectives and actions, and the figures told from it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from apps.common.bilingual import language_codes
from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.common.registry import serves
from apps.common.templatetags.portal import words

from ..models import (
    ActionPlan,
    Area,
    Objective,
    action_anchor,
    action_url,
    area_anchor,
    area_url,
    objective_anchor,
    objective_url,
    wording_of,
)
from .plans import Priority, plans_in_order

BRIGHTEST = 3
TITLED = ("adopted", "translation")
LATEST_ON_BOARD = 5
TITLES = [f"title_{code}" for code in language_codes()]
PLAN_TITLES = [f"area__plan__{title}" for title in TITLES]


@dataclass(frozen=True)
class Link:
    """Something that served a plan, as a page names it; `title` is a safe text in the reader's language."""

    title: SafeString
    url: str


class Worded:
    """A part of a plan that knows whose words its title is."""

    kind: str

    @property
    def has_title(self) -> bool:
        """Whether its title is the adopted one, or the working translation of it."""
        return self.kind in TITLED


@dataclass(frozen=True)
class ActionOnBoard(Worded):
    """An action and what served it; `is_open` when something serves its objective without saying by which action.

    `title` is a safe text in the reader's language, `kind` says whose words it is (`Titled.wording`), `is_placed`
    whether a source says under which objective it stands, `links` the latest of the `served` things that served it.
    Values only: what is drawn from them is remembered by them.
    """

    pk: int
    number: int
    anchor: str
    url: str
    title: SafeString
    kind: str
    is_placed: bool
    is_open: bool
    served: int
    links: tuple[Link, ...]

    @property
    def earlier(self) -> int:
        """How many things served it before those that are named."""
        return self.served - len(self.links)

    @property
    def level(self) -> int:
        """How brightly its square is lit: 0 to 3."""
        return min(self.served, BRIGHTEST)


@dataclass(frozen=True)
class ObjectiveOnBoard(Worded):
    """An objective, its actions, and the latest of what is known to have served it without saying by which action."""

    pk: int
    code: str
    number: int
    anchor: str
    url: str
    title: SafeString
    kind: str
    actions: tuple[ActionOnBoard, ...]
    served: int
    links: tuple[Link, ...]

    @property
    def earlier(self) -> int:
        """How many things are known to have served it before those that are named."""
        return self.served - len(self.links)

    @property
    def is_served(self) -> bool:
        """Whether anything served it, by whichever action."""
        return bool(self.links) or any(action.links for action in self.actions)


@dataclass(frozen=True)
class AreaOnBoard(Worded):
    """An area with its objectives; `title` is a safe text in the reader's language, `kind` says whose words it is."""

    pk: int
    number: int
    anchor: str
    url: str
    title: SafeString
    kind: str
    objectives: tuple[ObjectiveOnBoard, ...]


@dataclass(frozen=True)
class Coverage:
    """How much of a plan was served; objectives are counted by number, so 5a and 5b are one."""

    objectives: int
    objectives_served: int
    actions: int
    actions_served: int

    # The English noun goes with the whole, the French one with what was served, so the forms are chosen by that.
    @property
    def objectives_in_words(self) -> str:
        """6 of 10 objectives."""
        words = ngettext(
            "%(served)s of %(total)s objectives", "%(served)s of %(total)s objectives", self.objectives_served
        )
        return words % {"served": self.objectives_served, "total": self.objectives}

    @property
    def actions_in_words(self) -> str:
        """11 of 29 actions."""
        words = ngettext("%(served)s of %(total)s actions", "%(served)s of %(total)s actions", self.actions_served)
        return words % {"served": self.actions_served, "total": self.actions}

    @property
    def in_words(self) -> str:
        """6 of 10 objectives, 11 of 29 actions."""
        return gettext("%(objectives)s, %(actions)s") % {
            "objectives": self.objectives_in_words,
            "actions": self.actions_in_words,
        }


def coverage_of(rows: Iterable[ObjectiveOnBoard]) -> Coverage:
    """How much of these objectives was served."""
    rows = list(rows)
    actions = [action for row in rows for action in row.actions]
    return Coverage(
        objectives=len({row.number for row in rows}),
        objectives_served=len({row.number for row in rows if row.is_served}),
        actions=len(actions),
        actions_served=sum(bool(action.links) for action in actions),
    )


@dataclass(frozen=True)
class Board:
    """A plan as far as it was served, with the priorities that run through all its areas."""

    plan: ActionPlan
    areas: tuple[AreaOnBoard, ...]
    priorities: tuple[Priority, ...]

    @property
    def objectives(self) -> list[ObjectiveOnBoard]:
        """All objectives in the order of their areas."""
        return [row for area in self.areas for row in area.objectives]

    @property
    def coverage(self) -> Coverage:
        """The counts that are told in words."""
        return coverage_of(self.objectives)

    @property
    def size_in_words(self) -> tuple[str, str, str]:
        """5 areas (or domains), 10 objectives, 29 actions."""
        areas, whole = len(self.areas), self.coverage
        is_domain = self.plan.area_word == ActionPlan.AreaWord.DOMAIN
        return (
            (
                ngettext("%(number)s domain", "%(number)s domains", areas)
                if is_domain
                else ngettext("%(number)s area", "%(number)s areas", areas)
            )
            % {"number": areas},
            ngettext("%(number)s objective", "%(number)s objectives", whole.objectives) % {"number": whole.objectives},
            ngettext("%(number)s action", "%(number)s actions", whole.actions) % {"number": whole.actions},
        )


@dataclass
class Known:
    """What is known to have served one part of a plan: how many things, and the latest of them."""

    number: int = 0
    links: list[Link] = field(default_factory=list)


def known_of(plan: ActionPlan) -> dict[tuple[int, int | None], Known]:
    """What every room knows to have served the plan, by the keys of objective and action (None: not said by which)."""
    parts: dict[tuple[int, int | None], Known] = defaultdict(Known)
    for room in serves:
        numbers: dict[tuple[int, int | None], int] = {}
        for one in room.latest(plan, LATEST_ON_BOARD):
            part = one.objective_id, one.action_id
            numbers[part] = one.number
            parts[part].links.append(Link(words(one.title), one.url))
        for part, number in numbers.items():
            parts[part].number += number
    return parts


def _texts(path: str, *fields: str) -> list[str]:
    return [f"{path}{field}_{code}" for field in fields for code in language_codes()]


@Prepared
def _parts_of_plan(*, plan: int) -> QuerySet:
    """A row for each action, or for an objective or area without any; columns as `_Line` cuts them up."""
    objective, action = "objectives__", "objectives__actions__"
    flag = "title_fr_is_working_translation"
    areas = Area.objects.rewrite(False).filter(plan=plan)
    return areas.order_by(
        "number", "objectives__number", "objectives__code", "objectives__actions__number"
    ).values_list(
        *("pk", "number", flag, *_texts("", "title")),
        *(f"{objective}pk", f"{objective}code", f"{objective}number", f"{objective}{flag}"),
        *_texts(objective, "title", "summary"),
        *(f"{action}pk", f"{action}number", f"{action}{flag}", f"{action}placement_confirmed"),
        *_texts(action, "title", "summary"),
    )


class _Line:
    """A row of `_parts_of_plan`, taken column by column from left to right."""

    def __init__(self, row: list[Any]) -> None:
        cells = iter(row)

        def text() -> dict[str, str]:
            return {code: next(cells) or "" for code in language_codes()}

        self.area, self.area_number, is_ours = (next(cells) for _ in range(3))
        self.area_wording = wording_of(text(), {}, is_ours)
        self.objective, self.code, self.number, is_ours = (next(cells) for _ in range(4))
        self.objective_wording = wording_of(text(), text(), is_ours)
        self.action, self.action_number, is_ours, self.is_placed = (next(cells) for _ in range(4))
        self.action_wording = wording_of(text(), text(), is_ours)


def _action_on_board(slug: str, line: _Line, known: dict[tuple, Known]) -> ActionOnBoard:
    served = known.get((line.objective, line.action), Known())
    return ActionOnBoard(
        pk=line.action,
        number=line.action_number,
        anchor=action_anchor(line.action_number),
        url=action_url(slug, line.action_number),
        title=words(line.action_wording[0]),
        kind=line.action_wording[1],
        is_placed=line.is_placed,
        is_open=(line.objective, None) in known,
        served=served.number,
        links=tuple(served.links),
    )


def _objective_on_board(slug: str, lines: list[_Line], known: dict[tuple, Known]) -> ObjectiveOnBoard:
    first, served = lines[0], known.get((lines[0].objective, None), Known())
    return ObjectiveOnBoard(
        pk=first.objective,
        code=first.code,
        number=first.number,
        anchor=objective_anchor(first.code),
        url=objective_url(slug, first.code),
        title=words(first.objective_wording[0]),
        kind=first.objective_wording[1],
        actions=tuple(_action_on_board(slug, line, known) for line in lines if line.action is not None),
        served=served.number,
        links=tuple(served.links),
    )


def _area_on_board(slug: str, lines: list[_Line], known: dict[tuple, Known]) -> AreaOnBoard:
    first, objectives = lines[0], [list(of_one) for _pk, of_one in groupby(lines, key=attrgetter("objective"))]
    return AreaOnBoard(
        pk=first.area,
        number=first.area_number,
        anchor=area_anchor(first.area_number),
        url=area_url(slug, first.area_number),
        title=words(first.area_wording[0]),
        kind=first.area_wording[1],
        objectives=tuple(
            _objective_on_board(slug, of_one, known) for of_one in objectives if of_one[0].objective is not None
        ),
    )


@kept_briefly
def board_of(slug: str, language: str) -> Board | None:
    """The board of the plan at that address in that language, which is the active one; None without such a plan.

    Two queries of the plan, and those of the rooms that serve it.
    """
    listed = next((one for one in plans_in_order(language) if one.plan.slug == slug), None)
    if listed is None:
        return None
    known = known_of(listed.plan)
    lines = groupby(map(_Line, _parts_of_plan(plan=listed.plan.pk)), key=attrgetter("area"))
    areas = tuple(_area_on_board(slug, list(of_area), known) for _pk, of_area in lines)
    return Board(listed.plan, areas, listed.priorities)


@dataclass(frozen=True)
class PlanFigures:
    """The plan in force with its coverage, for the home page."""

    plan: ActionPlan
    coverage: Coverage


@Prepared
def _parts_in_force(*, today: datetime.date) -> QuerySet:
    current = ActionPlan.objects.in_force(today).values("pk")[:1]
    parts = Objective.objects.rewrite(False).filter(area__plan=Subquery(current)).order_by("pk")
    return parts.values_list("pk", "number", "actions", "area__plan", "area__plan__slug", *PLAN_TITLES)


def figures_of_current_plan() -> PlanFigures | None:
    """The plan in force and how much of it was served, or None; one query beside those of the serving rooms."""
    rows = _parts_in_force(today=timezone.localdate())
    if not rows:
        return None
    _pk, _number, _action, plan_id, slug, *titles = rows[0]
    plan = ActionPlan(pk=plan_id, slug=slug, **dict(zip(TITLES, titles, strict=True)))
    numbers = {objective_id: number for objective_id, number, *_rest in rows}
    actions = {action_id for _pk, _number, action_id, *_rest in rows if action_id is not None}
    served = {part for room in serves for part in room.parts(plan_id)}
    return PlanFigures(
        plan,
        Coverage(
            objectives=len(set(numbers.values())),
            objectives_served=len({numbers[objective_id] for objective_id, _ in served if objective_id in numbers}),
            actions=len(actions),
            actions_served=len({action_id for _, action_id in served if action_id in actions}),
        ),
    )
