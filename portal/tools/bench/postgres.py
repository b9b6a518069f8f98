"""Databases of the bench's own on a PostgreSQL, gone afterwards."""

import contextlib
import os
from collections.abc import Iterator

import psycopg
from psycopg import sql

from portal.tools.postgres import Server


@contextlib.contextmanager
def database(server: Server, name: str, template: str = "template0") -> Iterator[dict[str, str]]:
    """A new database as a copy of another; the variables that lead the portal to it."""
    name = f"portal_bench_{name}_{os.getpid()}"
    template = template if template == "template0" else f"portal_bench_{template}_{os.getpid()}"
    url = server.variables["DATABASE_URL"]
    base, _, rest = url.rpartition("/")
    _, question, options = rest.partition("?")
    suffix = question + options
    _run(server, f"{base}/postgres{suffix}", sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, template)
    try:
        yield {**server.variables, "DATABASE_URL": f"{base}/{name}{suffix}"}
    finally:
        _run(server, f"{base}/postgres{suffix}", sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)


def _run(server: Server, url: str, statement: sql.SQL, *names: str) -> None:
    """One statement outside any transaction."""
    places = {"PGHOST": "host", "PGUSER": "user", "PGPORT": "port"}
    options = {place: server.variables[name] for name, place in places.items() if name in server.variables}
    with psycopg.connect(url, autocommit=True, **options) as connection:
        connection.execute(statement.format(*map(sql.Identifier, names)))
