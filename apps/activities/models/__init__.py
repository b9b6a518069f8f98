"""Activities, what came of them, what they have to do with the Global Compact, and news."""

from .activities import TAKING_PLACE, Activity, ActivityQuerySet, Kind, Status
from .compact import GcmRow
from .news import NewsItem
from .outcomes import DateChange, Outcome

__all__ = [
    "TAKING_PLACE",
    "Activity",
    "ActivityQuerySet",
    "DateChange",
    "GcmRow",
    "Kind",
    "NewsItem",
    "Outcome",
    "Status",
]
