"""Several workers at the same outbox at once: each mail goes out once."""

import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages
from apps.notifications.models import OutboxMail

from .messages import Greeting
from .servers import smtp_server

WORKERS, MAILS = 6, 24


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_workers_in_a_race_send_each_mail_once(settings, monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])
    with transaction.atomic():
        Greeting(UserFactory()).queue_for([UserFactory() for _ in range(MAILS)])
    start, tallies, faults = threading.Barrier(WORKERS), [], []

    def work():
        try:
            start.wait()
            tallies.append(delivery.deliver_due())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    with smtp_server(settings) as box:
        workers = [threading.Thread(target=work) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    received = Counter(one.mail["Message-ID"] for one in box.mails)
    assert faults == []
    assert received == Counter(OutboxMail.objects.values_list("message_id", flat=True))
    assert sum(tally.sent for tally in tallies) == len(received) == MAILS
    assert set(OutboxMail.objects.values_list("status", "attempts")) == {("sent", 1)}
