"""What the silence procedure keeps: procedures, seats asked, positions, papers, lines, decisions with numbers."""

from .decisions import Decision, DecisionCounter, DecisionQuerySet, body_of
from .lines import ProcedureLine, ProcedureLineQuerySet
from .papers import ProcedurePaper
from .positions import CORRECTED_WITHIN, Position, PositionQuerySet
from .procedures import Asked, Mark, SilenceProcedure, SilenceProcedureQuerySet
from .seats import AskedSeat, AskedSeatQuerySet, told_whether_asked
from .standing_in import confirmed_by, who_confirm

__all__ = [
    "CORRECTED_WITHIN",
    "Asked",
    "AskedSeat",
    "AskedSeatQuerySet",
    "Decision",
    "DecisionCounter",
    "DecisionQuerySet",
    "Mark",
    "Position",
    "PositionQuerySet",
    "ProcedureLine",
    "ProcedureLineQuerySet",
    "ProcedurePaper",
    "SilenceProcedure",
    "SilenceProcedureQuerySet",
    "body_of",
    "confirmed_by",
    "told_whether_asked",
    "who_confirm",
]
