"""The frameworks of the Dialogue: action plans, the Global Compact's objectives, and the topics that gather things."""

from .compact import GcmObjective
from .plans import (
    Action,
    ActionPlan,
    Area,
    CrossCuttingPriority,
    Objective,
    Titled,
    action_anchor,
    action_url,
    area_anchor,
    area_url,
    objective_anchor,
    objective_url,
    wording_of,
)
from .topics import Topic, TopicFigure

__all__ = [
    "Action",
    "ActionPlan",
    "Area",
    "CrossCuttingPriority",
    "GcmObjective",
    "Objective",
    "Titled",
    "Topic",
    "TopicFigure",
    "action_anchor",
    "action_url",
    "area_anchor",
    "area_url",
    "objective_anchor",
    "objective_url",
    "wording_of",
]
