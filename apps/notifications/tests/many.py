"""A message to many, and messages that the rooms do not know made known for the length of a test."""

from apps.notifications.messages import KINDS, Message

from .messages import Greeting


class ToAll(Greeting):
    """Says good day to all, with nothing but the greeting that differs."""

    is_same_for_all = True
    is_mandatory = True


class Chooseable(Greeting):
    """About a topic for which people may choose; addressed to the reader, so that it comes at once."""

    topic = "tests"
    is_addressed = True


ToAll.name, Chooseable.name = "tests.toall", "tests.chooseable"


def make_known(monkeypatch, *kinds: type[Message]) -> None:
    """Put these messages among those of the rooms."""
    for kind in kinds:
        monkeypatch.setitem(KINDS, kind.name, kind)
