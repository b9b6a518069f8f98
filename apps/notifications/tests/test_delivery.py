"""Delivery: each mail once, to one person who may still have it; failures wait longer and longer, then end."""

import datetime
from email.utils import parsedate_to_datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail as locmem
from django.db import transaction
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages
from apps.notifications.models import OutboxMail

from .messages import Greeting, Guarded, Secret
from .servers import FaultyBackend

Status = OutboxMail.Status


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{FaultyBackend.__module__}.FaultyBackend"
    FaultyBackend.faults, FaultyBackend.accepted, FaultyBackend.in_transaction = [], [], []
    return FaultyBackend


def queue(*people, message=None):
    with transaction.atomic():
        (message or Greeting(UserFactory())).queue_for(people or [UserFactory()])
    return OutboxMail.objects.order_by("-pk").first()


@pytest.mark.django_db
def test_a_mail_goes_out_once_and_is_marked():
    mail = queue()

    first, second = delivery.deliver_due(), delivery.deliver_due()

    mail.refresh_from_db()
    assert (first.sent, second.sent, len(locmem.outbox)) == (1, 0, 1)
    assert (mail.status, mail.attempts, mail.claimed_until) == (Status.SENT, 1, None)
    assert mail.sent_at is not None


@pytest.mark.django_db
def test_the_mail_names_one_person_and_says_that_a_machine_sent_it(settings):
    settings.DEFAULT_FROM_EMAIL = "Rabat Process <portal@rabat.example>"
    mail = queue(UserFactory(email="zoe@example.org"), UserFactory(email="ali@example.org"))

    delivery.deliver_due()

    sent = next(one for one in locmem.outbox if one.to == [mail.address])
    travelling = sent.message()
    assert sent.recipients() == [mail.address]
    assert travelling["From"] == "Rabat Process <portal@rabat.example>"
    assert travelling["Message-ID"] == mail.message_id
    assert travelling["In-Reply-To"] == travelling["References"] == mail.thread_id
    assert travelling["Auto-Submitted"] == "auto-generated"
    assert travelling["X-Auto-Response-Suppress"] == "All"
    assert parsedate_to_datetime(travelling["Date"]) == mail.created_at.replace(microsecond=0)
    assert [part.get_content_type() for part in travelling.get_payload()] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_somebody_who_may_no_longer_sign_in_receives_nothing():
    person = UserFactory()
    mail = queue(person)
    person.is_active = False
    person.save()

    tally = delivery.deliver_due()

    mail.refresh_from_db()
    assert (tally.withheld, mail.status, locmem.outbox) == (1, Status.WITHHELD, [])


@pytest.mark.django_db
def test_somebody_who_lost_the_right_receives_nothing():
    person = UserFactory(secretariat=True)
    mail = queue(person, message=Guarded(UserFactory()))
    person.groups.clear()

    delivery.deliver_due()

    mail.refresh_from_db()
    assert (mail.status, locmem.outbox) == (Status.WITHHELD, [])


@pytest.mark.django_db
def test_somebody_who_keeps_the_right_receives_it():
    queue(UserFactory(secretariat=True), message=Guarded(UserFactory()))

    assert delivery.deliver_due().sent == 1


@pytest.mark.django_db
def test_nothing_is_said_about_what_is_gone():
    gone = UserFactory()
    mail = queue(message=Greeting(gone))
    gone.delete()

    delivery.deliver_due()

    mail.refresh_from_db()
    assert (mail.status, locmem.outbox) == (Status.WITHHELD, [])


@pytest.mark.django_db
def test_a_worker_that_dies_after_the_claim_leaves_a_lease_that_runs_out():
    mail = queue()
    assert delivery.claim(mail.pk) is not None
    assert delivery.deliver_due().sent == 0

    with time_machine.travel(timezone.now() + delivery.LEASE + datetime.timedelta(seconds=1)):
        assert delivery.deliver_due().sent == 1
        assert delivery.deliver_due().sent == 0

    assert len(locmem.outbox) == 1


