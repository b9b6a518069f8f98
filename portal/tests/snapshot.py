"""Keeps the rows of the whole database in memory, so that each test begins with the real content within a blink."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
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
        with transaction.atomic(), connection.cursor() as cursor:
            self._empty(cursor)
            for name, (columns, rows) in self.tables.items():
                if rows:
                    names = ", ".join(map(connection.ops.quote_name, columns))
                    marks = ", ".join(["%s"] * len(columns))
                    table = connection.ops.quote_name(name)
                    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(statement)
        ContentType.objects.clear_cache()

    def _empty(self, cursor: Any) -> None:
        """Delete the rows of every table that has some: cutting a hundred tables short takes half a second each time.

        Foreign keys are checked at the end of the transaction, so the order does not matter.
        """
        quoted = {name: connection.ops.quote_name(name) for name in self.tables}
        filled = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})" for name, table in quoted.items()
        )
        cursor.execute(filled)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quoted[name]}")
