"""What the worker does for the whole house by the clock."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import statistics


@db_periodic_task(crontab(minute="47", hour="3"))
def take_stock() -> None:
    """Tell the database each night what its tables hold."""
    statistics.refresh()