@pytest.mark.django_db
def test_a_claim_is_had_by_one():
    mail = queue()

    assert [delivery.claim(mail.pk) is not None for _ in range(3)] == [True, False, False]


@pytest.mark.django_db
def test_failures_wait_longer_each_time_then_the_mail_is_given_up(server):
    mail = queue()
    server.faults = [SMTPRecipientsRefused({"a": (450, b"secret words of the server")})] * delivery.MOST_ATTEMPTS
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(delivery.MOST_ATTEMPTS):
            delivery.deliver_due()
            mail.refresh_from_db()
            assert mail.last_error == "SMTPRecipientsRefused"
            waits.append(mail.next_attempt_at - timezone.now())
            clock.move_to(mail.next_attempt_at)

    assert waits[:-1] == list(delivery.BACK_OFF)
    assert (mail.status, mail.attempts, server.accepted) == (Status.DEAD, delivery.MOST_ATTEMPTS, [])


@pytest.mark.django_db
def test_every_attempt_carries_the_same_message_id(server):
    mail = queue()
    server.faults = [SMTPServerDisconnected()]
    delivery.deliver_due()

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        delivery.deliver_due()

    mail.refresh_from_db()
    assert [one.message()["Message-ID"] for one in server.accepted] == [mail.message_id]
    assert (mail.status, mail.attempts, mail.last_error) == (Status.SENT, 2, "")


@pytest.mark.django_db
def test_a_refused_recipient_does_not_hold_up_the_others(server):
    queue(UserFactory(), UserFactory(), UserFactory())
    server.faults = [SMTPRecipientsRefused({})]

    tally = delivery.deliver_due()

    assert (tally.sent, tally.failed) == (2, 1)


@pytest.mark.django_db
def test_a_mail_that_cannot_be_composed_does_not_hold_up_the_others():
    broken = queue()
    OutboxMail.objects.filter(pk=broken.pk).update(subject="two\nlines")
    queue()

    tally = delivery.deliver_due()

    broken.refresh_from_db()
    assert (tally.sent, tally.failed, broken.last_error) == (1, 1, "BadHeaderError")


@pytest.mark.django_db
def test_a_server_that_is_away_costs_one_attempt_not_all(server):
    queue(UserFactory(), UserFactory(), UserFactory())
    server.faults = [ConnectionRefusedError()] * 3

    tally = delivery.deliver_due()

    assert (tally.sent, tally.failed) == (0, 1)
    assert sorted(OutboxMail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_server_is_talked_to(server):
    queue(UserFactory(), UserFactory())

    delivery.deliver_due()

    assert server.in_transaction == [False, False]


@pytest.mark.django_db
def test_a_round_ends_at_its_limit():
    queue(UserFactory(), UserFactory(), UserFactory())

    assert [delivery.deliver_due(limit=2).sent, delivery.deliver_due(limit=2).sent] == [2, 1]


@pytest.mark.django_db
def test_a_secret_mail_loses_its_words_when_it_is_settled(server):
    mail = queue(message=Secret())
    server.faults = [SMTPRecipientsRefused({})]
    delivery.deliver_due()
    mail.refresh_from_db()
    assert mail.text

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        delivery.deliver_due()

    mail.refresh_from_db()
    assert (mail.status, mail.text, mail.html) == (Status.SENT, "", "")
    assert "Dear" in server.accepted[0].body


@pytest.mark.django_db
def test_words_of_settled_mails_are_erased_after_a_month():
    sent, waiting = queue(), None
    delivery.deliver_due()
    waiting = queue()

    with time_machine.travel(timezone.now() + delivery.BODY_KEPT + datetime.timedelta(days=1)):
        assert delivery.erase_old_bodies() == 1

    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.text, sent.html, sent.subject != "") == ("", "", True)
    assert waiting.text


@pytest.mark.django_db
def test_a_mail_follows_its_recipient_to_a_new_address():
    person = UserFactory(email="old@example.org")
    mail = queue(person)
    person.email = "new@example.org"
    person.save()

    delivery.deliver_due()

    mail.refresh_from_db()
    assert (mail.address, [one.to for one in locmem.outbox]) == ("new@example.org", [["new@example.org"]])
