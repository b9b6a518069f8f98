"""A mail server is away, hangs, refuses or gives up half-way: the person's action stands, each mail arrives once."""

import contextlib
import datetime
import time
from collections import Counter

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages, tasks
from apps.notifications.models import OutboxMail

from .many import make_known
from .messages import Greeting
from .servers import SMTP_BACKEND, Box, free_port, silent_server, smtp_server

MAILS = 5
pytestmark = pytest.mark.django_db


class Overloaded(Box):
    """Takes the mail and then says that it cannot keep it now."""

    async def handle_DATA(self, server, session, envelope) -> str:
        """Later, please."""
        return "451 4.3.0 try again later"


@contextlib.contextmanager
def away(settings, people):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", free_port()
    yield


@contextlib.contextmanager
def hanging(settings, people):
    with silent_server(settings):
        yield


@contextlib.contextmanager
def refusing(settings, people):
    with smtp_server(settings, refused=frozenset(person.email for person in people)):
        yield


@contextlib.contextmanager
def overloaded(settings, people):
    with smtp_server(settings) as box:
        box.__class__ = Overloaded
        yield


@pytest.fixture(autouse=True)
def greetings_are_known(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])
    make_known(monkeypatch, Greeting)


@pytest.mark.parametrize("trouble", [away, hanging, refusing, overloaded])
def test_after_the_outage_each_mail_arrives_once(settings, trouble):
    people = [UserFactory() for _ in range(MAILS)]
    with trouble(settings, people):
        began = time.perf_counter()
        with transaction.atomic():
            Greeting(UserFactory()).queue_for(people)
        took = time.perf_counter() - began
        for minutes in (0, 2, 10):
            with time_machine.travel(timezone.now() + datetime.timedelta(minutes=minutes)):
                assert delivery.deliver_due().sent == 0
    assert took < 0.5
    identifiers = set(OutboxMail.objects.values_list("message_id", flat=True))

    with smtp_server(settings) as box, time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        tasks.sweep.call_local()
        tasks.sweep.call_local()

    received = Counter(one.mail["Message-ID"] for one in box.mails)
    assert received == Counter(identifiers)
    assert set(OutboxMail.objects.values_list("status", flat=True)) == {OutboxMail.Status.SENT}


def test_tries_end_after_more_than_a_day_and_each_waits_longer():
    waits = list(delivery.BACK_OFF)

    assert waits == sorted(waits)
    assert sum(waits, datetime.timedelta()) > datetime.timedelta(hours=24)
