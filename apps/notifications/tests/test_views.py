"""The inbox and the choice of mails: one's own, paged, in words, changed by buttons only."""

import pytest
from django.db import transaction
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.notifications import messages
from apps.notifications.models import Notice, Preference
from apps.notifications.queries import known_of

from .messages import Guarded, News

pytestmark = pytest.mark.django_db
INBOX, MAILS = "/en/space/inbox/", "/en/space/settings/mails/"


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def reader(client):
    person = UserFactory(secretariat=True)
    client.force_login(person)
    return person


def tell(*people, number=1):
    for _ in range(number):
        with transaction.atomic():
            News().queue_for(people)


def test_notices_stand_with_their_state_in_words_and_the_header_counts_them(client, reader):
    tell(reader, UserFactory(), number=2)

    page = client.get(INBOX).content.decode()

    assert page.count("Your password has been changed</a>") == 2
    assert page.count("badge--now") == 2
    assert "2 unread" in page
    assert "Tests of topics" in page
    assert "2 unread" in client.get("/en/space/").content.decode()


def test_french_words_and_address(client, reader):
    tell(reader)

    page = client.get("/fr/espace/avis/").content.decode()

    assert "Votre mot de passe a été modifié" in page
    assert "1 non lu" in page


def test_looking_marks_nothing_as_read_and_the_buttons_do(client, reader):
    tell(reader, number=3)
    client.get(INBOX)
    assert Notice.objects.unread().count() == 3

    first = Notice.objects.first()
    answer = client.post(reverse("notifications:mark_read", args=[first.pk]), {"topic": "tests", "page": "1"})
    assert answer["Location"] == f"{INBOX}?topic=tests&page=1"
    assert Notice.objects.unread().count() == 2

    page = client.post(reverse("notifications:mark_all_read"), follow=True).content.decode()
    assert "2 notices are marked as read." in page
    assert "unread</span>" not in page


def test_somebody_elses_notice_does_not_exist(client, reader):
    tell(UserFactory())
    other = Notice.objects.get()

    assert client.post(reverse("notifications:mark_read", args=[other.pk])).status_code == 404
    assert client.get(reverse("notifications:mark_all_read")).status_code == 405
    client.post(reverse("notifications:mark_all_read"))

    other.refresh_from_db()
    assert other.read_at is None


@pytest.mark.parametrize("sent", ["topic=lab&page=3", "page=x", "topic=<script>", "state=unread"])
def test_the_way_back_is_the_inbox_whatever_is_sent(client, reader, sent):
    tell(reader)
    pairs = dict(pair.split("=") for pair in sent.split("&"))

    answer = client.post(reverse("notifications:mark_read", args=[Notice.objects.get().pk]), pairs)

    assert answer.status_code == 302
    assert answer["Location"].startswith(INBOX)
    assert "script" not in answer["Location"]


def test_filters_and_pages(client, reader):
    tell(reader, number=21)

    assert client.get(f"{INBOX}?page=2").content.decode().count("Your password has been changed</a>") == 1
    assert "No notice matches these filters." in client.get(f"{INBOX}?topic=lab").content.decode()
    assert client.get(f"{INBOX}?topic=tests&state=unread").content.decode().count("badge--now") == 20
    assert client.get(f"{INBOX}?page=9").status_code == 404
    assert "was ignored" in client.get(f"{INBOX}?topic=zzz").content.decode()


def test_what_may_no_longer_be_seen_is_left_out_and_can_be_marked_as_read(client, reader, monkeypatch):
    monkeypatch.setattr(Guarded, "permission", "accounts.assign_groups")
    Notice.objects.create(recipient=reader, message=Guarded.name, about=UserFactory(name="Marker"))

    page = client.get(INBOX).content.decode()

    assert "Marker" not in page
    assert "You may no longer see what the notices of this page are about." in page
    assert "Mark one notice as read" in page


def test_one_and_many_notices_cost_the_same_number_of_queries(client, reader, django_assert_max_num_queries):
    client.get(INBOX)
    counts = []
    for number in (1, 2):
        tell(reader, number=number)
        with django_assert_max_num_queries(14) as captured:
            client.get(INBOX)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_who_has_no_role_has_no_inbox_but_may_choose(client):
    person = UserFactory()
    client.force_login(person)

    assert client.get(INBOX).status_code == 403
    assert client.get(MAILS).status_code == 200


def test_choices_are_kept_and_taken_back(client, reader):
    assert "Laboratory of ideas" in client.get(MAILS).content.decode()

    answer = client.post(MAILS, {"lab": "daily", "tests": "none"}, follow=True)
    assert "Your choice of mails is saved." in answer.content.decode()
    assert dict(Preference.objects.values_list("topic", "frequency")) == {"lab": "daily", "tests": "none"}

    client.post(MAILS, {"lab": "default", "tests": "none"})
    assert dict(Preference.objects.values_list("topic", "frequency")) == {"tests": "none"}


def test_a_choice_that_is_none_is_said_at_its_field(client, reader):
    answer = client.post(MAILS, {"lab": "hourly", "tests": "none"})

    assert answer.status_code == 422
    assert "hourly is not one of the available choices" in answer.content.decode()
    assert client.post(MAILS).status_code == 422
    assert not Preference.objects.exists()


def test_french_choices(client, reader):
    page = client.get("/fr/espace/parametres/courriels/").content.decode()

    assert "Toujours envoyé aussitôt" in page
    assert "rappels par semaine" in page


def test_what_is_known_of_a_person_holds_choices_notices_and_mails(reader):
    Preference.objects.create(person=reader, topic="tests", frequency="at_once")
    tell(reader, UserFactory())

    known = known_of(reader)

    assert known["mail_choices"] == {"tests": "at_once"}
    assert [notice["title"] for notice in known["notices"]] == ["Your password has been changed"]
    assert [(mail["message"], mail["status"]) for mail in known["mails"]] == [("tests.news", "queued")]
