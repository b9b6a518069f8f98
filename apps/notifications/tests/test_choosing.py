"""Who hears how often: by their choice, else at once of what is addressed to them, of all else in a weekly digest."""

import datetime
import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.common.office_settings import decide
from apps.notifications import manners, messages
from apps.notifications.models import Choice, Frequency, Mailing, Notice, OutboxMail, Preference
from apps.notifications.queries import notices_for
from apps.notifications.topics import declare_topic

from .messages import Asked, Greeting, Must, News, Once, Recalled, Sealed

pytestmark = pytest.mark.django_db
DUE = "2026-12-03T17:00:00+00:00"


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def queue(message, *people, **more):
    with transaction.atomic():
        return message.queue_for(people, **more)


def choose(person, choice):
    Preference.objects.create(person=person, topic="tests", frequency=choice)


def heard(person):
    """How the latest notice reached a person, and how many mails they have."""
    return Notice.objects.filter(recipient=person).first().frequency, OutboxMail.objects.filter(
        recipient=person
    ).count()


@pytest.mark.parametrize(
    ("choice", "news", "addressed"),
    [
        (None, "weekly", "at_once"),
        (Choice.AT_ONCE, "at_once", "at_once"),
        (Choice.DAILY, "daily", "daily"),
        (Choice.WEEKLY, "weekly", "weekly"),
        (Choice.ADDRESSED, "none", "at_once"),
        (Choice.NONE, "none", "none"),
    ],
)
def test_the_choice_of_a_topic_and_the_defaults(choice, news, addressed):
    person = UserFactory()
    if choice is not None:
        choose(person, choice)

    for message, frequency in ((News(), news), (Asked(due=DUE), addressed), (Must(), "at_once")):
        OutboxMail.objects.all().delete()
        assert queue(message, person) == 1
        assert heard(person) == (frequency, frequency == "at_once")


def test_a_mail_that_nobody_chooses_carries_no_topic_and_the_others_do():
    person = UserFactory()

    for message in (Must(), Asked(due=DUE), Greeting()):
        queue(message, person)

    assert list(OutboxMail.objects.order_by("pk").values_list("topic", flat=True)) == ["", "tests", ""]


def test_the_choices_of_many_are_read_in_one_query():
    people = [UserFactory() for _ in range(3)]
    choose(people[0], Choice.AT_ONCE)
    counts = []
    for number in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queue(News(), *people[:number])
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_five_hundred_people_are_told_within_half_a_second(monkeypatch):
    monkeypatch.setattr(News, "is_same_for_all", True)
    User.objects.bulk_create(
        User(email=f"many{number}@example.org", name=f"Many {number}", language=("en", "fr")[number % 2])
        for number in range(500)
    )
    people = list(User.objects.filter(email__startswith="many"))
    Preference.objects.bulk_create(Preference(person=one, topic="tests", frequency="at_once") for one in people)
    queue(News(), people[0])

    took = []
    for _try in range(3):  # what a busy machine adds, it does not add each time
        began = time.process_time()
        assert queue(News(), *people) == 500
        took.append(time.process_time() - began)

    assert OutboxMail.objects.count() == 1501
    assert min(took) <= 0.5, took


@pytest.mark.parametrize("language", ["", "xx"])
def test_a_person_without_a_known_language_is_written_to_in_that_of_the_site(language, monkeypatch):
    person = UserFactory()
    person.language = language

    for same_for_all in (False, True):
        monkeypatch.setattr(Must, "is_same_for_all", same_for_all)
        queue(Must(), person)

    mails = OutboxMail.objects.values_list("language", "subject")
    assert set(mails) == {("en", "[Info] Your password has been changed")}


def test_what_is_meant_once_is_told_once_however_it_reached_the_person(monkeypatch):
    monkeypatch.setattr(News, "once_for", lambda self, person: f"news-{person.pk}")
    person = UserFactory()
    assert queue(News(), person) == 1

    choose(person, Choice.AT_ONCE)
    assert queue(News(), person) == 0

    assert Notice.objects.count() == 1
    assert not OutboxMail.objects.exists()
    assert queue(Once(topic="x"), person) == 1


