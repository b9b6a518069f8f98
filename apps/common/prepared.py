"""Questions that every page asks in the same form: their SQL is made once in a process, then only asked.

Django makes the SQL of a queryset anew each time, which for a few joins costs ten times what the answer does.
"""

import datetime
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.utils import timezone

# Values that no question means, one for each place of a kind; they are found again among the parameters of the SQL.
FIRST_DAY = datetime.date(1, 3, 1)
UNMEANT = "\ue001"
# What is made of a question that no row can answer, such as one about the seats of somebody who has none.
NOTHING = ()
# Forms kept of one question: there are as many as combinations of rights, of which a seat has a few.
KEEP_FORMS = 500
# A moment as near as this to the making of a question was taken from the clock.
NEAR = datetime.timedelta(days=366)


def _is_from_clock(constant: Any) -> bool:
    """Whether a constant of a question is a day or a moment of these times, in the backend's form of it."""
    if isinstance(constant, str):
        try:
            constant = datetime.datetime.fromisoformat(constant)
        except ValueError:
            return False
    if not isinstance(constant, datetime.date):
        return False
    return abs(datetime.date(*constant.timetuple()[:3]) - timezone.localdate()) < NEAR


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
    as lists. `key_of(*form)` is by what the form is told apart, where that is not itself plain values.
    """

    def __init__(self, build: Callable[..., QuerySet], key_of: Callable[..., Hashable] = lambda *form: form) -> None:
        self._build, self._key_of = build, key_of
        self._made: dict[Hashable, tuple] = {}

    def __call__(self, *form: Any, **values: Any) -> list[Any]:
        """The rows of the answer, in one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, self._key_of(*form))
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= KEEP_FORMS:
                self._made.clear()
            made = self._made[key] = self._make(connection, form, values)
        if made is NOTHING:
            return []
        sql, places, converters, told = made
        adapted = {name: self._adapt(connection, value) for name, value in values.items()}
        parameters = [constant if name is None else self._like(constant, adapted[name]) for name, constant in places]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        return self._told(self._converted(rows, converters, connection), told)

    def _make(self, connection: Any, form: Iterable[Any], values: dict[str, Any]) -> tuple:
        stand_ins = {name: _stand_in(value, number) for number, (name, value) in enumerate(values.items(), start=1)}
        compiler = self._build(*form, **stand_ins).query.get_compiler(connection=connection)
        try:
            sql, parameters = self._in_words(compiler)
        except EmptyResultSet:
            return NOTHING
        names = {self._adapt(connection, value): name for name, value in stand_ins.items()}
        places = [(names.get(parameter), parameter) for parameter in parameters]
        missing = set(values) - {name for name, _constant in places}
        if missing:
            raise ValueError(f"the question does not use {', '.join(sorted(missing))}")
        if stale := [constant for name, constant in places if name is None and _is_from_clock(constant)]:
            raise ValueError(f"the question would ask for ever about {stale[0]}: the time has to come as a value")
        return sql, places, self._converters(compiler), self._way_of_telling(compiler)

    def _way_of_telling(self, compiler: Any) -> Any:
        """What `_told` has to know of the question."""
        return None

    def _told(self, rows: list[list[Any]], way: Any) -> list[Any]:
        """The answer as it is handed out."""
        return rows

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


class PreparedObjects(Prepared):
    """The same for objects of a model, with what `annotate`, `only` and `select_related` of `build` say of them."""

    def _way_of_telling(self, compiler: Any) -> tuple:
        info, select = compiler.klass_info, compiler.select
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column.target.attname for column, _sql, _alias in select[first:last]]
        related = get_related_populators(info, select, DEFAULT_DB_ALIAS)
        return info["model"], slice(first, last), names, related, compiler.annotation_col_map or {}

    def _told(self, rows: list[list[Any]], way: tuple) -> list[Model]:
        model, own, names, related, annotated = way
        found = []
        for row in rows:
            one = model.from_db(DEFAULT_DB_ALIAS, names, row[own])
            for populator in related:
                populator.populate(row, one)
            for name, place in annotated.items():
                setattr(one, name, row[place])
            found.append(one)
        return found


def by_rights(user: Any, *form: Hashable) -> Hashable:
    """For `key_of` of a question that depends on a person by their roles alone (`visible_to`), on nothing else of them.

    What depends on who the person is has to come as a value.
    """
    return (user.roles.all, *form)


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
