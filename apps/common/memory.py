"""What many pages gather and all visitors read alike, kept in this process for two seconds.

An edit is seen two seconds after it was saved at the latest, as with the texts of the frame; nothing that depends on
who asks may be kept here.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

KEEP_SECONDS = 2
KEEP_MOST = 200
Answer = TypeVar("Answer")
HINT_SECONDS = 600
_memories: list[dict] = []
_page: ContextVar[dict | None] = ContextVar("page", default=None)
_hints: list[dict] = []


def _kept(ask: Callable[..., Answer], memories: list[dict], seconds: float) -> Callable[..., Answer]:
    answers: dict[tuple, tuple[float, Answer]] = {}
    memories.append(answers)

    @wraps(ask)
    def remember(*question: Any) -> Answer:
        until, answer = answers.get(question, (0.0, None))
        if time.monotonic() < until:
            return answer
        answer = ask(*question)
        if len(answers) >= KEEP_MOST:
            answers.clear()
        answers[question] = (time.monotonic() + seconds, answer)
        return answer

    return remember


def kept_briefly(ask: Callable[..., Answer]) -> Callable[..., Answer]:
    """Decorate a reading function whose arguments are plain values: its answer is kept for two seconds by them."""
    return _kept(ask, _memories, KEEP_SECONDS)


def kept_as_hint(ask: Callable[..., bool]) -> Callable[..., bool]:
    """The same for ten minutes, for answers that only say which of two ways is the quicker one to the same rows."""
    return _kept(ask, _hints, HINT_SECONDS)


def forget_everything() -> None:
    """Ask anew at the next question; for tests, which change what they read."""
    for answers in _memories:
        answers.clear()


def forget_hints() -> None:
    """Ask anew which way is the quicker one; for tests, whose tables grow at once."""
    for answers in _hints:
        answers.clear()


@contextmanager
def one_page() -> Iterator[None]:
    """Within this block, which gathers one page for one reader, what `asked_once` is asked once."""
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)


def asked_once(ask: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
    """Decorate a reading function of a person whose answer several parts of a page need; elsewhere nothing is kept."""

    @wraps(ask)
    def once(user: Any) -> Answer:
        answers = _page.get()
        if answers is None:
            return ask(user)
        if (ask, user.pk) not in answers:
            answers[ask, user.pk] = ask(user)
        return answers[ask, user.pk]

    return once
