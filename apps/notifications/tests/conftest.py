"""The messages of these tests are known, and their topic is declared, while a test of this room lasts."""

import pytest

from apps.notifications import topics
from apps.notifications.messages import KINDS

from .messages import OF_THE_TESTS


@pytest.fixture(autouse=True)
def messages_of_no_room(monkeypatch):
    """Put them among the others, and take them away again."""
    for kind in OF_THE_TESTS:
        monkeypatch.setitem(KINDS, kind.name, kind)
    monkeypatch.setitem(topics._declared, "tests", topics.Topic("tests", "Tests of topics"))
