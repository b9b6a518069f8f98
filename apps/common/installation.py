"""What this installation is: whether its database was made by the demonstration, and may be used by it."""

from django.db import connection

from .models import Installation

MADE_BY, DEMONSTRATION = "made_by", "demonstration"


def is_empty() -> bool:
    """Whether the database has no table yet."""
    return connection.introspection.table_names() == []


def is_demonstration() -> bool:
    """Whether the demonstration made this database; false also where our tables are not there."""
    if Installation._meta.db_table not in connection.introspection.table_names():
        return False
    return Installation.objects.filter(name=MADE_BY, value=DEMONSTRATION).exists()


def fact(name: str) -> str:
    """What is noted under that name, the empty string where nothing is."""
    return Installation.objects.filter(name=name).values_list("value", flat=True).first() or ""


def note(name: str, value: str) -> None:
    """Note a fact, in the place of what was noted under that name."""
    Installation.objects.update_or_create(name=name, defaults={"value": value})


def mark_demonstration() -> None:
    """Say for ever that this database holds a demonstration."""
    note(MADE_BY, DEMONSTRATION)
