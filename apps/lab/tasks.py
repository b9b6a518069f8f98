"""What the worker does for the laboratory by the clock."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import services


@db_periodic_task(crontab(minute="52", hour="5"))
def look_at_the_clocks() -> None:
    """Ask for news of what has long been silent, and tell the head of the secretariat what was left lying."""
    services.ask_for_news()
    services.escalate()


@db_periodic_task(crontab(minute="*"))
def close_queries() -> None:
    """Close questions to all once their hour has come; answers count until that very second anyway."""
    services.close_due_queries()
