"""What the worker does for seats by the clock."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import services


@db_periodic_task(crontab(minute="23", hour="5"))
def ask_whether_still_in_post() -> None:
    """Ask, remind and pause each day whoever is due; called twice it does nothing twice."""
    services.ask_who_is_due()
