"""The worker: called after the commit, safe to call in vain, and looking by itself each minute."""

import sqlite3

import pytest
from django.core import mail as locmem
from django.db import transaction

from apps.accounts.tests.factories import UserFactory
from apps.notifications import tasks
from apps.notifications.models import OutboxMail

from .messages import Greeting


@pytest.mark.django_db(transaction=True)
def test_a_committed_mail_is_sent_without_waiting_for_the_clock():
    with transaction.atomic():
        Greeting().queue_for([UserFactory()])
        assert locmem.outbox == []

    assert len(locmem.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_cannot_be_opened_delays_but_loses_nothing(monkeypatch, caplog):
    def broken():
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(tasks, "deliver", broken)
    with transaction.atomic():
        Greeting().queue_for([UserFactory()])
    assert OutboxMail.objects.get().status == OutboxMail.Status.QUEUED
    assert "The worker was not called: OperationalError" in caplog.text

    tasks.sweep.call_local()

    assert len(locmem.outbox) == 1


@pytest.mark.django_db
def test_the_nightly_round_erases_what_is_due():
    tasks.tidy.call_local()

    assert OutboxMail.objects.count() == 0


@pytest.mark.django_db
def test_a_reset_link_is_seen_to_at_once_where_the_queue_cannot_be_opened(monkeypatch):
    def broken(email):
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(tasks, "send_reset_link", broken)
    person = UserFactory()

    tasks.send_reset_link_soon(person.email)

    assert OutboxMail.objects.get().recipient == person
