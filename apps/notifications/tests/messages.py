"""Two small messages of no room, for the tests of queueing and delivery."""

from typing import Any

from apps.notifications.messages import KINDS, Message


class Greeting(Message):
    """Says good day; `about` is a person whom only the office may see."""

    template = "account/email/password_changed"

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


for kind in (Greeting, Once, Guarded, Secret):
    kind.name = f"tests.{kind.__name__.lower()}"


def known(*kinds: type[Message]) -> dict[str, type[Message]]:
    """These messages by their names, to be put among `KINDS` for the length of a test."""
    return {kind.name: kind for kind in kinds} | KINDS
