"""An account moves to another address when both mailboxes have said so, by links that are good once."""

import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail as locmem
from django.test import Client
from django.utils import timezone

from apps.accounts.models import AccountLine, AddressChange, User
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.notifications import delivery

from .links import link_in

ASK = "/en/space/settings/address/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(client):
    person = UserFactory(email="old@example.org", name="Zoe")
    client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
    return person


def ask(client, address="new@example.org"):
    return client.post(ASK, {"address": address})


def links():
    """The path of the link in the mail to each address."""
    delivery.deliver_due()
    return {mail.to[0]: urlsplit(link_in(mail)).path for mail in locmem.outbox}


def answer(path, words="confirm"):
    """Somebody at either mailbox, who is not signed in, presses a button."""
    return Client().post(path, {"answer": words})


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_the_whole_way(client, zoe, order):
    ask(client, "NEW@example.org")
    paths = links()
    first, second = (paths[f"{side}@example.org"] for side in order)

    answer(first)
    zoe.refresh_from_db()
    assert zoe.email == "old@example.org"
    answer(second)

    zoe.refresh_from_db()
    assert zoe.email == "new@example.org"
    locmem.outbox.clear()
    delivery.deliver_due()
    assert {mail.to[0] for mail in locmem.outbox} == {"old@example.org", "new@example.org"}
    assert {mail.subject for mail in locmem.outbox} == {"[Info] Your account has moved to another address"}
    assert not any("new@example.org" in mail.body for mail in locmem.outbox)
    assert set(AccountLine.objects.values_list("kind", flat=True)) == {"address_asked", "address"}


def test_loading_a_link_changes_nothing(client, zoe):
    ask(client)

    for path in links().values():
        for method in (client.head, client.get, client.get):
            assert method(path).status_code == 200

    change = AddressChange.objects.get()
    assert (change.old_confirmed_at, change.new_confirmed_at, change.done_at) == (None, None, None)


def test_a_link_is_good_once(client, zoe):
    ask(client)
    path = links()["old@example.org"]
    answer(path)

    assert answer(path).status_code == 410
    assert client.get(path).status_code == 410


def test_a_link_is_good_for_two_days(client, zoe):
    ask(client)
    path = links()["new@example.org"]

    with time_machine.travel(timezone.now() + datetime.timedelta(hours=49)):
        assert answer(path).status_code == 410


@pytest.mark.parametrize("side", ["old", "new"])
def test_either_mailbox_can_stop_it(client, zoe, side):
    ask(client)
    paths = links()

    answer(paths[f"{side}@example.org"], "stop")

    assert [answer(path).status_code for path in paths.values()] == [410, 410]
    zoe.refresh_from_db()
    assert zoe.email == "old@example.org"


@pytest.mark.parametrize("token", ["x", "eyJjaGFuZ2UiOjF9:1abc:forged", "%00", "a" * 5000])
def test_a_forged_link_opens_nothing(client, token):
    assert client.get(f"/en/accounts/address/{token}/").status_code == 410


def test_an_address_of_somebody_else_answers_alike_and_does_not_move(client, zoe):
    UserFactory(email="taken@example.org")
    answers = []
    for address in ("free@example.org", "taken@example.org"):
        answer_here = ask(client, address)
        page = client.get(answer_here.url).content.decode().split("<main")[1].split('id="lately"')[0]
        lines = [line for line in page.replace(address, "").splitlines() if "csrfmiddlewaretoken" not in line]
        answers.append((answer_here.status_code, answer_here.url, "".join(lines)))
    paths = links()

    assert len(set(answers)) == 1
    assert paths["taken@example.org"] == "/en/accounts/login/"
    assert [mail.subject for mail in locmem.outbox if mail.to == ["taken@example.org"]] == [
        "[Info] Somebody gave your address as theirs"
    ]


def test_an_address_that_was_taken_meanwhile_ends_the_change(client, zoe):
    ask(client)
    paths = links()
    answer(paths["old@example.org"])
    UserFactory(email="new@example.org")

    page = answer(paths["new@example.org"])

    assert "stays where it is" in page.content.decode()
    assert User.objects.get(pk=zoe.pk).email == "old@example.org"


def test_who_reads_at_a_wrong_address_learns_no_name(client, zoe):
    ask(client)
    path = links()["new@example.org"]

    told = next(mail.body for mail in locmem.outbox if mail.to == ["new@example.org"])
    page = type(client)().get(path).content.decode()

    assert "Zoe" not in told + page
    assert "old@example.org" not in told + page


def test_it_asks_for_the_password_again(client, zoe):
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6)):
        asked = ask(client)
        assert asked.url.startswith("/en/accounts/reauthenticate/")
        assert not AddressChange.objects.exists()

        client.post(asked.url, {"password": PASSWORD})

    assert AddressChange.objects.get().new_address == "new@example.org"


def test_it_can_be_withdrawn(client, zoe):
    ask(client)
    paths = links()

    client.post(f"{ASK}withdraw/")

    assert {answer(path).status_code for path in paths.values()} == {410}


def test_no_mailbox_is_flooded(client, zoe):
    answers = [ask(client, f"a{number}@example.org").status_code for number in range(5)]

    assert answers == [302, 302, 302, 429, 429]


def test_it_dies_with_the_account(client, zoe):
    ask(client)
    paths = links()
    User.objects.filter(pk=zoe.pk).update(is_active=False)

    assert {answer(path).status_code for path in paths.values()} == {410}


@pytest.mark.parametrize(
    "typed", ["", "no address", "old@example.org", "a\x00@example.org", f"{'a' * 300}@example.org"]
)
def test_what_is_no_other_address_is_refused_at_its_field(client, zoe, typed):
    page = ask(client, typed)

    assert page.status_code == 200
    assert page.context["form"].errors["address"]
    assert not AddressChange.objects.exists()
