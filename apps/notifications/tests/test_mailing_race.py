"""A mailing under many hands at once: pressed by several, stopped while workers wait, sent by four workers."""

import threading
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages
from apps.notifications.mailings import confirm_mailing, stop_mailing
from apps.notifications.models import Mailing, OutboxMail

from .many import ToAll, make_known
from .servers import smtp_server

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE, MAILS = 4, 20


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])
    make_known(monkeypatch, ToAll)


def at_once(*gestures):
    """Run these at one barrier; returns what they gave and the names of faults."""
    start, outcomes = threading.Barrier(len(gestures)), []

    def run(gesture):
        try:
            start.wait()
            outcomes.append(gesture())
        except Exception as fault:
            outcomes.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[gesture]) for gesture in gestures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def people():
    return [UserFactory() for _ in range(MAILS)]


def test_one_form_sent_by_several_at_once_is_one_mailing():
    about, office, many = UserFactory(), UserFactory(secretariat=True), people()

    found = at_once(*[lambda: confirm_mailing(ToAll(about), many, by=office, once="form").pk] * AT_ONCE)

    assert set(found) == {Mailing.objects.get().pk}
    assert OutboxMail.objects.count() == MAILS


def test_four_workers_send_each_mail_of_a_mailing_once(settings):
    mailing = confirm_mailing(ToAll(UserFactory()), people(), by=UserFactory(secretariat=True), once="form")
    now = timezone.now()
    Mailing.objects.update(leaves_at=now)
    OutboxMail.objects.update(next_attempt_at=now)

    with smtp_server(settings) as box:
        tallies = at_once(*[lambda: delivery.deliver_due().sent] * AT_ONCE)

    received = Counter(one.mail["Message-ID"] for one in box.mails)
    assert sum(tallies) == MAILS
    assert received == Counter(mailing.mails.values_list("message_id", flat=True))


def test_a_stop_against_workers_splits_the_mails_and_loses_none(settings):
    office = UserFactory(secretariat=True)
    mailing = confirm_mailing(ToAll(UserFactory()), people(), by=office, once="form")
    # As if the clocks of worker and office differed: the worker's says that it may leave.
    OutboxMail.objects.update(next_attempt_at=timezone.now())

    with smtp_server(settings) as box:
        outcomes = at_once(
            lambda: stop_mailing(mailing, by=office), *[lambda: delivery.deliver_due().sent] * (AT_ONCE - 1)
        )

    statuses = Counter(mailing.mails.values_list("status", flat=True))
    assert all(not isinstance(outcome, str) for outcome in outcomes), outcomes
    assert statuses["stopped"] + statuses["sent"] == MAILS
    assert len(box.mails) == statuses["sent"] == 0
