"""What the worker does for silence procedures by the clock."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import services


@db_periodic_task(crontab(minute="*"))
def settle() -> None:
    """Adopt what nobody broke once its hour has come; positions count until that very second anyway."""
    services.settle_due()


@db_periodic_task(crontab(minute="*/10"))
def remind() -> None:
    """Remind seats that have said nothing, at half time and a day before the hour."""
    services.remind_due()
