"""Which tables of this room the content files fill; what comes from a file is published."""

from apps.common.content import Table
from apps.common.models import published_now


def of_the_published_table() -> dict:
    """The rows of the Global Compact table that come from a file are those that were published."""
    return {"basis": "published"}


TABLES = (
    Table("activity", "activities.Activity", key=("code",), fresh=published_now),
    Table("outcome", "activities.Outcome", key=("activity", "position"), address=("pk",)),
    Table("date_change", "activities.DateChange", key=("activity", "position"), address=("pk",)),
    Table("gcm_row", "activities.GcmRow", key=("objective",), address=("pk",), fresh=of_the_published_table),
    Table("news", "activities.NewsItem", key=("slug",), fresh=published_now),
)
