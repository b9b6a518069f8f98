"""Small messages of no room, for the tests of queueing, digests and delivery."""

import datetime
from typing import Any

from apps.notifications.messages import KINDS, Message
from apps.notifications.reminders import Reminder


class Greeting(Message):
    """Says good day; `about` is a person whom only the office may see."""

    template = "account/email/password_changed"
    is_about_account = True

    def address_of(self, person: Any) -> str:
        """An address that needs no object."""
        return "/en/"


class Once(Greeting):
    """The same, once per person and topic."""

    is_kept = False

    def once_for(self, person: Any) -> str:
        """One per person."""
        return f"greeting-{self.facts['topic']}-{person.pk}"


class Guarded(Greeting):
    """The same, for those only who may look at the person it is about."""

    permission = "accounts.view_user"


class Secret(Greeting):
    """The same, with a link that opens an account."""

    is_secret = True


class News(Message):
    """News of a topic for people with a role."""

    template = "account/email/password_changed"
    topic = "tests"

    def address_of(self, person: Any) -> str:
        """An address that needs no object."""
        return "/en/"


class Asked(News):
    """Of the same topic, addressed to the reader and asking something by a date (fact `due`, an ISO moment)."""

    asks = True
    is_addressed = True

    def due(self) -> datetime.datetime:
        """The date in the facts."""
        return datetime.datetime.fromisoformat(self.facts["due"])


class Must(News):
    """Of the same topic, but nobody chooses."""

    is_mandatory = True


class Sealed(News):
    """About something whose distribution is restricted: a person, whom only the office may see."""

    is_addressed = True
    permission = "accounts.view_user"

    def carries_content(self, person: Any) -> bool:
        """Never."""
        return False


class Recalled(Reminder, News):
    """A reminder of the same topic; the seat is in the facts."""

    def seat_of(self, person: Any) -> int:
        """The seat in the facts."""
        return self.facts["seat"]


OF_THE_TESTS = (Greeting, Once, Guarded, Secret, News, Asked, Must, Sealed, Recalled)
for kind in OF_THE_TESTS:
    kind.name = f"tests.{kind.__name__.lower()}"


def known(*kinds: type[Message]) -> dict[str, type[Message]]:
    """These messages by their names, to be put among `KINDS` for the length of a test."""
    return {kind.name: kind for kind in kinds} | KINDS
