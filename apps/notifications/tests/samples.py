"""One example of every message, so that each can be rendered, read and measured: rooms give theirs in tests/samples.py.

A room writes `apps/<room>/tests/samples.py` with functions marked `@sample("room.message")` that return a `Sample`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from apps.accounts.tests.factories import UserFactory
from apps.notifications import notifications
from apps.notifications.messages import Message


@dataclass(frozen=True)
class Sample:
    """A message, somebody who receives it, and the words in it that people wrote in a language of their choice."""

    message: Message
    person: Any
    quoted: tuple[str, ...] = ()


SAMPLES: dict[str, Callable[[], Sample]] = {}


def sample(name: str) -> Callable:
    """Register a function that makes an example of the message of that name."""

    def register(make: Callable[[], Sample]) -> Callable[[], Sample]:
        SAMPLES[name] = make
        return make

    return register


def load_samples() -> dict[str, Callable[[], Sample]]:
    """The examples of all rooms."""
    for config in apps.get_app_configs():
        module = f"{config.name}.tests.samples"
        if config.name.startswith("apps.") and find_spec(f"{config.name}.tests") and find_spec(module):
            import_module(module)
    return SAMPLES


@sample("accounts.password_reset_key")
def password_reset_key() -> Sample:
    """Somebody forgot their password."""
    return Sample(notifications.PasswordResetLink(uid="a1", key="c0ffee-0123456789abcdef"), UserFactory())


@sample("accounts.password_reset")
def password_reset() -> Sample:
    """The password was replaced."""
    return Sample(notifications.PasswordReset(), UserFactory())


@sample("accounts.password_changed")
def password_changed() -> Sample:
    """The password was changed."""
    return Sample(notifications.PasswordChanged(), UserFactory())


@sample("accounts.office_invitation")
def office_invitation() -> Sample:
    """A new colleague."""
    return Sample(notifications.OfficeInvitation(), UserFactory(secretariat=True))


@sample("accounts.office_access")
def office_access() -> Sample:
    """A focal point joins the office."""
    return Sample(notifications.OfficeAccess(), UserFactory(secretariat=True))
