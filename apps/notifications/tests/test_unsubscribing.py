"""Giving a topic up from within a mail: one click, no sign-in, nothing by looking, nothing with a forged mark."""

import re

import pytest
from django.db import transaction
from django.test import Client

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages
from apps.notifications.choosing import choices_of
from apps.notifications.models import OutboxMail, Preference
from apps.notifications.unsubscribing import read_token, token_for

from .messages import Asked, Must, News

pytestmark = pytest.mark.django_db
DUE = "2026-12-03T17:00:00+00:00"


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def mail_program():
    """No cookie, and whatever asks for a token of a form refuses it."""
    return Client(enforce_csrf_checks=True)


def queue(message, person):
    with transaction.atomic():
        message.queue_for([person])
    return OutboxMail.objects.latest("pk")


def headers(mail):
    return delivery.compose(mail).message()


def address_in(mail):
    return re.fullmatch(r"<http://testserver(/[^>]+)>", headers(mail)["List-Unsubscribe"])[1]


@pytest.mark.parametrize(("language", "path"), [("en", "/en/unsubscribe/"), ("fr", "/fr/desabonnement/")])
def test_one_click_gives_the_topic_up_also_for_who_left(mail_program, language, path):
    person = UserFactory(language=language)
    mail = queue(Asked(due=DUE), person)
    address = address_in(mail)

    answer = mail_program.post(address, {"List-Unsubscribe": "One-Click"})

    assert address.startswith(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain")
    assert choices_of(person.pk) == {"tests": "none"}
    assert not answer.cookies
    assert "http://testserver" + address in mail.text
    assert "http://testserver" + address in mail.html


def test_looking_changes_nothing_and_the_button_does_and_undoes(mail_program):
    person = UserFactory()
    address = address_in(queue(Asked(due=DUE), person))

    page = mail_program.get(address)
    assert page.status_code == 200
    assert "Tests of topics" in page.content.decode()
    assert person.email not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    assert choices_of(person.pk) == {}

    assert mail_program.post(address).status_code == 302
    assert "You receive no more mails on this topic." in mail_program.get(address).content.decode()
    mail_program.post(address, {"again": "1"})
    assert choices_of(person.pk) == {}


def test_a_mandatory_mail_cannot_be_given_up():
    mail = queue(Must(), UserFactory())

    assert headers(mail)["List-Unsubscribe"] is None
    assert headers(mail)["List-Unsubscribe-Post"] is None
    assert "unsubscribe" not in mail.text + mail.html


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_mark_that_we_did_not_make_is_nothing(mail_program, method):
    person, other = UserFactory(), UserFactory()
    good = token_for(person.pk, "tests")
    forged = [good[:-1] + "!", good.replace(str(person.pk), str(other.pk), 1), "x", "1-tests.", f"{person.pk}-tests"]

    for token in forged:
        assert getattr(mail_program, method)(f"/en/unsubscribe/{token}/").status_code == 404

    assert not Preference.objects.exists()
    assert read_token(good) == (person.pk, "tests")


def test_a_mark_of_nobody_gives_up_nothing(mail_program):
    assert mail_program.post(f"/en/unsubscribe/{token_for(10**9, 'tests')}/").status_code == 404


def test_giving_digests_up_leaves_what_is_addressed_to_the_person(mail_program):
    person = UserFactory()
    Preference.objects.create(person=person, topic="lab", frequency="daily")
    address = f"/en/unsubscribe/{token_for(person.pk, 'digest')}/"

    assert "Send me no more digests" in mail_program.get(address).content.decode()
    mail_program.post(address)

    chosen = choices_of(person.pk)
    assert (chosen["tests"], chosen["lab"]) == ("addressed", "none")
    assert "You receive no more digests." in mail_program.get(address).content.decode()


def test_each_of_many_has_a_mark_of_their_own(monkeypatch):
    monkeypatch.setattr(News, "is_same_for_all", True)
    monkeypatch.setattr(News, "is_addressed", True)
    people = [UserFactory(), UserFactory()]
    with transaction.atomic():
        News().queue_for(people)

    for mail in OutboxMail.objects.all():
        assert address_in(mail) in mail.text
        assert address_in(mail) in mail.html
