"""A part of a plan with a page of its own: where it stands, what comes before and after it, what is below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.text import capfirst
from django.utils.translation import gettext

from ..models import ActionPlan
from .board import ActionOnBoard, AreaOnBoard, Board, Coverage, ObjectiveOnBoard, board_of, coverage_of

Part = TypeVar("Part", AreaOnBoard, ObjectiveOnBoard, ActionOnBoard)


@dataclass(frozen=True)
class Step:
    """A part by its name, and its page."""

    name: str
    url: str


@dataclass(frozen=True)
class Hub:
    """An area, objective or action on its board; what is above it is given, what is not above it is None.

    `here` is the part's own name ("Action 17"), `above` its area and objective by name; `before` and `after` are its
    neighbours of the same kind in the plan.
    """

    board: Board
    area: AreaOnBoard
    objective: ObjectiveOnBoard | None
    action: ActionOnBoard | None
    here: Step
    above: tuple[Step, ...]
    before: Step | None
    after: Step | None

    @property
    def plan(self) -> ActionPlan:
        """The plan that it is a part of."""
        return self.board.plan

    @property
    def part(self) -> AreaOnBoard | ObjectiveOnBoard | ActionOnBoard:
        """The part itself."""
        return self.action or self.objective or self.area

    @property
    def coverage(self) -> Coverage:
        """How much of what is below it was served."""
        return coverage_of([self.objective] if self.objective else self.area.objectives)


def _step(plan: ActionPlan, part: AreaOnBoard | ObjectiveOnBoard | ActionOnBoard) -> Step:
    if isinstance(part, AreaOnBoard):
        name = f"{capfirst(plan.get_area_word_display())} {part.number}"
    elif isinstance(part, ObjectiveOnBoard):
        name = gettext("Objective %(code)s") % {"code": part.code}
    else:
        name = gettext("Action %(number)s") % {"number": part.number}
    return Step(name, part.url)


def _around(plan: ActionPlan, parts: Sequence[Part], part: Part) -> tuple[Step | None, Step | None]:
    """The part before this one, and the one after it."""
    place = parts.index(part)
    before = _step(plan, parts[place - 1]) if place else None
    after = _step(plan, parts[place + 1]) if place + 1 < len(parts) else None
    return before, after


def _hub(
    board: Board,
    siblings: Sequence[Part],
    area: AreaOnBoard,
    objective: ObjectiveOnBoard | None = None,
    action: ActionOnBoard | None = None,
) -> Hub:
    line = [part for part in (area, objective, action) if part is not None]
    before, after = _around(board.plan, siblings, line[-1])
    *above, here = (_step(board.plan, part) for part in line)
    return Hub(board, area, objective, action, here, tuple(above), before, after)


def hub_of_area(slug: str, number: int, language: str) -> Hub | None:
    """The area of that number in the plan at that address, in the active language; None where there is none."""
    board = board_of(slug, language)
    areas = board.areas if board else ()
    return next((_hub(board, areas, area) for area in areas if area.number == number), None)


def hub_of_objective(slug: str, code: str, language: str) -> Hub | None:
    """The objective that is written so in addresses ("5b"); None where there is none."""
    board = board_of(slug, language)
    for area in board.areas if board else ():
        for objective in area.objectives:
            if objective.code.lower() == code:
                return _hub(board, board.objectives, area, objective)
    return None


def hub_of_action(slug: str, number: int, language: str) -> Hub | None:
    """The action of that number, as actions are counted through the whole plan; None where there is none."""
    board = board_of(slug, language)
    for area in board.areas if board else ():
        for objective in area.objectives:
            for action in objective.actions:
                if action.number == number:
                    in_order = sorted((one for row in board.objectives for one in row.actions), key=_number)
                    return _hub(board, in_order, area, objective, action)
    return None


def _number(action: ActionOnBoard) -> int:
    return action.number
