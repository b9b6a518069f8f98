"""Keeps the rows of the whole database in memory, so that each test begins with the real content within a blink."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction


@dataclass(frozen=True)
class Snapshot:
    """The rows of every table, by table: the names of the columns and the values as the database gives them."""

    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]

    @classmethod
    def take(cls) -> "Snapshot":
        """Read every table but the list of migrations, which no flush empties."""
        tables = {}
        with connection.cursor() as cursor:
            for name in connection.introspection.django_table_names(only_existing=True, include_views=False):
                if name == "django_migrations":
                    continue
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
                tables[name] = ([column[0] for column in cursor.description], cursor.fetchall())
        return cls(tables)

    def restore(self) -> None:
        """Put the database back as it was; sequences go on after the highest key."""
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for name, (columns, rows) in self.tables.items():
                if rows:
                    names = ", ".join(map(connection.ops.quote_name, columns))
                    marks = ", ".join(["%s"] * len(columns))
                    table = connection.ops.quote_name(name)
                    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(statement)
        ContentType.objects.clear_cache()
