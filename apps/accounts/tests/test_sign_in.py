"""Signing in and out: one answer for all that fails, brakes for those who guess, sessions that end."""

import datetime
from importlib import import_module
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail as locmem
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from apps.accounts.groups import GROUPS
from apps.accounts.models import User

from .factories import PASSWORD, UserFactory

SIGN_IN = "/en/accounts/login/"
INSIDE = "/en/accounts/password/change/"

pytestmark = pytest.mark.django_db


def sign_in(client, email="zoe@example.org", password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": email, "password": password}, **extra)


def is_inside(client):
    return client.get(INSIDE).status_code == 200


@pytest.mark.parametrize("email", ["zoe@example.org", "ZOE@Example.org", " zoe@example.org "])
def test_an_address_is_one_name_however_it_is_spelt(client, email):
    UserFactory(email="zoe@example.org")

    assert sign_in(client, email).status_code == 302
    assert is_inside(client)


def test_a_wrong_password_an_unknown_and_a_closed_account_answer_alike(client):
    UserFactory(email="zoe@example.org")
    UserFactory(email="out@example.org", is_active=False)

    answers = [
        sign_in(client, email, "not the password") for email in ("zoe@example.org", "no@example.org", "out@example.org")
    ]

    texts = [answer.content.decode().split("<main")[1].split("</main>")[0] for answer in answers]
    texts = [text.replace(name, "") for text, name in zip(texts, ("zoe@", "no@", "out@"), strict=True)]
    hidden = [" ".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line) for text in texts]
    assert {answer.status_code for answer in answers} == {200}
    assert hidden[0] == hidden[1] == hidden[2]
    assert locmem.outbox == []


def test_guessing_is_braked_for_who_guesses_and_not_for_the_owner(client):
    UserFactory(email="zoe@example.org")
    for number in range(10):
        sign_in(client, password=f"guess {number}", REMOTE_ADDR="203.0.113.7")

    sign_in(client, REMOTE_ADDR="203.0.113.7")
    assert not is_inside(client)

    sign_in(client, REMOTE_ADDR="198.51.100.1")
    assert is_inside(client)


def test_a_forged_header_does_not_loosen_the_brake(client):
    UserFactory(email="zoe@example.org")
    for number in range(40):
        sign_in(client, password=f"guess {number}", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.99")

    assert not is_inside(client)


def test_behind_a_proxy_that_we_know_the_brake_minds_who_is_behind_it(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    UserFactory(email="zoe@example.org")
    for number in range(10):
        sign_in(client, password=f"guess {number}", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.7")

    sign_in(client, HTTP_X_FORWARDED_FOR="198.51.100.99, 203.0.113.7")
    assert not is_inside(client)

    sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.7, 198.51.100.1")
    assert is_inside(client)


def test_the_session_gets_a_new_name_at_sign_in(client):
    UserFactory(email="zoe@example.org")
    client.get(SIGN_IN)
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_a_session_ends_twelve_hours_after_sign_in_even_if_it_is_used(client):
    UserFactory(email="zoe@example.org")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client)
        for _ in range(11):
            clock.shift(datetime.timedelta(hours=1))
            session = client.session
            session["touched"] = str(timezone.now())
            session.save()
            assert is_inside(client)
        clock.shift(datetime.timedelta(hours=1, seconds=1))

        assert not is_inside(client)


def test_the_cookie_ends_with_the_browser(client):
    UserFactory(email="zoe@example.org")

    answer = sign_in(client)

    cookie = answer.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")


def test_signing_out_ends_the_session_on_the_server(client):
    UserFactory(email="zoe@example.org")
    sign_in(client)
    stolen = client.cookies["sessionid"].value

    client.post("/en/accounts/logout/")

    client.cookies["sessionid"] = stolen
    assert not is_inside(client)


def test_signing_out_needs_the_button(client):
    UserFactory(email="zoe@example.org")
    sign_in(client)

    assert client.get("/en/accounts/logout/").status_code == 200
    assert is_inside(client)


def test_a_changed_password_ends_other_sessions(client):
    person = UserFactory(email="zoe@example.org")
    elsewhere = type(client)()
    elsewhere.force_login(person)
    sign_in(client)
    words = {"oldpassword": PASSWORD, "password1": "other words for today", "password2": "other words for today"}

    client.post(INSIDE, words)

    assert is_inside(client)
    assert not is_inside(elsewhere)


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "3rdparty/"])
def test_what_is_not_offered_does_not_exist(client, path):
    client.force_login(UserFactory())

    assert client.get(f"/en/accounts/{path}").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "path", ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/"]
)
def test_pages_of_signing_in_answer_in_both_languages(client, language, path):
    answer = client.get(f"/{language}/accounts/{path}")

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


def test_whoever_is_signed_out_is_sent_to_sign_in_and_back(client):
    answer = client.get(INSIDE)

    assert (answer.status_code, urlsplit(answer.url).path) == (302, SIGN_IN)
    assert answer.url.endswith(f"?next={INSIDE}")


def test_nobody_is_sent_to_another_site(client):
    UserFactory(email="zoe@example.org")

    answer = client.post(
        f"{SIGN_IN}?next=https://evil.example.net/", {"login": "zoe@example.org", "password": PASSWORD}
    )

    assert answer.url == reverse("pages:dashboard")


def test_the_groups_of_the_office_are_made_by_a_migration_without_rows_of_permissions():
    migration = import_module("apps.accounts.migrations.0002_groups_of_the_office")

    for _ in range(2):
        migration.make_groups(apps, None)

    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(GROUPS)
    assert not Group.objects.filter(permissions__isnull=False).exists()


def test_names_of_pages_that_are_not_offered_cannot_be_linked():
    with pytest.raises(NoReverseMatch):
        reverse("account_email")


def test_a_superuser_can_be_made_in_an_emergency(capsys):
    call_command("createsuperuser", email="Root@Example.org", name="Root", interactive=False)

    assert User.objects.get(email="root@example.org").is_superuser


@pytest.mark.parametrize(("password", "status"), [(PASSWORD, 302), ("not the password", 200)])
def test_the_password_can_be_asked_for_once_more(client, password, status):
    client.force_login(UserFactory())

    assert client.post("/en/accounts/reauthenticate/", {"password": password}).status_code == status


def test_signing_out_says_so_and_signing_in_does_not_congratulate(client):
    UserFactory(email="zoe@example.org")

    sign_in(client)
    page = client.get(INSIDE).content.decode()
    client.post("/en/accounts/logout/")

    assert "You are signed out." not in page
    assert "zoe@example.org" not in page
    assert "You are signed out." in client.get(SIGN_IN).content.decode()
