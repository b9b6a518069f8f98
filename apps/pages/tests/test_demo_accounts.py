"""The accounts that the sign-in page of the demonstration names."""

from django.urls import reverse
from django.utils.translation import override

from apps.pages.demonstration import KNOWN_PASSWORD
from apps.pages.templatetags.demonstration import demo_accounts


def test_no_account_is_named_outside_the_demonstration(settings):
    settings.DEMO = False

    assert demo_accounts() == []


def test_the_known_password_is_named_where_only_this_machine_listens(settings):
    settings.DEMO, settings.DEMO_PUBLIC = True, False

    assert {account.password for account in demo_accounts()} == {KNOWN_PASSWORD}


def test_no_password_is_named_where_others_can_reach_it(settings):
    settings.DEMO, settings.DEMO_PUBLIC = True, True

    assert {account.password for account in demo_accounts()} == {""}


def test_the_sign_in_page_of_the_demonstration_names_them(client, db, settings):
    settings.DEMO, settings.DEMO_PUBLIC = True, False
    with override("fr"):
        address = reverse("account_login")

    page = client.get(address).content.decode()

    assert "Comptes de la démonstration" in page
    assert all(account.email in page for account in demo_accounts())


def test_the_sign_in_page_is_silent_outside_the_demonstration(client, db, settings):
    settings.DEMO = False

    page = client.get(reverse("account_login")).content.decode()

    assert "@example.org" not in page
