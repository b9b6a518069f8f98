"""What the worker does for the whole house by the clock."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import statistics, uploads


@db_periodic_task(crontab(minute="47", hour="3"))
def take_stock() -> None:
    """Tell the database each night what its tables hold."""
    statistics.refresh()


@db_periodic_task(crontab(minute="32", hour="3"))
def tidy_uploads() -> None:
    """Throw away the pieces of files that were sent more than a day ago."""
    uploads.tidy()
