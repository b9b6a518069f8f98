"""What the worker does for documents by the clock."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import services


@db_periodic_task(crontab(minute="*"))
def change_levels() -> None:
    """Give documents their other level once its moment has come."""
    services.change_levels()
