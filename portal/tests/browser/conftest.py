"""One Chromium a run, one server, the content loaded once; each test opens its own windows."""

import os
import threading
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from apps.accounts.tests.factories import sign_in_now
from portal.tests.snapshot import Snapshot
from portal.tools.browser import find_chromium

from .stage import Stage, build
from .visitor import OpenVisitor, Visitor

PATIENCE = 10_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Playwright's loop runs in this thread from now on, and Django must not mind it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept_stage() -> dict[str, tuple[Stage, Snapshot]]:
    """The stage once it was built, with its rows."""
    return {}


@pytest.fixture
def stage(transactional_db: None, kept_stage: dict[str, tuple[Stage, Snapshot]]) -> Stage:
    """The content, the people and the proposals of `stage.py` in the database."""
    if kept_stage:
        built, snapshot = kept_stage["stage"]
        snapshot.restore()
    else:
        built = build()
        kept_stage["stage"] = built, Snapshot.take()
    mail.outbox.clear()
    return built


@pytest.fixture
def open_visitor(chromium: Browser, live_server, stage: Stage, settings) -> Iterator[OpenVisitor]:
    """`open_visitor(who, javascript=…, width=…, scheme=…)` opens a window of its own, signed in when `who` is given."""
    settings.ROOT_URLCONF = "portal.tests.browser.addresses"
    settings.SITE_URL = live_server.url
    contexts: list[BrowserContext] = []

    def open_one(
        who: str = "", *, javascript: bool = True, width: int = 1280, height: int = 900, scheme: str = "light"
    ) -> Visitor:
        context = chromium.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": height}, color_scheme=scheme
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if who:
            context.add_cookies([session_cookie(stage, who, live_server.url)])
        return Visitor(context.new_page(), live_server.url)

    yield open_one
    for context in contexts:
        context.close()
    wait_for_the_last_answer()


def wait_for_the_last_answer() -> None:
    """Wait until the server has let go of every window: a page asked for on leaving still reads the tables.

    PostgreSQL calls it a deadlock when they are emptied meanwhile. Fails after as long as a visitor would wait.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while asked := [thread for thread in threading.enumerate() if "process_request_thread" in thread.name]:
        assert time.monotonic() < deadline, f"{len(asked)} windows are still being answered"
        time.sleep(0.01)


def session_cookie(stage: Stage, who: str, url: str) -> dict[str, str]:
    """The cookie of a person who has signed in already."""
    client = Client()
    sign_in_now(client, stage.person(who))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
