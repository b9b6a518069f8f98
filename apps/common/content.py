"""Content as files: which tables `fixtures/*.toml` can fill, and how a row of a file becomes a row of the database.

A room declares its tables in its `content.py` and adds them to `tables` in `AppConfig.ready()`, lowest room first.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from modeltranslation.manager import get_translatable_fields_for_model

from .bilingual import language_codes
from .models import LoadedRow
from .registry import Registry

RANGE = re.compile(r"(?P<path>(?:[^/]+/)*)(?P<first>\d+)-(?P<last>\d+)$")
SEPARATOR = "/"


@dataclass(frozen=True)
class Table:
    """One `[[name]]` of the content files.

    `model` is "app.Model". `key` are the columns of the file that tell a row from the others. `address` are the lookups
    by which other rows name a row of this table, their values joined by "/" ("cadiz-2023-2027/5a"); it is the key
    where nothing else is said. `fresh` gives what a new row has beyond the file, e.g. that it is published.
    """

    name: str
    model: str
    key: tuple[str, ...]
    address: tuple[str, ...] = ()
    fresh: Callable[[], Mapping[str, Any]] = dict

    @property
    def lookups(self) -> tuple[str, ...]:
        """The lookups by which other rows name a row of this table."""
        return self.address or self.key

    def model_class(self) -> type[models.Model]:
        """The model that the table fills."""
        return apps.get_model(self.model)

    def label_of(self, row: Mapping[str, Any]) -> str:
        """The row's key as one text, by which it is remembered and named in messages."""
        return SEPARATOR.join(str(row.get(column, "")) for column in self.key)


tables: Registry[Table] = Registry()


class NotYetThere(Exception):
    """A row names another row of its own table that has not been loaded yet."""


class Wrong(Exception):
    """What is wrong with a row, in plain words: `findings` are (column, words), the column empty for the whole row."""

    def __init__(self, *findings: tuple[str, str]) -> None:
        super().__init__(findings)
        self.findings = findings


@dataclass
class Row:
    """A row of a content file: where it stands and what it says."""

    table: Table
    path: str
    position: int
    values: Mapping[str, Any]
    later: dict[str, list[models.Model]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The row's key as one text."""
        return self.table.label_of(self.values)

    @property
    def place(self) -> str:
        """Where the row stands, for messages."""
        return f"{self.path}, [[{self.table.name}]] no. {self.position} ({self.key})"


def table_of(model: type[models.Model]) -> Table | None:
    """The table that fills a model, if there is one."""
    return next((table for table in tables if table.model_class() is model), None)


def find(table: Table, address: str) -> models.Model | None:
    """The row of `table` that is called `address`, or None."""
    parts = address.split(SEPARATOR)
    if len(parts) != len(table.lookups):
        return None
    try:
        return table.model_class()._default_manager.filter(**dict(zip(table.lookups, parts, strict=True))).first()
    except (ValueError, ValidationError):
        return None


def spread(address: str) -> list[str]:
    """The addresses that one entry of a list stands for: "plan/20-22" is three, anything else itself."""
    found = RANGE.fullmatch(address)
    if found is None:
        return [address]
    first, last = int(found["first"]), int(found["last"])
    return [f"{found['path']}{number}" for number in range(first, last + 1)] if first < last else [address]


class Reader:
    """Turns the values of a row into values of its model's fields; raises `Wrong` for what the file got wrong."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.model = table.model_class()
        self.found: dict[tuple[type[models.Model], str], models.Model] = {}

    def read(self, row: Row) -> dict[str, Any]:
        """The row as field values, lists of other rows under `row.later`; raises `Wrong` or `NotYetThere`."""
        values, findings = {}, []
        missing = [column for column in self.table.key if column not in row.values and self._is_required(column)]
        findings += [(column, "is missing, and the row cannot be told from others without it") for column in missing]
        for column, raw in row.values.items():
            try:
                model_field = self._field(column)
                if model_field.many_to_many:
                    row.later[column] = self._many(model_field, raw)
                else:
                    values[column] = self._one(model_field, raw)
            except Wrong as wrong:
                findings += [(column, words) for _column, words in wrong.findings]
        if findings:
            raise Wrong(*findings)
        return values

    def _is_required(self, column: str) -> bool:
        return not self._field(column).null

    def _field(self, column: str) -> models.Field:
        try:
            found = self.model._meta.get_field(column)
        except FieldDoesNotExist:
            raise Wrong((column, f"is not a field of [[{self.table.name}]]")) from None
        if found.auto_created or found.primary_key:
            raise Wrong((column, f"is not a field of [[{self.table.name}]]"))
        if column in (get_translatable_fields_for_model(self.model) or ()):
            columns = ", ".join(f"{column}_{code}" for code in language_codes())
            raise Wrong((column, f"is given in each language: {columns}"))
        return found

    def _one(self, model_field: models.Field, raw: Any) -> Any:
        if model_field.many_to_one or model_field.one_to_one:
            return self._named(model_field.related_model, raw)
        if isinstance(raw, (list, dict)):
            raise Wrong(("", "is a list, and this field takes one value"))
        try:
            return model_field.to_python(raw)
        except ValidationError as error:
            raise Wrong(("", " ".join(error.messages))) from None

    def _many(self, model_field: models.ManyToManyField, raw: Any) -> list[models.Model]:
        if not isinstance(raw, list):
            raise Wrong(("", "takes a list"))
        addresses = [address for entry in raw for address in spread(str(entry))]
        return [self._named(model_field.related_model, address) for address in addresses]

    def _named(self, model: type[models.Model], raw: Any) -> models.Model:
        table = table_of(model)
        if table is None:
            raise Wrong(("", f"points to {model._meta.verbose_name_plural}, which no content file fills"))
        found = self.found.get((model, str(raw))) or find(table, str(raw))
        if found is None and model is self.model:
            raise NotYetThere(f"there is no [[{table.name}]] called “{raw}”")
        if found is None:
            raise Wrong(("", f"there is no [[{table.name}]] called “{raw}”"))
        self.found[model, str(raw)] = found
        return found


def kept_form(value: Any) -> Any:
    """A field's value in the form in which it is remembered and compared."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (list, tuple, models.QuerySet)):
        return sorted(kept_form(one) for one in value)
    return "" if value is None else value


def kept_form_of(instance: models.Model, name: str) -> Any:
    """The same for what a row of the database holds now."""
    model_field = instance._meta.get_field(name)
    if model_field.many_to_many:
        return sorted(getattr(instance, name).values_list("pk", flat=True))
    return kept_form(model_field.value_from_object(instance))


def remembered(table: Table) -> dict[str, LoadedRow]:
    """What was loaded last into a table, by key."""
    return {loaded.key: loaded for loaded in LoadedRow.objects.filter(table=table.name)}


def findings_of(error: ValidationError) -> Iterable[tuple[str, str]]:
    """A model's own complaints as (field, words)."""
    for name, messages in error.message_dict.items():
        yield ("" if name == "__all__" else name), " ".join(messages)


def register(*declared: Table) -> None:
    """Add a room's tables, from its `AppConfig.ready()`."""
    for table in declared:
        tables.add(table.name, table)
