"""Signing in by a code from a mail: the code opens once, for a while, in the browser that asked for it."""

import re
import time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail as locmem

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory, code_of_app
from apps.notifications import delivery
from apps.notifications.models import OutboxMail

ASK, CONFIRM = "/en/accounts/login/code/", "/en/accounts/login/code/confirm/"

pytestmark = pytest.mark.django_db


def mailed_code():
    delivery.deliver_due()
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", locmem.outbox[-1].body, re.MULTILINE)[0]


def ask(client, email="zoe@example.org", **extra):
    return client.post(ASK, {"email": email, **extra})


def is_inside(client):
    return client.get("/en/space/settings/").status_code == 200


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}".lower()])
def test_the_whole_way(client, typed):
    UserFactory(email="zoe@example.org", password=None)

    asked = ask(client, "ZOE@example.org")
    shown = client.get(CONFIRM)
    signed_in = client.post(CONFIRM, {"code": typed.format(mailed_code())})

    assert asked.url == CONFIRM
    assert "zoe@example.org" in shown.content.decode().lower()
    assert signed_in.status_code == 302
    assert is_inside(client)
    assert not EmailAddress.objects.exists()


def test_it_leads_on_to_where_one_was_going(client):
    UserFactory(email="zoe@example.org")
    answer = client.post(f"{ASK}?next=/en/space/settings/data/", {"email": "zoe@example.org"})

    assert client.post(answer.url, {"code": mailed_code()}).url == "/en/space/settings/data/"


def test_the_mail_is_in_the_language_of_the_account_and_its_words_are_erased(client):
    UserFactory(email="zoe@example.org", language="fr")
    ask(client)

    mailed_code()

    assert locmem.outbox[0].subject.startswith("[Pour action]")
    assert OutboxMail.objects.get().text == ""


def test_it_opens_in_the_asking_browser_only(client):
    UserFactory(email="zoe@example.org")
    elsewhere = type(client)()
    ask(client)

    assert elsewhere.get(CONFIRM).url == ASK


def test_it_is_good_for_a_quarter_of_an_hour(client):
    UserFactory(email="zoe@example.org")
    ask(client)
    code = mailed_code()

    with time_machine.travel(time.time() + 16 * 60):
        client.post(CONFIRM, {"code": code})

        assert not is_inside(client)


def test_three_wrong_codes_end_it(client):
    UserFactory(email="zoe@example.org")
    ask(client)
    code = mailed_code()
    for _ in range(3):
        client.post(CONFIRM, {"code": "BBBB-BBBB"})

    client.post(CONFIRM, {"code": code})

    assert not is_inside(client)


def test_another_code_can_be_asked_for_and_replaces_the_first(client):
    UserFactory(email="zoe@example.org")
    ask(client)
    first = mailed_code()
    client.post(CONFIRM, {"action": "resend"})
    second = mailed_code()

    client.post(CONFIRM, {"code": first})
    assert not is_inside(client)
    client.post(CONFIRM, {"code": second})
    assert is_inside(client)


def test_the_second_factor_is_asked_for_after_the_code_too(client):
    UserFactory(email="zoe@example.org", second_factor=True)
    ask(client)

    answer = client.post(CONFIRM, {"code": mailed_code()})

    assert answer.url == "/en/accounts/2fa/authenticate/"
    assert not is_inside(client)
    client.post(answer.url, {"code": code_of_app()})
    assert is_inside(client)


def test_it_dies_with_the_account(client):
    person = UserFactory(email="zoe@example.org")
    ask(client)
    code = mailed_code()
    User.objects.filter(pk=person.pk).update(is_active=False)

    client.post(CONFIRM, {"code": code})

    assert not is_inside(client)


def test_one_can_go_back_to_the_sign_in_page(client):
    ask(client, "nobody@example.org")

    back = client.post("/en/accounts/logout/", {"next": "/en/accounts/login/"})

    assert back.url == "/en/accounts/login/"
    assert client.get("/en/accounts/login/").status_code == 200
