"""Reminders before and after a date, once each; a fault in one room keeps no other from reminding."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.common import registry
from apps.common.office_settings import decide
from apps.common.registry import Deadline
from apps.notifications import digests, messages, reminders
from apps.notifications.models import Notice, OutboxMail

from .messages import News, Recalled

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)


def days(number):
    return datetime.timedelta(days=number)


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def rooms(monkeypatch):
    """A registry of this test alone."""
    own = registry.Registry()
    monkeypatch.setattr(reminders, "deadlines", own)
    return own


def deadline(due, people, about=None, since=None):
    def remind(stage):
        return Recalled(about or people[0], seat=1, stage=stage, due=due.isoformat()).queue_for(people)

    return Deadline(since or due - days(60), due, remind)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "due", "stage"),
    [
        (-60, 8, ""),
        (-60, 7, "before"),
        (-60, 0.1, "before"),
        (-60, -1, ""),
        (-60, -2, "after"),
        (-60, -90, "after"),
        (-1, 4, ""),
        (-2, 2, "before"),
    ],
)
def test_before_the_date_and_after_it(since, due, stage):
    found = reminders.stage_of(Deadline(NOW + days(since), NOW + days(due), lambda stage: 0), NOW)

    assert found == stage


@pytest.mark.django_db
def test_the_office_sets_how_long_before_and_after():
    office = UserFactory(secretariat=True)
    decide("notifications.remind_before", 10, by=office)
    decide("notifications.remind_after", 5, by=office)

    stages = [reminders.stage_of(Deadline(NOW - days(60), NOW + days(due), len), NOW) for due in (9, -4, -5)]

    assert stages == ["before", "", "after"]


@pytest.mark.django_db
def test_each_stage_is_told_once_and_to_whoever_joins_too(rooms):
    first, second = UserFactory(), UserFactory()
    people, due = [first], NOW + days(5)
    rooms.add("room", lambda now: [deadline(due, people, about=first)])

    assert [reminders.remind_all(NOW), reminders.remind_all(NOW + days(1))] == [1, 0]
    people.append(second)
    assert reminders.remind_all(NOW + days(1)) == 1
    assert [reminders.remind_all(due + days(3)), reminders.remind_all(due + days(4))] == [2, 0]

    assert OutboxMail.objects.filter(is_reminder=True).count() == 4


@pytest.mark.django_db
def test_a_fault_in_one_room_stops_no_other(rooms, expected_errors):
    person = UserFactory()

    def broken(now):
        raise RuntimeError

    rooms.add("broken", broken)
    rooms.add("room", lambda now: [deadline(NOW + days(5), [person])])

    assert reminders.remind_all(NOW) == 1
    assert "broken" in expected_errors[0]


@pytest.mark.django_db
def test_a_date_that_cannot_be_reckoned_with_stops_no_other_of_its_room(rooms, expected_errors):
    person, never = UserFactory(), datetime.datetime.max.replace(tzinfo=datetime.UTC)
    rooms.add("room", lambda now: [deadline(never, [person]), deadline(NOW + days(5), [person])])

    assert reminders.remind_all(NOW) == 1
    assert "room" in expected_errors[0]


def together(work, times=4):
    start, results, faults = threading.Barrier(times), [], []

    def run():
        try:
            start.wait()
            results.append(work())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=run) for _ in range(times)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    return results


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_workers_in_a_race_remind_once(rooms):
    people = [UserFactory() for _ in range(5)]
    rooms.add("room", lambda now: [deadline(NOW + days(5), people)])

    together(lambda: reminders.remind_all(NOW))

    assert OutboxMail.objects.filter(is_reminder=True).count() == 5
    assert Notice.objects.count() == 5


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_workers_in_a_race_tell_each_notice_in_one_digest():
    people = [UserFactory(secretariat=True) for _ in range(3)]
    for _ in range(4):
        News().queue_for(people)

    together(lambda: digests.queue_due(timezone.now() + days(8)))

    mails = OutboxMail.objects.filter(message="notifications.digest")
    assert sorted(mail.told.count() for mail in mails) == [4, 4, 4]
    assert not Notice.objects.filter(digested_at=None).exists()
