"""Passkeys in a real browser, with a device that the browser itself plays."""

import pytest
from django.urls import reverse

from apps.accounts.tests.factories import PASSWORD

from .entering import with_a_device
from .stage import SWITZERLAND
from .visitor import OpenVisitor, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def add_a_passkey(visitor: Visitor) -> None:
    """Make a passkey, as somebody who is signed in."""
    visitor.go(reverse("mfa_add_webauthn"))
    visitor.page.fill("[name=name]", "Telephone")
    visitor.press("Make the passkey")
    assert visitor.reads("The passkey is added.")


def test_a_passkey_is_made_and_opens_the_account_where_one_was_going(open_visitor: OpenVisitor):
    visitor = with_a_device(open_visitor(SWITZERLAND))
    add_a_passkey(visitor)
    visitor.page.context.clear_cookies()
    devices = reverse("settings:sessions")

    visitor.go(f"{reverse('account_login')}?next={devices}")
    visitor.page.check("[name=trusted]")
    visitor.press("Use a passkey")

    visitor.page.wait_for_url(f"**{devices}")
    assert visitor.reads("trusted")
    assert visitor.faults == []


def test_a_passkey_is_a_second_factor_after_the_password(open_visitor: OpenVisitor):
    visitor = with_a_device(open_visitor(SWITZERLAND))
    add_a_passkey(visitor)
    visitor.page.context.clear_cookies()

    visitor.go(reverse("account_login"))
    visitor.page.fill("[name=login]", SWITZERLAND)
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.press("Sign in")
    assert visitor.path == reverse("mfa_authenticate")
    visitor.press("Use a passkey")

    visitor.page.wait_for_url(f"**{reverse('pages:dashboard')}")
    assert visitor.faults == []


def test_another_device_opens_nothing_and_says_so(open_visitor: OpenVisitor):
    add_a_passkey(with_a_device(open_visitor(SWITZERLAND)))
    stranger = with_a_device(open_visitor())

    stranger.go(reverse("account_login"))
    stranger.page.get_by_role("button", name="Use a passkey").click()

    stranger.page.get_by_text("The passkey was not read.").wait_for()
    assert stranger.path == reverse("account_login")


@pytest.mark.parametrize("name", ["account_login", "mfa_add_webauthn"])
def test_without_javascript_no_button_is_shown_that_does_nothing(open_visitor: OpenVisitor, name: str):
    visitor = open_visitor(SWITZERLAND if name == "mfa_add_webauthn" else "", javascript=False)

    visitor.go(reverse(name))

    assert visitor.page.locator("form[data-passkey]").filter(visible=True).count() == 0
    assert visitor.page.locator("main").inner_text().strip()