def test_the_subject_ends_with_the_date_and_a_long_title_gives_way(monkeypatch):
    for language in ("en", "fr"):
        queue(Asked(due=DUE), UserFactory(language=language))
    monkeypatch.setattr(Asked, "_title", lambda self, stem, context: "long " * 100)
    queue(Asked(due=DUE), UserFactory())

    english, french, long = OutboxMail.objects.order_by("pk").values_list("subject", flat=True)
    assert english == "[Action] Your password has been changed – by 3\N{NO-BREAK SPACE}December 2026"
    assert french == "[Pour action] Votre mot de passe a été modifié – pour le 3\N{NO-BREAK SPACE}décembre 2026"
    assert len(long) <= 250
    assert long.endswith("… – by 3\N{NO-BREAK SPACE}December 2026")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_mail_about_what_is_restricted_has_neither_title_nor_words(language):
    person = UserFactory(language=language, secretariat=True)
    about = UserFactory(name="Marker of a title")

    queue(Sealed(about), person)

    mail = OutboxMail.objects.get()
    subject = {
        "en": "[Info] Tests of topics: something of restricted distribution awaits you on the portal",
        "fr": "[Info] Tests of topics\u202f: un contenu à diffusion restreinte vous attend sur le portail",
    }[language]
    assert mail.subject == subject
    for part in (mail.subject, mail.text, mail.html):
        assert "Marker" not in part
        assert "password" not in part
    assert {"en": "/en/space/inbox/", "fr": "/fr/espace/avis/"}[language] in mail.text
    assert notices_for(person)[0].title == "Your password has been changed"


def recall(seat, number, *people):
    return queue(Recalled(UserFactory(), seat=seat, stage="before", due=DUE, number=number), *people)


def test_a_seat_has_so_many_reminders_a_week_and_the_rest_waits_for_the_digest():
    seat, other = 1, 2
    people = [UserFactory(), UserFactory()]

    for number in range(5):
        assert recall(seat, number, *people) == 2
    recall(other, 1, people[0])

    mails = OutboxMail.objects.filter(seat=seat, is_reminder=True)
    assert mails.count() == 6
    first = Notice.objects.filter(recipient=people[1]).order_by("pk").values_list("frequency", flat=True)
    assert list(first) == ["at_once", "at_once", "at_once", "weekly", "weekly"]
    assert OutboxMail.objects.filter(seat=other).count() == 1


def test_the_office_sets_the_number_and_a_week_later_it_begins_anew():
    seat, person = 1, UserFactory()
    decide("notifications.reminders_a_week", 1, by=UserFactory(secretariat=True))
    recall(seat, 1, person)
    recall(seat, 2, person)
    assert OutboxMail.objects.filter(seat=seat).count() == 1

    OutboxMail.objects.update(created_at=OutboxMail.objects.get().created_at - datetime.timedelta(days=8))
    recall(seat, 3, person)

    assert OutboxMail.objects.filter(seat=seat).count() == 2


def test_a_mailing_waits_and_its_notices_are_seen_once_it_has_left_without_being_stopped():
    person, office = UserFactory(), UserFactory(secretariat=True)
    mailing = Mailing.objects.create(message="tests.must", confirmed_by=office, recipients=1)

    queue(Must(), person, mailing=mailing)

    mail = OutboxMail.objects.get()
    assert (mail.mailing, mail.next_attempt_at) == (mailing, mailing.leaves_at)
    assert notices_for(person) == []
    later = mailing.leaves_at - datetime.timedelta(minutes=2)
    Mailing.objects.update(leaves_at=later)
    assert len(notices_for(person)) == 1
    Mailing.objects.update(stopped_at=later, stopped_by=office)
    assert notices_for(person) == []


def test_attachments_travel_with_the_mail():
    entry = {"name": "a.ics", "content_type": "text/calendar", "text": "BEGIN"}

    queue(Must(), UserFactory(), attachments=[entry])

    assert OutboxMail.objects.get().attachments == [entry]


def test_a_new_choice_holds_for_what_waits_for_a_digest():
    person = UserFactory()
    queue(News(), person)
    queue(Asked(due=DUE), person)

    manners.choose(person, {"tests": Choice.NONE}, by=person)

    assert sorted(Notice.objects.values_list("frequency", flat=True)) == [Frequency.AT_ONCE, Frequency.NONE]


def test_a_successor_hears_as_the_leaver_did_but_for_their_own_choices():
    leaver, successor = UserFactory(), UserFactory()
    Preference.objects.create(person=leaver, topic="tests", frequency="daily")
    Preference.objects.create(person=leaver, topic="lab", frequency="none")
    Preference.objects.create(person=successor, topic="lab", frequency="at_once")

    manners.move_choices(leaver, successor, 1, leaver)
    manners.move_choices(leaver, None, 1, leaver)

    chosen = dict(successor.mail_preferences.values_list("topic", "frequency"))
    assert chosen == {"tests": "daily", "lab": "at_once"}


def test_a_topic_has_one_name_and_what_may_wait_is_kept():
    for name in ("tests", "", "digest"):
        with pytest.raises(ValueError, match="no name for a new topic"):
            declare_topic(name, "Again")
    with pytest.raises(ValueError, match="the inbox must keep it"):
        type("Lost", (News,), {"is_kept": False})
