"""The first visit: a form after accepting; sending it sets a password and signs in, and then it is closed."""

import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail as locmem
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import make_welcome_token
from apps.notifications import delivery
from apps.notifications.tests.links import link_in
from apps.partners.services import invite

from .factories import MandateFactory, secretariat_member

PASSWORD = "quatre mots pour entrer"

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited():
    """A new focal point with the path of the link that was mailed."""
    mandate = MandateFactory(user__language="fr", user__password=None, user__name="Awa Sow")
    invite(mandate, by=secretariat_member())
    delivery.deliver_due()
    (mail,) = locmem.outbox
    accepted = Client().post(urlsplit(link_in(mail)).path)
    return mandate.user, accepted.url


def send(client, path, password=PASSWORD, again=None):
    return client.post(path, {"password": password, "again": password if again is None else again})


def test_from_the_mail_to_the_space(client, invited):
    person, path = invited

    page = client.get(path)
    entered = send(client, path)

    assert page.status_code == 200
    assert "Bienvenue, Awa Sow" in page.content.decode()
    assert (entered.status_code, entered.url) == (302, reverse("pages:dashboard").replace("/en/", "/fr/"))
    assert client.session["_auth_user_id"] == str(person.pk)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert person.last_login is not None


def test_loading_the_link_changes_nothing(client, invited):
    person, path = invited

    for method in (client.head, client.get, client.get, client.get):
        assert method(path).status_code == 200

    person.refresh_from_db()
    assert (person.has_usable_password(), person.last_login) == (False, None)
    assert send(client, path).status_code == 302


def test_a_used_link_is_closed_for_good(client, invited):
    _, path = invited
    send(client, path)
    client.logout()

    assert client.get(path).status_code == 410
    assert send(client, path, "another long password").status_code == 410
    assert not client.session.get("_auth_user_id")


def test_it_ends_after_seven_days(client, invited):
    _, path = invited

    with time_machine.travel(timezone.now() + datetime.timedelta(days=6, hours=23)):
        assert client.get(path).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, minutes=1)):
        assert client.get(path).status_code == 410
        assert send(client, path).status_code == 410


@pytest.mark.parametrize("change", ["signed in", "other address", "deactivated", "mandate ended", "other password"])
def test_it_ends_with_what_it_was_made_for(client, invited, change):
    person, path = invited
    if change == "signed in":
        User.objects.update(last_login=timezone.now())
    elif change == "other address":
        User.objects.filter(pk=person.pk).update(email="new@example.org")
    elif change == "deactivated":
        User.objects.update(is_active=False)
    elif change == "mandate ended":
        person.mandates.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    else:
        person.set_password("something else entirely")
        person.save()

    assert client.get(path).status_code == 410
    assert send(client, path).status_code == 410


def test_closed_links_say_the_same_whether_or_not_there_is_an_account(client, invited):
    person, path = invited
    User.objects.filter(pk=person.pk).update(is_active=False)
    closed = client.get(path).content
    nobody = User(pk=999_999, email="nobody@example.org")
    never = client.get(f"/fr/accounts/welcome/{make_welcome_token(nobody)}/").content
    invented = client.get("/fr/accounts/welcome/abc:def:ghi/").content

    assert never.replace(make_welcome_token(nobody).encode(), b"") != b""
    words = [
        " ".join(text.decode().split("<main")[1].split("</main>")[0].split()) for text in (closed, never, invented)
    ]
    assert words[0] == words[1] == words[2]
    assert person.email not in words[0]


@pytest.mark.parametrize(
    ("password", "again", "fault"),
    [
        (PASSWORD, "quatre mots pour sortir", "Les deux mots de passe ne sont pas identiques."),
        ("court", "court", "12 caractères"),
        ("", "", "Ce champ est obligatoire."),
    ],
)
def test_a_password_that_will_not_do_is_asked_for_again(client, invited, password, again, fault):
    person, path = invited

    answer = send(client, path, password, again)

    assert answer.status_code == 200
    assert fault in answer.content.decode()
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_somebody_else_who_is_signed_in_gives_way(client, invited):
    person, path = invited
    client.force_login(User.objects.exclude(pk=person.pk).first())

    send(client, path)

    assert client.session["_auth_user_id"] == str(person.pk)
