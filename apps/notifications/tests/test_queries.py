"""The inbox is worded when shown: in the reader's language, without what the reader may no longer see, cheaply."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation

from apps.accounts.backends import MailAddressBackend
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.notifications import queries
from apps.notifications.messages import KINDS
from apps.notifications.models import Notice

from .messages import Greeting, Guarded, known


@pytest.fixture(autouse=True)
def messages_of_the_tests(monkeypatch):
    monkeypatch.setattr(queries, "KINDS", known(Greeting, Guarded))


def note(person, about=None, message="tests.greeting"):
    return Notice.objects.create(recipient=person, message=message, about=about)


@pytest.mark.django_db
def test_a_notice_speaks_the_readers_language():
    person = UserFactory()
    notice = note(person)

    (english,) = queries.notices_for(person)
    with translation.override("fr"):
        (french,) = queries.notices_for(person)

    assert (english.title, french.title) == ("Your password has been changed", "Votre mot de passe a été modifié")
    assert (english.pk, english.url, english.at, english.is_read) == (notice.pk, "/en/", notice.created_at, False)


@pytest.mark.django_db
def test_only_ones_own_newest_first_and_not_more_than_asked():
    person = UserFactory()
    mine = [note(person) for _ in range(3)]
    note(UserFactory())

    assert [notice.pk for notice in queries.notices_for(person, limit=2)] == [mine[2].pk, mine[1].pk]


@pytest.mark.django_db
def test_what_may_no_longer_be_seen_what_is_gone_and_what_nobody_knows_is_left_out():
    person, gone = UserFactory(), UserFactory()
    note(person, about=UserFactory(), message="tests.guarded")
    note(person, about=gone)
    note(person, message="tests.forgotten")
    gone.delete()

    assert queries.notices_for(person) == []


@pytest.mark.django_db
def test_the_office_sees_what_it_may():
    person = UserFactory(secretariat=True)
    note(person, about=UserFactory(), message="tests.guarded")

    assert len(queries.notices_for(person)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_for_three(number, django_assert_num_queries):
    person = UserFactory(secretariat=True)
    for _ in range(number):
        note(person, about=UserFactory(), message="tests.guarded")
    reader = User.objects.get(pk=person.pk)
    assert reader.roles
    queries.notices_for(reader)

    with django_assert_num_queries(2):
        assert len(queries.notices_for(reader)) == number


def test_every_room_s_messages_are_known_without_being_asked_for():
    assert "partners.invitation" in KINDS


@pytest.mark.django_db
def test_a_list_of_few_kinds_ends_where_another_begins(django_assert_num_queries):
    person = UserFactory()
    ContentType.objects.get_for_models(User, Group)
    assert person.roles.all == ()
    notes = [
        note(person, about=about)
        for about in (UserFactory(), Group.objects.create(name="A"), UserFactory(), UserFactory())
    ]

    with django_assert_num_queries(2):
        found = queries.notices_for(person, kinds=1)

    assert [notice.pk for notice in found] == [notes[3].pk, notes[2].pk]
    assert len(queries.notices_for(person, kinds=2)) == len(notes)


@pytest.mark.django_db
def test_whoever_reads_brings_the_number_of_unread_notices(django_assert_num_queries):
    person = UserFactory()
    note(person)
    note(person)
    Notice.objects.filter(pk=note(person).pk).update(read_at=timezone.now())

    with django_assert_num_queries(1):
        assert queries.unread_count(MailAddressBackend().get_user(person.pk)) == 2
    assert queries.unread_count(person) == 2
