"""Every message as its reader would see it, with invented things: no draft, no link and no address of anybody is shown.

A room gives one example of each of its messages in `mail_examples.py`: a function marked `@example("room.message")`
that makes the message about objects that are not saved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from .messages import KINDS, Message

EXAMPLES: dict[str, Callable[[], Message]] = {}
NOBODY = 0


@dataclass(frozen=True)
class Worded:
    """A mail in one language: the language's code, subject, text and HTML."""

    language: str
    subject: str
    text: str
    html: str


def example(name: str) -> Callable:
    """Register a function that makes an invented message of that kind."""

    def register(make: Callable[[], Message]) -> Callable[[], Message]:
        EXAMPLES[name] = make
        return make

    return register


def reader(language: str) -> Any:
    """Somebody who does not exist, in whose language an example is worded; no link made for them opens anything."""
    with override(language):
        name = pgettext("the invented reader of an example", "Name of the reader")
    return get_user_model()(pk=NOBODY, name=name, email="reader@example.org", language=language, password="")


def kinds() -> list[str]:
    """The names of all messages that have an example, by room."""
    return sorted(name for name in EXAMPLES if name in KINDS)


def worded(message: Message) -> list[Worded]:
    """A message in every language of the portal, for the invented reader."""
    return [Worded(language, **message.compose(reader(language))) for language, _name in settings.LANGUAGES]


def worded_example(name: str) -> list[Worded]:
    """The example of a kind in every language; raises `KeyError` for a kind that has none."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(Worded(language, **EXAMPLES[name]().compose(reader(language))))
    return found


def title_of(name: str) -> str:
    """What the example says in one line, in the language that is active, with what kind of mail it is before it."""
    message = EXAMPLES[name]()
    asks = _("asks for something") if message.asks else _("informs")
    return f"{message.title_for(reader(settings.LANGUAGE_CODE))} ({asks})"
