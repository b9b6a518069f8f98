"""What many pages gather and all visitors read alike, kept in this process for two seconds.

An edit is seen two seconds after it was saved at the latest, as with the texts of the frame; nothing that depends on
who asks may be kept here.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

KEEP_SECONDS = 2
KEEP_MOST = 200
Answer = TypeVar("Answer")
_memories: list[dict] = []


def kept_briefly(ask: Callable[..., Answer]) -> Callable[..., Answer]:
    """Decorate a reading function whose arguments are plain values: its answer is kept for two seconds by them."""
    answers: dict[tuple, tuple[float, Answer]] = {}
    _memories.append(answers)

    @wraps(ask)
    def remember(*question: Any) -> Answer:
        until, answer = answers.get(question, (0.0, None))
        if time.monotonic() < until:
            return answer
        answer = ask(*question)
        if len(answers) >= KEEP_MOST:
            answers.clear()
        answers[question] = (time.monotonic() + KEEP_SECONDS, answer)
        return answer

    return remember


def forget_everything() -> None:
    """Ask anew at the next question; for tests, which change what they read."""
    for answers in _memories:
        answers.clear()
