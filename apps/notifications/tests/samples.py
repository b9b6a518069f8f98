"""One example of every message, so that each can be rendered, read and measured: rooms give theirs in tests/samples.py.

A room writes `apps/<room>/tests/samples.py` with functions marked `@sample("room.message")` that return a `Sample`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from apps.accounts.models import AddressChange
from apps.accounts.tests.factories import UserFactory
from apps.notifications import notifications
from apps.notifications.digests import Digest
from apps.notifications.messages import Message
from apps.notifications.models import Notice, OutboxMail, ReturnedMail


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


@sample("accounts.login_code")
def login_code() -> Sample:
    """Somebody signs in without a password."""
    return Sample(notifications.LoginCode(code="BCDF-GHJK"), UserFactory(), ("BCDF-GHJK",))


@sample("accounts.factor_changed")
def factor_changed() -> Sample:
    """A telephone was added."""
    return Sample(notifications.FactorChanged(what="totp_activated"), UserFactory())


def a_change() -> AddressChange:
    """Somebody wants to sign in with another address."""
    person = UserFactory()
    return AddressChange.objects.create(person=person, old_address=person.email, new_address="new@example.org")


@sample("accounts.address_old")
def address_old() -> Sample:
    """The mailbox in use is asked."""
    change = a_change()
    return Sample(notifications.AddressLink(change), change.person)


@sample("accounts.address_new")
def address_new() -> Sample:
    """The new mailbox is asked."""
    change = a_change()
    return Sample(notifications.NewAddressLink(change), change.person)


@sample("accounts.address_taken")
def address_taken() -> Sample:
    """The new address is somebody else's."""
    return Sample(notifications.AddressTaken(), UserFactory())


@sample("accounts.address_changed")
def address_changed() -> Sample:
    """The account has moved."""
    return Sample(notifications.AddressChanged(), UserFactory())


@sample("accounts.office_invitation")
def office_invitation() -> Sample:
    """A new colleague."""
    return Sample(notifications.OfficeInvitation(), UserFactory(secretariat=True))


@sample("accounts.office_access")
def office_access() -> Sample:
    """A focal point joins the office."""
    return Sample(notifications.OfficeAccess(), UserFactory(secretariat=True))


@sample("notifications.digest")
def digest() -> Sample:
    """Two notices of the week, as any person may have them."""
    person = UserFactory(secretariat=True)
    kinds = ("accounts.office_access", "accounts.password_changed")
    rows = [Notice.objects.create(recipient=person, message=kind, frequency="weekly") for kind in kinds]
    return Sample(Digest(frequency="weekly", notices=[row.pk for row in rows]), person)


@sample("notifications.address_in_doubt")
def address_in_doubt() -> Sample:
    """Mails to somebody come back."""
    person = UserFactory(name="Zeltaro Vorpilu", email="gone@example.org")
    mail = OutboxMail.objects.create(
        recipient=person, address=person.email, language="en", message_id="<1@example.org>"
    )
    returned = ReturnedMail.objects.create(mail=mail, person=person, address=person.email, kind="hard", report="1:hard")
    message = notifications.AddressInDoubt(returned, address=person.email)
    return Sample(message, UserFactory(secretariat=True), ("Zeltaro Vorpilu", "gone@example.org", "notifications"))
