"""A consistent copy of the database while others write, and its return; SQLite and PostgreSQL each in their own way."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from .faults import BackupFault

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
COPY_NAMES = {"sqlite": "portal.sqlite3", "postgresql": "portal.sql"}
PIECE = 1024 * 1024
LONGEST_COMPLAINT = 600


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment: the file that holds it, and `ask(sql)`, which answers from that very moment."""

    path: Path
    vendor: str
    ask: Any

    def tables(self) -> dict[str, int]:
        """How many rows each table has."""
        names = connection.introspection.table_names()
        counts = ((name, self.ask(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")[0][0]) for name in names)
        return dict(sorted(counts))


def vendor_name(vendor: str) -> str:
    """The database's name as people write it."""
    return NAMES.get(vendor, vendor)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            whole.update(piece)
    return whole.hexdigest()


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """Copy the database into `folder`; within the block its moment can still be asked. Writers are not held up."""
    path = folder / COPY_NAMES[connection.vendor]
    take = _of_sqlite if connection.vendor == "sqlite" else _of_postgresql
    with take(path) as ask:
        yield Snapshot(path, connection.vendor, ask)


@contextmanager
def _of_sqlite(path: Path) -> Iterator[Any]:
    """By SQLite's own copy in one step: it reads as of one moment, beside which others go on writing."""
    source = connection.copy()
    try:
        source.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            source.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            _check(copy)
            yield lambda sql: copy.execute(sql).fetchall()
    finally:
        source.close()


def _check(copy: sqlite3.Connection) -> None:
    """Raise where SQLite finds its pages torn or a foreign key that leads nowhere."""
    if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise BackupFault("The copy of the database is damaged: SQLite's own check does not accept it.")
    if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise BackupFault("The copy of the database is damaged: a foreign key leads nowhere.")


@contextmanager
def _of_postgresql(path: Path) -> Iterator[Any]:
    """By `pg_dump` in a snapshot that this process holds, so that what is counted is what is dumped."""
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:

            def ask(sql: str) -> list[tuple]:
                cursor.execute(sql)
                return cursor.fetchall()

            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            ((name,),) = ask("SELECT pg_export_snapshot()")
            options = ["--format=plain", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={path}"]
            _run("pg_dump", options)
            yield ask
            cursor.execute("ROLLBACK")
    finally:
        holder.close()


def _run(program: str, options: list[str]) -> None:
    """Run one of PostgreSQL's programs on our database; its password goes by the environment, not by arguments."""
    if shutil.which(program) is None:
        raise BackupFault(
            f"{program} is not installed here. It comes with PostgreSQL’s client programs, "
            "for instance in the package postgresql-client."
        )
    arguments, environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    done = subprocess.run(
        [program, *options, *arguments[1:]],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFault(f"{program} failed: {done.stderr.strip()[:LONGEST_COMPLAINT]}")


def is_empty() -> bool:
    """Whether the database has no table."""
    return connection.introspection.table_names() == []


def check_vendor(vendor: str) -> None:
    """Raise where the backup comes from the other sort of database."""
    if vendor != connection.vendor:
        raise BackupFault(
            f"This backup was made from {vendor_name(vendor)}, and DATABASE_URL names "
            f"{vendor_name(connection.vendor)}: restore it to {vendor_name(vendor)}."
        )


def bring_back(path: Path) -> None:
    """Put the copy in the place of the database, all of it or, when that fails, nothing."""
    (_into_sqlite if connection.vendor == "sqlite" else _into_postgresql)(path)


def _into_sqlite(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        _check(copy)
        copy.backup(connection.connection)
    connection.close()


def _into_postgresql(path: Path) -> None:
    """In one transaction; what stood there before goes in the same."""
    connection.close()
    before = path.with_name("before.sql")
    before.write_text("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;\n", encoding="utf-8")
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    _run("psql", [*options, f"--file={before}", f"--file={path}"])


def count_rows() -> dict[str, int]:
    """How many rows each table has now."""

    def ask(sql: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    return Snapshot(Path(), connection.vendor, ask).tables()
