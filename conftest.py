"""The harness of all tests: unknown template variables and unexpected errors fail, and nothing leaks between tests."""

import contextlib
import gc
import logging
import shutil
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.template import engines
from django.template.base import Node
from django.urls import get_resolver
from django.utils import translation

from apps.accounts.groups import GROUPS
from apps.common.context import furniture
from apps.common.memory import forget_everything, forget_hints
from apps.common.paging import remembered
from portal.tests.snapshot import Snapshot
from portal.tools.messages import compile_catalogue

OWN_TEMPLATES = str(settings.ROOT / "templates")


class UnknownVariable(AssertionError):
    """A template of ours used a variable that its context does not have."""


class Unknown(str):
    """Stands in for unknown variables: raises in our templates, is empty in those of Django and its packages."""

    seen: list[str]

    def __new__(cls) -> "Unknown":
        text = super().__new__(cls, "%s")
        text.seen = []
        return text

    def __mod__(self, variable: object) -> str:
        template = self._template()
        if not template.startswith(OWN_TEMPLATES):
            return ""
        self.seen.append(f"{variable} in {template}")
        raise UnknownVariable(self.seen[-1])

    @staticmethod
    def _template() -> str:
        """The file of the innermost node that is being rendered."""
        frame = sys._getframe(2)
        while frame:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None):
                return str(node.origin.name)
            frame = frame.f_back
        return ""


class ErrorLog(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record's logger and words."""
        self.messages.append(f"{record.name}: {record.getMessage()}")


def pytest_configure() -> None:
    """Tests read the French as it is in the catalogue now, and static files from a folder that exists."""
    compile_catalogue()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long walks begin first: one that began last would keep one worker busy while the others have nothing to do.

    Those that commit stay behind those that roll back, as pytest-django has put them: they leave empty tables behind.
    """
    items.sort(key=lambda item: (commits(item), not item.get_closest_marker("walk")))


def commits(item: pytest.Item) -> bool:
    """Whether a test commits what it writes, and has all tables emptied afterwards."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (marker is not None and marker.kwargs.get("transaction")))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for rubbish again and again takes a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_unconfigure() -> None:
    """Leave no folder behind."""
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def addresses_as_set() -> None:
    """The addresses are read under the settings of the tests, not under those of the first test that asks for one."""
    get_resolver().url_patterns  # noqa: B018 – read for its effect


@pytest.fixture(scope="session")
def unknown_variables() -> Iterator[Unknown]:
    """Django's template engine with `Unknown` in place of the empty string."""
    engine = engines["django"].engine
    engine.string_if_invalid = Unknown()
    yield engine.string_if_invalid
    engine.string_if_invalid = ""


@pytest.fixture(autouse=True)
def no_unknown_variable(unknown_variables: Unknown) -> Iterator[None]:
    """Fails also when a fault page swallowed the error."""
    unknown_variables.seen.clear()
    yield
    assert unknown_variables.seen == []


@pytest.fixture(autouse=True)
def error_log(request: pytest.FixtureRequest) -> Iterator[ErrorLog]:
    """Fails a test that logs an error, unless it asks for `expected_errors`; then it fails one that logs none."""
    handler = ErrorLog()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    if "expected_errors" in request.fixturenames:
        assert handler.messages, "the test expected an error to be logged"
    else:
        assert handler.messages == []


@pytest.fixture
def expected_errors(error_log: ErrorLog) -> list[str]:
    """The errors logged so far, as "logger: words", for a test that means them to be."""
    return error_log.messages


def remember_nothing() -> None:
    """An empty cache, and nothing remembered in this process."""
    cache.clear()
    furniture.forget()
    remembered.forget()
    forget_everything()
    forget_hints()


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """English, an empty cache and nothing remembered in this process at the start of every test."""
    remember_nothing()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The test databases: tables made from the models, with the rows that migrations write.

    PostgreSQL drops one only when a thread of the test server no longer holds a connection.
    """
    settings.MIGRATION_MODULES = {}  # hidden while the tables were made; the backup asks which there are
    with django_db_blocker.unblock():
        for name in GROUPS:
            Group.objects.get_or_create(name=name)
        applied = MigrationRecorder(connection)
        applied.ensure_schema()
        for migration in MigrationLoader(None).disk_migrations:
            applied.record_applied(*migration)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> None:
    """Tests that commit leave empty tables behind: row by row, as few are filled, and but for what Django writes anew.

    PostgreSQL takes half a second to cut a hundred tables short, whatever is in them. Foreign keys are checked at the
    end of the transaction, so the order does not matter.
    """
    whole = connection.ops.sql_flush

    def sql_flush(style: object, tables: list[str], **how: bool) -> list[str]:
        filled = [name for name in tables if name not in ("django_content_type", "auth_permission")]
        if connection.vendor != "postgresql" or how.get("reset_sequences"):
            return whole(style, filled, **how)
        return [f"DELETE FROM {connection.ops.quote_name(name)}" for name in filled]

    connection.ops.sql_flush = sql_flush


@pytest.fixture(scope="session")
def kept_content() -> dict[str, Snapshot]:
    """The rows of the real content, once a module has loaded it."""
    return {}


@pytest.fixture(scope="module")
def delivered_content(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, kept_content: dict[str, Snapshot]
) -> Iterator[None]:
    """The real content, loaded once for all tests of a module, which then see it and leave it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        if kept_content:
            kept_content["rows"].restore()
        else:
            call_command("load_content", verbosity=0)
            kept_content["rows"] = Snapshot.take()
        remember_nothing()  # fixtures of a module come before those of its first test
        yield
        transaction.set_rollback(True)


@pytest.fixture
def writing(transactional_db: None) -> Callable[[], contextlib.AbstractContextManager]:
    """`with writing():` another connection is in the middle of a write and holds the writer's lock."""

    @contextlib.contextmanager
    def hold() -> Iterator[None]:
        other = connection.copy()
        try:
            other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            with other.cursor() as cursor:
                cursor.execute("INSERT INTO common_installation (name, value) VALUES ('test', 'a write under way')")
            yield
        finally:
            other.rollback()
            other.close()

    return hold
