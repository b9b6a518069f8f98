"""Mailings: confirmed once however often it is pressed, waiting a minute, stopped within it, each mail sent once."""

import datetime
import time
import uuid

import pytest
import time_machine
from django.core import mail as locmem
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages
from apps.notifications.mailings import confirm_mailing, stop_mailing
from apps.notifications.models import PAUSE_BEFORE_LEAVING, Mailing, Notice, OutboxMail
from apps.notifications.queries import notices_for

from .many import ToAll, make_known

Status = OutboxMail.Status
SECOND = datetime.timedelta(seconds=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])
    make_known(monkeypatch, ToAll)


def confirmed(people, by=None, once="form-1"):
    return confirm_mailing(ToAll(UserFactory()), people, by=by or UserFactory(secretariat=True), once=once)


def test_nothing_leaves_within_the_minute_and_everything_after_it():
    people = [UserFactory() for _ in range(3)]
    mailing = confirmed(people)

    assert delivery.deliver_due().sent == 0
    with time_machine.travel(mailing.leaves_at - SECOND, tick=False):
        assert delivery.deliver_due().sent == 0
    with time_machine.travel(mailing.leaves_at + SECOND, tick=False):
        assert delivery.deliver_due().sent == 3
        assert delivery.deliver_due().sent == 0

    assert mailing.leaves_at - mailing.created_at == pytest.approx(PAUSE_BEFORE_LEAVING, abs=SECOND)
    assert sorted(mail.to for mail in locmem.outbox) == sorted([person.email] for person in people)


def test_a_mailing_that_is_stopped_reaches_nobody():
    office = UserFactory(secretariat=True)
    mailing = confirmed([UserFactory() for _ in range(3)], office)

    assert stop_mailing(mailing, by=office)
    with time_machine.travel(mailing.leaves_at + datetime.timedelta(hours=1), tick=False):
        delivery.deliver_due()

    assert locmem.outbox == []
    assert (mailing.is_stopped, mailing.stopped_by) == (True, office)
    assert set(OutboxMail.objects.values_list("status", flat=True)) == {Status.STOPPED}


def test_the_inbox_shows_it_once_it_has_left_and_never_when_it_was_stopped():
    person, office = UserFactory(secretariat=True), UserFactory(secretariat=True)
    left, stopped = confirmed([person], office, "left"), confirmed([person], office, "stopped")
    stop_mailing(stopped, by=office)
    assert Notice.objects.count() == 2
    assert notices_for(person) == []

    with time_machine.travel(left.leaves_at + SECOND, tick=False):
        assert len(notices_for(person)) == 1


def test_the_same_form_twice_is_one_mailing():
    people, office = [UserFactory() for _ in range(3)], UserFactory(secretariat=True)
    key = str(uuid.uuid4())

    first, second = confirmed(people, office, key), confirmed(people, office, key)

    assert first == second
    assert (Mailing.objects.count(), OutboxMail.objects.count(), Notice.objects.count()) == (1, 3, 3)


def test_it_is_stopped_once_and_not_after_it_has_left():
    office = UserFactory(secretariat=True)
    twice, late = confirmed([UserFactory()], office, "twice"), confirmed([UserFactory()], office, "late")

    assert [stop_mailing(twice, by=office) for _time in range(2)] == [True, False]
    with time_machine.travel(late.leaves_at + SECOND, tick=False):
        assert not stop_mailing(late, by=office)
        assert delivery.deliver_due().sent == 1
    late.refresh_from_db()
    assert not late.is_stopped


def test_a_mail_that_a_worker_has_taken_may_leave_and_no_other_does():
    office = UserFactory(secretariat=True)
    mailing = confirmed([UserFactory() for _ in range(3)], office)
    taken = mailing.mails.order_by("pk").first()
    until = timezone.now() + delivery.LEASE
    OutboxMail.objects.filter(pk=taken.pk).update(status=Status.SENDING, claimed_until=until)

    assert stop_mailing(mailing, by=office)

    assert list(mailing.mails.order_by("pk").values_list("status", flat=True)) == ["sending", "stopped", "stopped"]
    assert delivery.claim(taken.pk) is None


def test_the_mail_of_a_worker_that_died_before_the_stop_is_not_sent_by_the_next():
    office = UserFactory(secretariat=True)
    mailing = confirmed([UserFactory()], office)
    mailing.mails.update(status=Status.SENDING, claimed_until=timezone.now() + SECOND)
    stop_mailing(mailing, by=office)

    with time_machine.travel(mailing.leaves_at + delivery.LEASE, tick=False):
        tally = delivery.deliver_due()

    assert (tally.sent, tally.stopped, locmem.outbox) == (0, 1, [])
    assert mailing.mails.get().status == Status.STOPPED


@pytest.mark.parametrize("reader", [{}, {"is_superuser": False}])
def test_others_neither_confirm_nor_stop(reader):
    person = UserFactory(**reader)
    with pytest.raises(PermissionDenied):
        confirmed([UserFactory()], person)
    mailing = confirmed([UserFactory()])
    with pytest.raises(PermissionDenied):
        stop_mailing(mailing, by=person)


def test_people_who_may_not_sign_in_are_neither_counted_nor_told():
    mailing = confirmed([UserFactory(), UserFactory(is_active=False)])

    assert (mailing.recipients, mailing.mails.count()) == (1, 1)


def test_five_hundred_are_confirmed_in_half_a_second(django_assert_max_num_queries):
    User.objects.bulk_create(
        User(email=f"person{number}@example.org", name=f"Person {number}", language=("en", "fr")[number % 2])
        for number in range(500)
    )
    people, office = list(User.objects.order_by("pk")), UserFactory(secretariat=True)
    message = ToAll(UserFactory())

    took = []
    for number in range(3):  # what a busy machine adds, it does not add each time
        began = time.process_time()  # others compete for the clock on the wall
        with django_assert_max_num_queries(40), transaction.atomic():
            mailing = confirm_mailing(message, people, by=office, once=f"many {number}")
        took.append(time.process_time() - began)

        assert mailing.mails.count() == mailing.recipients == 500
    assert min(took) < 0.5, took
