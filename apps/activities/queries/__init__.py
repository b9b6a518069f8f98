"""Reads that join activities with partners and plans."""

from .front import Choices, Meetings, filter_choices, meetings_for_home
from .page import told
from .rows import ActivityRow, panel_rows, rows_of, with_partner
from .serving import parts_served_by_activities, served_by_activities

__all__ = [
    "ActivityRow",
    "Choices",
    "Meetings",
    "filter_choices",
    "meetings_for_home",
    "panel_rows",
    "parts_served_by_activities",
    "rows_of",
    "served_by_activities",
    "told",
    "with_partner",
]
