"""What a visitor does on the pages of signing in and with forms, and where links of an account lead."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from apps.accounts.models import AddressChange
from apps.accounts.services import make_address_token
from apps.accounts.tests.factories import PASSWORD, UserFactory

from .stage import GABON, OFFICE, Stage
from .visitor import Visitor

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
Address = Callable[[Stage], str]


def address_link(side: str) -> Address:
    """Where the link leads by which a mailbox lets an account move."""

    def address(stage: Stage) -> str:
        person = UserFactory(email=f"moving.{side}@example.org")
        change, _is_new = AddressChange.objects.get_or_create(
            person=person, old_address=person.email, new_address="moved@example.org"
        )
        return reverse("accounts_address", args=[make_address_token(change, side)])

    return address


def press_first(visitor: Visitor, stage: Stage) -> None:
    """Press the first button of the page's own form."""
    visitor.follow(visitor.page.locator("main form[method=post] button").first)


def ask_for_a_code(visitor: Visitor, stage: Stage) -> None:
    """Ask for a code by mail, for an address that nobody has; the next page finds nothing begun."""
    visitor.page.fill("[name=email]", "nobody@example.org")
    press_first(visitor, stage)
    visitor.page.context.clear_cookies()


def type_a_wrong_code(visitor: Visitor, stage: Stage) -> None:
    """Ask for a code by mail and type one that was never sent."""
    visitor.page.fill("[name=email]", "nobody@example.org")
    press_first(visitor, stage)
    visitor.page.fill("[name=code]", "BBBB-BBBB")
    press_first(visitor, stage)
    visitor.page.context.clear_cookies()


def sign_in_with_an_app(visitor: Visitor, stage: Stage) -> None:
    """Give address and password of somebody who has an authenticator app; its code is asked for."""
    visitor.page.fill("[name=login]", OFFICE["en"])
    visitor.page.fill("[name=password]", PASSWORD)
    press_first(visitor, stage)
    visitor.page.context.clear_cookies()


def with_a_device(visitor: Visitor) -> Visitor:
    """Give this window something that keeps passkeys and always knows the finger of its owner."""
    connection = visitor.page.context.new_cdp_session(visitor.page)
    connection.send("WebAuthn.enable")
    connection.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return visitor


def make_a_passkey(visitor: Visitor, stage: Stage) -> None:
    """Name a passkey and let the window's own device make it."""
    with_a_device(visitor).page.fill("[name=name]", "Telephone")
    visitor.follow(visitor.page.locator("form[data-passkey] button"))


def of_the_passkey(name: str) -> Address:
    """A page about the one passkey that was made."""
    return lambda stage: reverse(name, args=[Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk])


def send_unchecked(visitor: Visitor, form: str) -> None:
    """Send the last such form past the browser's own checks."""
    found = visitor.page.locator(form).last
    found.evaluate("form => { form.noValidate = true; }")
    visitor.follow(found.locator("button").last)


def send_empty(visitor: Visitor, stage: Stage) -> None:
    """Send the form of the page as it stands, as a browser that checks nothing does."""
    send_unchecked(visitor, "main form[method=post]:not([data-passkey])")


def send_wrong_sign_in(visitor: Visitor, stage: Stage) -> None:
    """Try an address that nobody has."""
    visitor.page.fill("[name=login]", "nobody@example.org")
    visitor.page.fill("[name=password]", "a wrong password")
    send_empty(visitor, stage)


def outlive_the_session(visitor: Visitor, stage: Stage) -> None:
    """Send a form whose session has ended meanwhile, and sign in again: the words wait there."""
    visitor.page.fill("[name=title]", "Des mots gardés")
    visitor.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visitor.follow(visitor.page.locator("button[name=save]"))
    visitor.page.fill("[name=login]", GABON)
    visitor.page.fill("[name=password]", PASSWORD)
    send_empty(visitor, stage)
