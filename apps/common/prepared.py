"""Questions that every page asks in the same form: their SQL is made once in a process, then only asked.

Django makes the SQL of a queryset anew each time, which for a few joins costs ten times what the answer does.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Values that no question means, one for each place of a kind; they are found again among the parameters of the SQL.
FIRST_DAY = datetime.date(1, 3, 1)
UNMEANT = "\ue001"


def _stand_in(value: Any, number: int) -> Any:
    """A value of the same kind that marks the place of `value` in the SQL."""
    if isinstance(value, datetime.datetime):
        return datetime.datetime(1, 3, 1, second=number, tzinfo=datetime.UTC)
    if isinstance(value, datetime.date):
        return FIRST_DAY + datetime.timedelta(days=number)
    if isinstance(value, int) and not isinstance(value, bool):
        return -987_654_000 - number
    if isinstance(value, str):
        return f"{UNMEANT}{number}"
    raise TypeError(f"a prepared question takes days, moments, numbers and texts, not {value!r}")


class Prepared:
    """A `values_list` whose form depends on `form` alone (a language, a column) and whose values are given by name.

    `Prepared(build)("fr", today=day)` asks what `build("fr", today=day)` would; the values are days, aware moments,
    whole numbers or texts that are compared as a whole, never None or lists, which would change the form. Returns rows
    as lists.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._made: dict[tuple, tuple[str, list[tuple[str | None, Any]], list[tuple[int, Any, Any]]]] = {}

    def __call__(self, *form: str, **values: Any) -> list[list[Any]]:
        """The rows of the answer, in one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, *form)
        if key not in self._made:
            self._made[key] = self._make(connection, form, values)
        sql, places, converters = self._made[key]
        adapted = {name: self._adapt(connection, value) for name, value in values.items()}
        parameters = [constant if name is None else self._like(constant, adapted[name]) for name, constant in places]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return self._converted(cursor.fetchall(), converters, connection)

    def _make(self, connection: Any, form: Iterable[str], values: dict[str, Any]) -> tuple:
        stand_ins = {name: _stand_in(value, number) for number, (name, value) in enumerate(values.items(), start=1)}
        compiler = self._build(*form, **stand_ins).query.get_compiler(connection=connection)
        sql, parameters = self._in_words(compiler)
        names = {self._adapt(connection, value): name for name, value in stand_ins.items()}
        places = [(names.get(parameter), parameter) for parameter in parameters]
        missing = set(values) - {name for name, _constant in places}
        if missing:
            raise ValueError(f"the question does not use {', '.join(sorted(missing))}")
        return sql, places, self._converters(compiler)

    def _in_words(self, compiler: Any) -> tuple[str, tuple]:
        """The question as the database gets it: SQL and values."""
        return compiler.as_sql()

    def _converters(self, compiler: Any) -> list[tuple[int, Any, Any]]:
        """What has to be made of the columns of the answer, by their place."""
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        return [(index, *converter) for index, converter in compiler.get_converters(columns).items()]

    @staticmethod
    def _adapt(connection: Any, value: Any) -> Any:
        if isinstance(value, datetime.datetime):
            return connection.ops.adapt_datetimefield_value(value)
        if isinstance(value, datetime.date):
            return connection.ops.adapt_datefield_value(value)
        return value

    @staticmethod
    def _like(constant: Any, value: Any) -> Any:
        """A number in the very type that the backend gave the one it stands in for; other values as they are."""
        return type(constant)(value) if isinstance(constant, int) else value

    @staticmethod
    def _converted(rows: Iterable[tuple], converters: list[tuple[int, Any, Any]], connection: Any) -> list[list[Any]]:
        answer = [list(row) for row in rows]
        for index, functions, expression in converters:
            for row in answer:
                for convert in functions:
                    row[index] = convert(row[index], expression, connection)
        return answer


class NamedRow:
    """A row of an answer under the names of its columns, `id` among them: a model would cost ten times as much."""

    def __init__(self, columns: Sequence[str], row: Sequence[Any]) -> None:
        self.__dict__ = dict(zip(columns, row, strict=True))

    @property
    def pk(self) -> int:
        """The primary key."""
        return self.__dict__["id"]


class PreparedCount(Prepared):
    """The same for how many rows `build` finds: one row with one number."""

    def _in_words(self, compiler: Any) -> tuple[str, tuple]:
        sql, values = super()._in_words(compiler)
        return f"SELECT COUNT(*) FROM ({sql}) AS counted", values

    def _converters(self, compiler: Any) -> list[tuple[int, Any, Any]]:
        return []
