"""The silence procedure in the office."""

from .decisions import DecisionAdmin
from .procedures import PaperInline, SilenceProcedureAdmin

__all__ = ["DecisionAdmin", "PaperInline", "SilenceProcedureAdmin"]
