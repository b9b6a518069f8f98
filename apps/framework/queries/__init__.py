"""Reads of the plans: the list of them, the board of what served one, the figures told from it, the topics."""

from .board import Board, PlanFigures, board_of, figures_of_current_plan
from .hubs import Hub, hub_of_action, hub_of_area, hub_of_objective
from .plans import PlanInList, Priority, plans_in_order
from .topics import FigureShown, TopicRow, figures_of, topic_rows

__all__ = [
    "Board",
    "FigureShown",
    "Hub",
    "PlanFigures",
    "PlanInList",
    "Priority",
    "TopicRow",
    "board_of",
    "figures_of",
    "figures_of_current_plan",
    "hub_of_action",
    "hub_of_area",
    "hub_of_objective",
    "plans_in_order",
    "topic_rows",
]
