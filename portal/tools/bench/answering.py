"""Asks the portal's WSGI application for pages, without a server before it, and says what each one cost."""

import io
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation

from apps.accounts import sessions
from apps.accounts.models import User
from apps.common import registry
from apps.common.context import furniture
from apps.common.memory import forget_everything
from apps.common.paging import remembered
from portal.tools.bench import events, filling, serving

FLOORS = "portal.tools.bench.floors"


def view_of(path: str) -> str:
    """The name under which `urls.py` knows the page."""
    plain = urlsplit(path).path
    with translation.override(translation.get_language_from_path(plain) or "en"):
        try:
            return resolve(plain).view_name
        except Resolver404:
            return "(none)"


def text_of(content: bytes, headers: dict[str, str]) -> str:
    """The page as it was before it was compressed."""
    return serving.decompressed(content, headers.get("Content-Encoding", "")).decode("utf-8", "replace")


def forget() -> None:
    """Empty what the process keeps for seconds, so that queries are counted as the first reader causes them."""
    furniture.forget()
    remembered.forget()
    forget_everything()


class Portal:
    """What the other side of the bench may ask; each method takes and gives what JSON can carry."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()
        self.urls = settings.ROOT_URLCONF
        self.statements: list[str] = []
        self.panels = 0
        for name, panel in list(registry.panels.items()):
            registry.panels._entries[name] = replace(panel, rows=self._counted(panel.rows))

    def _counted(self, rows: Callable) -> Callable:
        """`rows` of a panel, which is counted when it has something to show."""

        def ask(*args: Any, **kwargs: Any) -> Any:
            found = rows(*args, **kwargs)
            self.panels += bool(found)
            return found

        return ask

    def _call(self, path: str, session: str) -> tuple[int, dict[str, str], bytes]:
        """Answer one GET; status, headers and body."""
        parts = urlsplit(path)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": session,
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_ENCODING": serving.ENCODINGS,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        }
        begun: list[Any] = []
        answer = self.application(environ, lambda status, headers, exc_info=None: begun.extend((status, headers)))
        body = b"".join(answer)
        answer.close()
        return int(begun[0].split()[0]), dict(begun[1]), body

    def _remember(self, execute: Callable, sql: str, *args: Any) -> Any:
        self.statements.append(sql)
        return execute(sql, *args)

    def get(self, path: str, session: str = "", times: int = 0, floor: bool = False) -> dict[str, Any]:
        """One GET with its queries and panels; with `times`, as many more with CPU and wall milliseconds of each."""
        settings.ROOT_URLCONF = FLOORS if floor else self.urls
        self.statements, self.panels = [], 0
        if not times:
            forget()
        with connection.execute_wrapper(self._remember):
            status, headers, content = self._call(path, session)
        answer = {
            "status": status,
            "type": headers.get("Content-Type", ""),
            "location": headers.get("Location", ""),
            "view": view_of(path),
            "body": "" if times else text_of(content, headers),
            "statements": self.statements,
            "panels": self.panels,
            "cpu": [],
            "wall": [],
        }
        for _ in range(times):
            wall, cpu = time.perf_counter(), time.process_time()
            self._call(path, session)
            answer["cpu"].append((time.process_time() - cpu) * 1000)
            answer["wall"].append((time.perf_counter() - wall) * 1000)
        return answer

    def session(self, email: str) -> str:
        """The cookie of a person who has signed in."""
        request = HttpRequest()
        request.session = SessionStore()
        person = User.objects.get(email=email)
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        sessions.begin(request, person)
        request.session.save()
        return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"

    def fill(self, **counts: int) -> None:
        """As many people, activities and proposals more."""
        filling.fill(counts)

    def edit(self, save: bool) -> dict[str, Any]:
        """Change the title of an activity in both languages; where it may be shown, and how it read and reads."""
        return events.edit(save=save)

    def proposal_waiting(self) -> dict[str, Any]:
        """A proposal that the secretariat has yet to publish, and how many people will be told."""
        return events.proposal_waiting()

    def outbox(self, since: int) -> dict[str, Any]:
        """Mails queued after the one with this number."""
        return events.outbox(since)
