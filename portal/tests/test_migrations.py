"""The migrations, run one after another on an empty database, make the tables that the models describe.

All other tests make their tables from the models, which takes a second in place of half a minute.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.accounts.groups import GROUPS

ALIAS = "migrated"
# Names that the database or Django makes up: they hold a number or a digest.
GENERATED = re.compile(r"^(sqlite|__)|_[0-9a-f]{8}(_|$)|_(pkey|key\d*|check\d*|not_null)$")


@pytest.fixture
def empty_database(tmp_path, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """A second database of the same kind, with nothing in it."""
    facts = {**connection.settings_dict, "NAME": str(tmp_path / "migrated.sqlite3")}
    if connection.vendor == "postgresql":
        facts["NAME"] = f"{connection.settings_dict['NAME']}_migrated"
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{facts["NAME"]}"')
                cursor.execute(f"CREATE DATABASE \"{facts['NAME']}\" TEMPLATE template0 ENCODING 'UTF8'")
        connections.databases[ALIAS] = facts
        other = connections.create_connection(ALIAS)
        yield other
        other.close()
        del connections.databases[ALIAS]
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{facts["NAME"]}"')


def url_of(other: BaseDatabaseWrapper) -> str:
    """The address of a database, as DATABASE_URL takes it."""
    facts = other.settings_dict
    if other.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    secret = f"{facts['USER']}:{facts['PASSWORD']}@" if facts["USER"] else ""
    host = facts["HOST"].replace("/", "%2F") + (f":{facts['PORT']}" if facts["PORT"] else "")
    return f"postgres://{secret}{host}/{facts['NAME']}"


def tables(one: BaseDatabaseWrapper) -> dict[str, dict]:
    """Each table of our rooms with its columns, and its keys, indexes and conditions by what they are about."""
    rooms = tuple(f"{config.label}_" for config in apps.get_app_configs() if config.name.startswith("apps."))
    found = {}
    with one.cursor() as cursor:
        for name in one.introspection.table_names(cursor):
            if not name.startswith(rooms):
                continue
            columns = one.introspection.get_table_description(cursor, name)
            constraints = one.introspection.get_constraints(cursor, name)
            found[name] = {
                "columns": {
                    (column.name, one.introspection.get_field_type(column.type_code, column), column.null_ok)
                    for column in columns
                },
                "constraints": sorted(
                    (
                        ",".join(str(column) for column in facts["columns"] or []),
                        *(bool(facts[kind]) for kind in ("primary_key", "unique", "index", "check")),
                        str(facts["foreign_key"]),
                        str(facts.get("orders") or ""),
                    )
                    for facts in constraints.values()
                ),
                "names": {key for key in constraints if not GENERATED.search(key)},
            }
    return found


@pytest.mark.walk
@pytest.mark.django_db(transaction=True)
def test_migrations_make_what_the_models_describe(empty_database):
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"],
        cwd=settings.ROOT,
        env=os.environ | {"DATABASE_URL": url_of(empty_database), "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr

    made, described = tables(empty_database), tables(connection)

    assert made.keys() == described.keys()
    assert {name: (made[name], described[name]) for name in made if made[name] != described[name]} == {}
    with empty_database.cursor() as cursor:
        cursor.execute("SELECT name FROM auth_group ORDER BY name")
        assert [name for (name,) in cursor.fetchall()] == sorted(GROUPS)
