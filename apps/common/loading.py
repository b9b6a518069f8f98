"""Brings content files into the database, all or nothing, and keeps what an editor has changed since the last time."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import override

from .content import (
    NotYetThere,
    Reader,
    Row,
    Table,
    Wrong,
    findings_of,
    kept_form,
    kept_form_of,
    remembered,
    tables,
)
from .models import LoadedRow
from .moved import remember_address, slug_before
from .translations import Ledger, is_editorial

CHANGE_REASON = "load_content"


class ContentError(Exception):
    """The files cannot be loaded; `lines` say where and why. Nothing was changed."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass
class Report:
    """What became of the rows of one table; `kept` are rows in which an editor's change was left as it is."""

    table: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many rows the files have for the table."""
        return self.created + self.updated + self.unchanged


def read_files(folder: Path) -> dict[str, list[Row]]:
    """The rows of all files in a folder, by table; raises `ContentError` for what is not TOML or names no table."""
    known = {table.name: table for table in tables}
    rows: dict[str, list[Row]] = {name: [] for name in known}
    wrong = []
    for path in sorted(folder.glob("*.toml")):
        name = f"{folder.name}/{path.name}"
        try:
            parsed = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            wrong.append(f"{name}: cannot be read: {error}")
            continue
        for table_name, entries in parsed.items():
            if table_name not in known or not isinstance(entries, list):
                wrong.append(f"{name}: [[{table_name}]] is not a table of the portal; there are {', '.join(known)}")
                continue
            table = known[table_name]
            rows[table_name] += [Row(table, name, number, entry) for number, entry in enumerate(entries, start=1)]
    if wrong:
        raise ContentError(wrong)
    return rows


def load(
    folder: Path,
    *,
    overwrite: bool = False,
    told: Callable[[Report], Any] = lambda report: None,
    seen: Callable[[int, int], Any] = lambda done, total: None,
) -> list[Report]:
    """Load every file of the folder in one transaction; raises `ContentError` after changing nothing.

    A value that differs from what was loaded last was changed by an editor and is kept, unless `overwrite`.
    `told` hears the report of each table when it is done, `seen` after each row how many of all rows are.
    """
    rows = read_files(folder)
    reports, done, total = [], count(1), sum(map(len, rows.values()))
    # The plain column of a translated field holds the language that is active: always the same one here.
    with override(settings.LANGUAGE_CODE), transaction.atomic():
        for table in tables:
            if rows[table.name]:
                loader = TableLoader(table, overwrite=overwrite, seen=lambda: seen(next(done), total))
                report = loader.load(rows[table.name])
                told(report)
                reports.append(report)
    return reports


class TableLoader:
    """Loads the rows of one table."""

    def __init__(self, table: Table, *, overwrite: bool, seen: Callable[[], Any]) -> None:
        self.table, self.overwrite, self.seen = table, overwrite, seen
        self.model = table.model_class()
        self.reader = Reader(table)
        self.before = remembered(table)
        self.ledger = Ledger(self.model) if is_editorial(self.model) else None
        self.report = Report(table.name)
        self.wrong: list[str] = []

    def load(self, rows: Iterable[Row]) -> Report:
        """Load the rows, those that name others of the same table after these; raises `ContentError`."""
        waiting = list(rows)
        self._refuse_twins(waiting)
        if self.wrong:
            raise ContentError(self.wrong)
        while waiting:
            left = list(self._try(waiting))
            if len(left) == len(waiting):
                self.wrong += [f"{row.place}: {reason}" for row, reason in left]
                break
            waiting = [row for row, _reason in left]
        if self.wrong:
            raise ContentError(self.wrong)
        if self.ledger:
            self.ledger.write()
        return self.report

    def _refuse_twins(self, rows: list[Row]) -> None:
        places: dict[str, str] = {}
        for row in rows:
            if row.key in places:
                self.wrong.append(f"{row.place}: stands in the files already, at {places[row.key]}")
            places[row.key] = row.place

    def _try(self, rows: list[Row]) -> Iterator[tuple[Row, str]]:
        """Load what can be loaded; yields the rows that must wait, and for what."""
        for row in rows:
            try:
                self._load_row(row)
                self.seen()
            except NotYetThere as reason:
                yield row, str(reason)
            except Wrong as wrong:
                self.wrong += [f"{row.place}: {_sentence(name, words)}" for name, words in wrong.findings]

    def _load_row(self, row: Row) -> None:
        values = self.reader.read(row)
        instance, is_new = self._instance_for(row, values)
        if instance is None:
            self.report.kept.append(f"{row.place}: was deleted")
            self.report.unchanged += 1
            return
        loaded = {} if is_new else self._last_values(row)
        everything = {**values, **row.later}
        changed = [name for name in everything if is_new or self._is_to_write(row, instance, name, everything, loaded)]
        self._write(row, instance, is_new, values, [name for name in changed if name in values])
        if self.ledger and (is_new or changed or not self.ledger.knows(instance)):
            self.ledger.note(instance)
        self._relate(instance, {name: row.later[name] for name in changed if name in row.later})
        loaded = {**loaded, **{name: kept_form(everything[name]) for name in everything if self._is_ours(row, name)}}
        self._remember(row, instance, loaded)
        if is_new:
            self.report.created += 1
        elif changed:
            self.report.updated += 1
        else:
            self.report.unchanged += 1

    def _instance_for(self, row: Row, values: dict[str, Any]) -> tuple[models.Model | None, bool]:
        """The row of the database to write to and whether it is new; None where somebody deleted it since."""
        loaded = self.before.get(row.key)
        instance = self.model._default_manager.filter(pk=loaded.row_id).first() if loaded else None
        if instance is None:
            lookup = {name: values[name] for name in self.table.key if values.get(name) is not None}
            lookup |= {f"{name}__isnull": True for name in self.table.key if values.get(name) is None}
            instance = self.model._default_manager.filter(**lookup).first()
        if instance is not None:
            return instance, False
        if loaded and not self.overwrite:
            return None, False
        return self.model(**dict(self.table.fresh())), True

    def _last_values(self, row: Row) -> dict[str, Any]:
        loaded = self.before.get(row.key)
        return dict(loaded.values) if loaded else {}

    def _is_ours(self, row: Row, name: str) -> bool:
        return f"{row.place}: {name}" not in self.report.kept

    def _is_to_write(
        self, row: Row, instance: models.Model, name: str, everything: dict[str, Any], loaded: dict[str, Any]
    ) -> bool:
        """Whether the file's value goes into the database: it differs, and no editor has been there."""
        now = kept_form_of(instance, name)
        if now == kept_form(everything[name]):
            return False
        is_untouched = name in loaded and now == loaded[name]
        if is_untouched or self.overwrite or (name not in loaded and now in ("", [])):
            return True
        self.report.kept.append(f"{row.place}: {name}")
        return False

    def _write(self, row: Row, instance: models.Model, is_new: bool, values: dict[str, Any], names: list[str]) -> None:
        if not (is_new or names):
            return
        for name in names:
            setattr(instance, name, values[name])
        try:
            instance.full_clean()
        except ValidationError as error:
            raise Wrong(*findings_of(error)) from None
        instance._change_reason = CHANGE_REASON
        before = slug_before(instance) if "slug" in names else ""
        instance.save()
        if "slug" in names:
            remember_address(instance, before)

    @staticmethod
    def _relate(instance: models.Model, lists: dict[str, list[models.Model]]) -> None:
        """Set the lists of a row; the history gets one record of them all, when the last is set."""
        for place, (name, members) in enumerate(sorted(lists.items(), key=lambda item: bool(item[1])), start=1):
            if place < len(lists):
                instance.skip_history_when_saving = True
            elif hasattr(instance, "skip_history_when_saving"):
                del instance.skip_history_when_saving
            getattr(instance, name).set(members)

    def _remember(self, row: Row, instance: models.Model, loaded: dict[str, Any]) -> None:
        before = self.before.get(row.key)
        if before is None:
            LoadedRow.objects.create(table=self.table.name, key=row.key, row_id=instance.pk, values=loaded)
        elif before.values != loaded or before.row_id != instance.pk:
            before.values, before.row_id = loaded, instance.pk
            before.save()


def _sentence(name: str, words: str) -> str:
    return f"“{name}” {words}" if name else words
