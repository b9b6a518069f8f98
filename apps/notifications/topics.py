"""What mails are about: each room declares its topics, and a person decides for each how often they hear."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# The name under which all that comes in a digest is given up at once; no room may call a topic so.
DIGEST = "digest"


@dataclass(frozen=True)
class Topic:
    """One thing to choose for: its name in preferences, its label and what belongs to it in the reader's language."""

    name: str
    label: Any
    help_text: Any = ""


_declared: dict[str, Topic] = {}


def declare_topic(name: str, label: Any, help_text: Any = "") -> None:
    """Let people choose how they hear of this; called in `AppConfig.ready()`. Raises `ValueError` for a taken name."""
    if name in _declared or name in ("", DIGEST):
        raise ValueError(f"{name!r} is no name for a new topic")
    _declared[name] = Topic(name, label, help_text)


def declared_topics() -> Iterator[Topic]:
    """All topics in the order of their declaration."""
    return iter(_declared.values())


def topic_called(name: str) -> Topic | None:
    """The topic of that name, or None where no room declares it (any more)."""
    return _declared.get(name)
