"""Notes that somebody who is signed in was here: at most once a minute each, and never on a public page."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import tasks

NOTED_EVERY = 60
MOST_REMEMBERED = 2000
SERVER_FAULT = 500


class VisitMiddleware:
    """Rings for the worker after an answer to somebody who had to be signed in; the answer waits for nothing.

    Who was noted a moment ago is remembered in this process, so that pages ask no table for it.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response
        self._noted: dict[int, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        is_private = match is not None and getattr(match.func, "login_required", True)
        if is_private and response.status_code < SERVER_FAULT and request.user.is_authenticated:
            self._note(request.user.pk)
        return response

    def _note(self, person_id: int) -> None:
        now = time.monotonic()
        if now - self._noted.get(person_id, -NOTED_EVERY) < NOTED_EVERY:
            return
        if len(self._noted) >= MOST_REMEMBERED:
            self._noted.clear()
        self._noted[person_id] = now
        tasks.note_visit_soon(person_id)
