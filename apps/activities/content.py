"""Which tables of this room the content files fill; activities that come from a file are published."""

from django.utils import timezone

from apps.common.content import Table
from apps.common.models import Publishable


def published_now() -> dict:
    """What makes a new activity visible."""
    return {"publication": Publishable.Publication.PUBLISHED, "published_at": timezone.now()}


TABLES = (
    Table("activity", "activities.Activity", key=("code",), fresh=published_now),
    Table("outcome", "activities.Outcome", key=("activity", "position"), address=("pk",)),
)
