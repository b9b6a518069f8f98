"""A prepared question gives what its queryset gives, for whatever values, and asks once."""

import datetime

import pytest
from django.apps import apps
from django.db.models.functions import Length
from django.utils import timezone

from apps.common.models import Installation
from apps.common.prepared import Prepared, PreparedCount, PreparedObjects, by_rights
from apps.common.registry import Role
from apps.common.roles import Roles

pytestmark = pytest.mark.django_db
USERS = apps.get_model("accounts.User")


def people_since(column: str, *, since: datetime.datetime, most: int):
    return (
        USERS.objects.filter(created_at__gte=since, pk__lte=most).order_by("pk").values_list("pk", column, "created_at")
    )


@pytest.fixture
def people() -> list:
    """Three people, made on three days."""
    days = [datetime.datetime(2026, 1, day, 12, tzinfo=datetime.UTC) for day in (1, 2, 3)]
    return [
        USERS.objects.create(email=f"{day.day}@example.org", name=f"Person {day.day}", created_at=day) for day in days
    ]


def test_answers_are_those_of_the_queryset_whatever_the_values(people):
    ask = Prepared(people_since)

    for since in (datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC), timezone.now() - datetime.timedelta(days=9000)):
        for most in (people[0].pk, people[2].pk):
            for column in ("name", "email"):
                values = {"since": since, "most": most}
                assert ask(column, **values) == [list(row) for row in people_since(column, **values)]


def test_values_come_back_in_their_own_type(people):
    ((_pk, _name, created_at), *_others) = Prepared(people_since)("name", since=people[0].created_at, most=people[2].pk)

    assert created_at == people[0].created_at


def test_one_question_is_one_query(people, django_assert_num_queries):
    ask = Prepared(people_since)

    with django_assert_num_queries(2):
        ask("name", since=timezone.now(), most=1)
        ask("name", since=timezone.now(), most=2)


def test_form_is_made_once(people):
    made = []

    def counted(column: str, **values):
        made.append(column)
        return people_since(column, **values)

    ask = Prepared(counted)
    for most in (1, 2, 3):
        ask("name", since=timezone.now(), most=most)

    assert made == ["name"]


def test_a_question_without_values_is_asked_too():
    Installation.objects.create(name="one", value="1")

    assert Prepared(lambda: Installation.objects.values_list("name", "value"))() == [["one", "1"]]


@pytest.mark.parametrize("value", [None, [1], True])
def test_values_that_would_change_the_form_are_refused(value):
    with pytest.raises(TypeError, match="days, moments, numbers and texts"):
        Prepared(lambda **values: USERS.objects.values_list("pk"))(most=value)


@pytest.mark.parametrize("moment", [timezone.now, timezone.localdate, lambda: timezone.now().isoformat(sep=" ")])
def test_a_time_that_would_stand_still_is_a_mistake(moment):
    def until_now(*, most: int):
        return USERS.objects.filter(pk__lte=most).filter(name__gte=moment()).values_list("pk")

    with pytest.raises(ValueError, match="the time has to come as a value"):
        Prepared(until_now)(most=1)


def test_a_value_that_is_not_asked_about_is_a_mistake():
    with pytest.raises(ValueError, match="does not use most"):
        Prepared(lambda most: USERS.objects.values_list("pk"))(most=3)


def test_texts_are_compared_as_a_whole(people):
    def called(*, name: str):
        return USERS.objects.filter(name=name).values_list("email")

    ask = Prepared(called)

    assert [ask(name="Person 2"), ask(name="Person")] == [[["2@example.org"]], []]


def test_rows_are_counted_without_being_read(people, django_assert_num_queries):
    def since(*, moment: datetime.datetime):
        return USERS.objects.filter(created_at__gte=moment).values("pk")

    count = PreparedCount(since)

    with django_assert_num_queries(2):
        assert [count(moment=person.created_at) for person in people[1:]] == [[[2]], [[1]]]


def test_objects_come_with_what_is_said_of_them(people, django_assert_num_queries):
    def with_length(*, most: int):
        found = USERS.objects.filter(pk__lte=most).annotate(letters=Length("email"))
        return found.only("name", "language").order_by("pk")

    ask = PreparedObjects(with_length)
    with django_assert_num_queries(2):
        first, second = ask(most=people[1].pk), ask(most=people[2].pk)
        assert [(one.pk, one.name, one.letters) for one in first] == [
            (one.pk, one.name, len(one.email)) for one in people[:2]
        ]

    assert second == people
    assert not first[0]._state.adding
    assert first[0].get_deferred_fields() >= {"email", "password"}


def test_related_objects_come_along(django_assert_num_queries):
    line = apps.get_model("accounts.AccountLine")
    person = USERS.objects.create(email="a@example.org", name="A")
    line.objects.create(person=person, kind=line._meta.get_field("kind").choices[0][0])
    ask = PreparedObjects(lambda: line.objects.select_related("person"))

    with django_assert_num_queries(1):
        assert ask()[0].person.name == "A"


def test_what_no_row_can_answer_asks_nothing(django_assert_num_queries):
    ask = PreparedObjects(lambda: USERS.objects.filter(pk__in=[]))

    with django_assert_num_queries(0):
        assert ask() == []
        assert ask() == []


def test_one_form_for_all_who_have_the_same_rights():
    made = []

    class Reader:
        def __init__(self, *roles):
            self.roles = Roles(roles)

    def asked(reader):
        made.append(reader.roles.all)
        return USERS.objects.filter(pk__in=reader.roles.partner_ids("head") or [-1])

    ask = PreparedObjects(asked, key_of=by_rights)
    for reader in (Reader(Role("head", 1)), Reader(Role("head", 1)), Reader(Role("head", 2)), Reader()):
        ask(reader)

    assert made == [(Role("head", 1),), (Role("head", 2),), ()]
