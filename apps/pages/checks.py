"""Production never opens its doors to the accounts of the demonstration, whose passwords everybody knows."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.db import connection

ACCOUNTS = Error(
    "Accounts of the demonstration are in this database and may sign in; their passwords are known to everybody.",
    hint="Take away “may sign in” from every example account, or use a database of production's own.",
    id="portal.E013",
)


@register(Tags.database)
def check_accounts(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Whether an example account could sign in; nothing is asked elsewhere, nor before the tables are there."""
    people = get_user_model()
    if not settings.PRODUCTION or not databases:
        return []
    if people._meta.db_table not in connection.introspection.table_names():
        return []
    return [ACCOUNTS] if people.objects.active().filter(is_invented=True).exists() else []
