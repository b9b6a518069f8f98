"""Digests: everything that immediate readers receive, in one mail, once, to those who may still see it."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail as locmem
from django.db import transaction

from apps.accounts.groups import ADMINISTRATORS
from apps.accounts.tests.factories import UserFactory
from apps.common.office_settings import decide
from apps.notifications import delivery, digests, messages, outbox
from apps.notifications.models import Mailing, Notice, OutboxMail, Preference

from .messages import Asked, Guarded, News, Sealed
from .servers import smtp_server

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
# A Wednesday; digests leave at 7 in the morning, the weekly one on Mondays.
WEDNESDAY = datetime.datetime(2026, 11, 25, 12, tzinfo=UTC)
MONDAY = datetime.datetime(2026, 11, 30, 6, 7, tzinfo=UTC)
DUE = "2026-12-03T17:00:00+00:00"


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


def queue(message, *people, **more):
    with transaction.atomic():
        return message.queue_for(people, **more)


def member(**fields):
    return UserFactory(secretariat=True, **fields)


def choose(person, choice):
    Preference.objects.update_or_create(person=person, topic="tests", defaults={"frequency": choice})


def administrator_too(monkeypatch):
    """A member who, for now, may also know of what only administrators may."""
    monkeypatch.setattr(Guarded, "topic", "tests")
    monkeypatch.setattr(Guarded, "permission", "accounts.assign_groups")
    return member(administrator=True)


def digest_of(person):
    return OutboxMail.objects.get(recipient=person, message="notifications.digest")


def test_a_weekly_digest_leaves_on_its_day_and_hour_and_once(clock):
    person = member()
    queue(News(), person)

    assert digests.queue_due(MONDAY - datetime.timedelta(minutes=10)) == 0
    assert digests.queue_due(MONDAY) == 1
    assert digests.queue_due(MONDAY + datetime.timedelta(days=7)) == 0

    mail = digest_of(person)
    assert (mail.subject, mail.topic) == ("[Info] Your weekly digest: one notice", "digest")
    assert "Your password has been changed" in mail.text
    assert Notice.objects.get().digest == mail


def test_a_daily_digest_leaves_at_the_hour_of_the_readers_zone():
    brussels, praia = member(), member(time_zone="Atlantic/Cape_Verde")
    for person in (brussels, praia):
        choose(person, "daily")
        queue(News(), person)
    morning = datetime.datetime(2026, 11, 26, 6, 30, tzinfo=UTC)

    assert digests.queue_due(morning) == 1
    assert digest_of(brussels).subject == "[Info] Your daily digest: one notice"
    assert digests.queue_due(morning + datetime.timedelta(hours=2)) == 1
    assert digest_of(praia)


def test_an_unknown_zone_is_that_of_the_portal_and_the_office_sets_hour_and_day():
    office = UserFactory(secretariat=True)
    decide("notifications.digest_hour", 17, by=office)
    decide("notifications.digest_day", "4", by=office)

    slot = digests.latest_slot("weekly", "Mars/Olympus", MONDAY)

    assert slot == datetime.datetime(2026, 11, 27, 16, tzinfo=UTC)


def test_a_worker_that_was_away_tells_later_and_nothing_new_is_told_before_its_moment(clock):
    person = member()
    queue(News(), person)
    tuesday = MONDAY + datetime.timedelta(days=1)
    clock.move_to(tuesday)
    queue(News(), person)

    assert digests.queue_due(tuesday) == 1

    assert "one notice" in digest_of(person).subject
    assert Notice.objects.filter(digested_at=None).count() == 1


def test_digest_readers_receive_everything_that_immediate_readers_do():
    at_once, daily = member(), member()
    choose(at_once, "at_once")
    choose(daily, "daily")
    told = [News(), Asked(due=DUE), *(News() for _ in range(30))]
    for message in told:
        queue(message, at_once, daily)

    digests.queue_due(MONDAY)

    mails = OutboxMail.objects.filter(recipient=at_once)
    parts = OutboxMail.objects.filter(recipient=daily, message="notifications.digest").order_by("pk")
    assert mails.count() == len(told)
    assert [mail.told.count() for mail in parts] == [15, 15, 2]
    first = parts[0]
    assert "[Action] Your password has been changed" in first.text
    words = "The password of your account on the portal"
    assert words in mails[0].text
    assert words in first.text
    assert words in first.html
    assert all(len((mail.text + mail.html).encode()) <= 30 * 1024 for mail in parts)


def test_what_happened_to_the_same_thing_stands_together():
    person = member()
    one, other = UserFactory(), UserFactory()
    for about in (one, other, one):
        queue(News(about), person)

    digests.queue_due(MONDAY)

    rows = list(Notice.objects.order_by("pk"))
    told = list(digests.told_to(person, digests.visible_rows(person, rows)))
    (section,) = digests.grouped(told)
    assert [len(entries) for entries in section["objects"]] == [2, 1]
    assert section["label"] == "Tests of topics"
    assert digest_of(person).html.count('<div class="mark"') == 2


def test_a_digest_speaks_the_readers_language_and_names_nothing_restricted():
    person = UserFactory(language="fr", secretariat=True)
    choose(person, "daily")
    queue(News(), person)
    queue(Sealed(UserFactory(name="Marker of a title")), person)

    digests.queue_due(MONDAY)

    mail = digest_of(person)
    assert mail.subject == "[Info] Votre récapitulatif du jour\u202f: 2 avis"
    assert "Votre mot de passe a été modifié" in mail.text
    assert "un contenu à diffusion restreinte vous attend" in mail.text
    assert "Marker" not in mail.text + mail.html


def test_who_may_see_none_of_it_any_more_gets_no_mail(monkeypatch):
    person = administrator_too(monkeypatch)
    queue(Guarded(UserFactory()), person)
    person.groups.remove(Group.objects.get(name=ADMINISTRATORS))

    assert digests.queue_due(MONDAY) == 0

    assert not OutboxMail.objects.exists()
    assert Notice.objects.get().digested_at is not None


def test_who_has_no_role_any_more_gets_no_digest_nor_one_that_was_queued():
    leaver, other = member(), member()
    queue(News(), leaver, other)
    leaver.groups.clear()

    assert digests.queue_due(MONDAY) == 1
    assert digest_of(other)

    other.groups.clear()
    delivery.deliver_all()
    assert digest_of(other).status == OutboxMail.Status.WITHHELD


def test_former_members_receive_no_other_mail_either_but_those_about_their_account():
    leaver = member()
    queue(Asked(due=DUE), leaver)
    queue(messages.KINDS["accounts.password_changed"](), leaver)
    leaver.groups.clear()

    delivery.deliver_all()

    sent = dict(OutboxMail.objects.values_list("message", "status"))
    assert sent == {"tests.asked": "withheld", "accounts.password_changed": "sent"}


def test_what_was_lost_between_queueing_and_sending_is_taken_out(monkeypatch):
    person = administrator_too(monkeypatch)
    queue(News(), person)
    queue(Guarded(UserFactory(name="Marker")), person)
    digests.queue_due(MONDAY)
    assert "2 notices" in digest_of(person).subject
    person.groups.remove(Group.objects.get(name=ADMINISTRATORS))

    delivery.deliver_all()

    mail = digest_of(person)
    assert (mail.status, mail.subject) == ("sent", "[Info] Your weekly digest: one notice")


def test_a_mailing_that_was_stopped_is_in_no_digest():
    person, office = member(), UserFactory(secretariat=True)
    choose(person, "daily")
    mailing = Mailing.objects.create(message="tests.news", confirmed_by=office, recipients=1)
    queue(News(), person, mailing=mailing)
    Mailing.objects.update(stopped_at=WEDNESDAY, stopped_by=office)

    assert digests.queue_due(MONDAY) == 0


def test_what_was_not_told_for_months_is_told_no_more():
    person = member()
    queue(News(), person)
    Notice.objects.update(created_at=MONDAY - datetime.timedelta(days=90))

    assert digests.queue_due(MONDAY) == 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_digest_travels_through_a_real_mail_server(settings, language):
    person = member(language=language)
    queue(News(), person)
    queue(News(UserFactory()), person)
    digests.queue_due(MONDAY)

    with smtp_server(settings) as box:
        assert delivery.deliver_due().sent == 1

    (received,) = box.mails
    mail = received.mail
    subject = {"en": "Your weekly digest: 2 notices", "fr": "Votre récapitulatif de la semaine\u202f: 2 avis"}[language]
    title = {"en": "Your password has been changed", "fr": "Votre mot de passe a été modifié"}[language]
    assert mail["Subject"].strip() == f"[Info] {subject}"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"<http://testserver/{language}/" in mail["List-Unsubscribe"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert received.recipients == [person.email]
    for part in ("plain", "html"):
        assert mail.get_body((part,)).get_content().count(title) == 2


def test_a_digest_that_was_lost_is_sent_once_more(clock):
    person = member()
    queue(News(), person)
    digests.queue_due(MONDAY)
    delivery.deliver_due()
    locmem.outbox.clear()

    copy = outbox.send_again(OutboxMail.objects.get(), by=UserFactory(secretariat=True))
    delivery.deliver_due()

    copy.refresh_from_db()
    assert copy.status == "sent"
    assert "Your password has been changed" in locmem.outbox[0].body
