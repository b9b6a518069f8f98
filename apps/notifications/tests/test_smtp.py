"""A real conversation with a mail server, and with one that refuses, stays silent or is not there."""

import pytest
from django.db import transaction

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages
from apps.notifications.models import OutboxMail

from .messages import Greeting
from .servers import SMTP_BACKEND, free_port, silent_server, smtp_server


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def queue(*people):
    with transaction.atomic():
        Greeting(UserFactory()).queue_for(people)


@pytest.mark.django_db
def test_accents_both_parts_and_headers_survive_the_journey(settings):
    settings.DEFAULT_FROM_EMAIL = "portal@rabat.example"
    queue(UserFactory(email="zoe@example.org", name="Zoé Ndong-Éyéné", language="fr"))

    with smtp_server(settings) as box:
        assert delivery.deliver_due().sent == 1

    (received,) = box.mails
    stored = OutboxMail.objects.get()
    assert (received.sender, received.recipients) == ("portal@rabat.example", ["zoe@example.org"])
    assert received.mail["Subject"] == stored.subject == "[Info] Votre mot de passe a été modifié"
    assert received.mail["Message-ID"] == stored.message_id
    assert received.mail["To"] == "zoe@example.org"
    assert "Bonjour Zoé Ndong-Éyéné," in received.mail.get_body(("plain",)).get_content()
    assert "Bonjour Zoé Ndong-Éyéné," in received.mail.get_body(("html",)).get_content()


@pytest.mark.django_db
def test_each_of_many_has_an_envelope_of_their_own(settings):
    people = [UserFactory() for _ in range(5)]
    queue(*people)

    with smtp_server(settings) as box:
        delivery.deliver_due()

    assert sorted(received.recipients for received in box.mails) == sorted([person.email] for person in people)


@pytest.mark.django_db
def test_a_refused_mailbox_waits_while_the_others_receive(settings):
    queue(UserFactory(email="gone@example.org"), UserFactory(email="here@example.org"))

    with smtp_server(settings, refused=frozenset({"gone@example.org"})) as box:
        tally = delivery.deliver_due()

    assert (tally.sent, tally.failed) == (1, 1)
    assert [received.recipients for received in box.mails] == [["here@example.org"]]
    assert OutboxMail.objects.get(address="gone@example.org").last_error == "SMTPRecipientsRefused"


@pytest.mark.django_db
def test_a_silent_server_is_left_after_the_time_allowed(settings):
    queue(UserFactory(), UserFactory())

    with silent_server(settings):
        tally = delivery.deliver_due()

    assert (tally.sent, tally.failed) == (0, 1)
    assert OutboxMail.objects.exclude(last_error="").get().last_error == "SMTPServerDisconnected"


@pytest.mark.django_db
def test_nothing_is_lost_while_the_server_is_away(settings):
    queue(UserFactory(), UserFactory())
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", free_port()
    assert delivery.deliver_due().sent == 0
    OutboxMail.objects.update(next_attempt_at=OutboxMail.objects.earliest("created_at").created_at)

    with smtp_server(settings) as box:
        assert delivery.deliver_due().sent == 2

    assert len(box.mails) == 2
