"""Reads that join activities with partners, plans, documents and the Global Compact, and news."""

from .choices import Choice, Choices, filter_choices
from .compact import Table, gcm_table
from .front import Meetings, meetings_for_home
from .narrowed import NarrowedActivities, Narrowing
from .news import NewsRow, news_rows
from .page import told
from .panels import Programme, latest_of, programme_of
from .rows import ActivityRow, rows_of
from .serving import parts_served_by_activities, served_by_activities

__all__ = [
    "ActivityRow",
    "Choice",
    "Choices",
    "Meetings",
    "NarrowedActivities",
    "Narrowing",
    "NewsRow",
    "Programme",
    "Table",
    "filter_choices",
    "gcm_table",
    "latest_of",
    "meetings_for_home",
    "news_rows",
    "parts_served_by_activities",
    "programme_of",
    "rows_of",
    "served_by_activities",
    "told",
]
