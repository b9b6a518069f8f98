"""Handing over the chair: once, at an exact hour; roles follow at that hour, and each term has its list of tasks."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.partners import services
from apps.partners.models import Chairmanship, ChairTask, ChairTaskTemplate, Precision
from apps.partners.queries import partner_roles

from .factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BEGAN = datetime.date(2026, 1, 29)
NOON = datetime.datetime(2026, 11, 20, 11, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def term(number: int, code: str, starts_on=None, **fields) -> Chairmanship:
    partner = PartnerFactory(code=code)
    return Chairmanship.objects.create(
        number=number, slug=f"term-{number}", partner=partner, starts_on=starts_on, **fields
    )


def task(code: str, days: int, **fields) -> ChairTaskTemplate:
    return ChairTaskTemplate.objects.create(code=code, title_en=code, title_fr=f"{code} fr", days=days, **fields)


def chair_roles(person) -> set[str]:
    return {role.name for role in partner_roles(person)} - {"head"}


@pytest.fixture
def swiss() -> Chairmanship:
    """The running term, of Switzerland, after that of Nigeria."""
    term(11, "NG", datetime.date(2025, 1, 30), ends_on=BEGAN)
    return term(12, "CH", BEGAN)


@pytest.fixture(autouse=True)
def in_november():
    """The day on which the chair is handed over, in the morning in Brussels."""
    with time_machine.travel(NOON - datetime.timedelta(hours=2), tick=False):
        yield


def test_one_act_ends_a_term_and_begins_the_next(swiss):
    next_term, colleague = term(13, "GH"), secretariat_member()
    task("programme", 30)

    begun = services.hand_over(swiss, by=colleague, at=NOON, successor=next_term)

    swiss.refresh_from_db()
    assert begun == next_term
    assert (swiss.ends_on, swiss.ends_precision, swiss.handed_over_at) == (NOON.date(), Precision.DAY, None)
    assert (begun.starts_on, begun.ends_on, begun.handed_over_at) == (NOON.date(), None, NOON)
    assert begun.tasks.get().due_on == datetime.date(2026, 12, 20)
    for changed in (swiss, begun):
        latest = changed.history.first()
        assert (latest.history_user, latest.history_change_reason) == (colleague, "handover of the chair")


def test_a_term_that_was_not_entered_is_made(swiss):
    ghana = PartnerFactory(code="GH")

    begun = services.hand_over(
        swiss, by=secretariat_member(), at=NOON, successor=Chairmanship(partner=ghana, slug="ghana-2026")
    )

    assert (begun.number, begun.partner, begun.slug) == (13, ghana, "ghana-2026")
    assert Chairmanship.objects.count() == 3


def test_roles_follow_at_the_very_hour(swiss):
    nigeria, switzerland, ghana = focal_point("NG"), focal_point("CH"), focal_point("GH")
    next_term = term(13, "GH")
    assert [chair_roles(one) for one in (nigeria, switzerland, ghana)] == [
        {"outgoing_chair"},
        {"chair"},
        {"incoming_chair"},
    ]

    services.hand_over(swiss, by=secretariat_member(), at=NOON, successor=next_term)

    with time_machine.travel(NOON - MINUTE):
        assert [chair_roles(one) for one in (nigeria, switzerland, ghana)] == [
            {"outgoing_chair"},
            {"chair"},
            {"incoming_chair"},
        ]
    with time_machine.travel(NOON):
        assert [chair_roles(one) for one in (nigeria, switzerland, ghana)] == [set(), {"outgoing_chair"}, {"chair"}]


def test_the_hour_decides_on_the_day_and_the_day_where_no_hour_is_known(swiss):
    begun = services.hand_over(
        swiss, by=secretariat_member(), at=NOON, successor=Chairmanship(partner=PartnerFactory(), slug="next")
    )
    midnight = timezone.make_aware(datetime.datetime.combine(BEGAN, datetime.time.min))

    current = [
        Chairmanship.objects.troika(at)["current"].number
        for at in (midnight - MINUTE, midnight, NOON - MINUTE, NOON, NOON + datetime.timedelta(days=1))
    ]

    assert begun.number == 13
    assert current == [11, 12, 12, 13, 13]


def test_pressed_twice_it_happens_once(swiss):
    colleague, next_term = secretariat_member(), term(13, "GH")
    services.hand_over(swiss, by=colleague, at=NOON, successor=next_term)

    for at, successor in (
        (NOON, next_term),
        (NOON + MINUTE, Chairmanship(partner=PartnerFactory(), slug="again")),
    ):
        with pytest.raises(services.HandoverClosed) as refusal:
            services.hand_over(swiss, by=colleague, at=at, successor=successor)
        assert refusal.value.term == next_term
    with time_machine.travel(NOON + MINUTE), pytest.raises(services.HandoverClosed) as refusal:
        services.hand_over(swiss, by=colleague, at=NOON + MINUTE, successor=next_term)

    assert refusal.value.term == next_term
    assert Chairmanship.objects.count() == 3
    assert Chairmanship.objects.get(number=13).handed_over_at == NOON


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (timezone.make_aware(datetime.datetime(2026, 1, 29)), "The running term began later"),
        (NOON + datetime.timedelta(days=400), "more than a year ahead"),
        (NOON + datetime.timedelta(days=90), "Another term is to begin before that hour"),
    ],
)
def test_a_wrong_hour_changes_nothing(swiss, at, words):
    term(14, "TD", datetime.date(2027, 2, 1))
    next_term = term(13, "GH")

    with pytest.raises(ValidationError) as refusal:
        services.hand_over(swiss, by=secretariat_member(), at=at, successor=next_term)

    assert words in refusal.value.message_dict["at"][0]
    swiss.refresh_from_db()
    assert swiss.ends_on is None
    assert not Chairmanship.objects.filter(handed_over_at__isnull=False).exists()


def test_a_term_that_would_be_over_cannot_begin(swiss):
    planned = datetime.date(2026, 12, 1)
    next_term = term(13, "GH", planned, ends_on=planned)

    with pytest.raises(ValidationError, match="would be over by then"):
        services.hand_over(swiss, by=secretariat_member(), at=NOON + datetime.timedelta(days=20), successor=next_term)


def test_only_a_term_to_come_takes_over(swiss):
    for successor in (swiss, Chairmanship.objects.get(number=11)):
        with pytest.raises(ValidationError, match="not one that is to come"):
            services.hand_over(swiss, by=secretariat_member(), at=NOON, successor=successor)


def test_a_taken_address_changes_nothing(swiss):
    with pytest.raises(ValidationError) as refusal:
        services.hand_over(
            swiss, by=secretariat_member(), at=NOON, successor=Chairmanship(partner=PartnerFactory(), slug="term-11")
        )

    assert list(refusal.value.message_dict) == ["slug"]
    swiss.refresh_from_db()
    assert swiss.ends_on is None


def test_a_lapsed_term_still_hands_over(swiss):
    Chairmanship.objects.filter(pk=swiss.pk).update(ends_on=NOON.date() - datetime.timedelta(days=3))
    assert Chairmanship.objects.troika()["current"] is None

    services.hand_over(swiss, by=secretariat_member(), at=NOON, successor=term(13, "GH"))

    swiss.refresh_from_db()
    assert swiss.ends_on == NOON.date()


def test_only_the_office_hands_over_and_nobody_deletes_a_term(swiss):
    for person in (focal_point("CH"), focal_point("CH", "reader", email="reader@example.org")):
        with pytest.raises(PermissionDenied):
            services.hand_over(swiss, by=person, at=NOON, successor=term(13 + person.pk, "GH"))
    for model in ("chairmanship", "chairtask", "chairtasktemplate", "partner"):
        assert not secretariat_member(email=f"{model}@example.org").has_perm(f"partners.delete_{model}", swiss)


def test_the_hour_lies_on_the_first_day(swiss):
    swiss.handed_over_at = NOON

    with pytest.raises(ValidationError) as refusal:
        swiss.full_clean()

    assert list(refusal.value.message_dict) == ["starts_on"]


def test_tasks_are_given_once_and_keep_their_words(swiss):
    colleague = secretariat_member()
    early, retired = task("early", -60), task("retired", 5, is_in_use=False)
    task("late", 10)

    assert [services.give_tasks(swiss, by=colleague) for _ in range(2)] == [2, 0]
    early.title_en = "Other words"
    early.save()
    task("further", 20)

    assert services.give_tasks(swiss, by=colleague) == 1
    given = list(swiss.tasks.values_list("title_en", "title_fr", "due_on"))
    assert given == [
        ("early", "early fr", datetime.date(2025, 11, 30)),
        ("late", "late fr", datetime.date(2026, 2, 8)),
        ("further", "further fr", datetime.date(2026, 2, 18)),
    ]
    assert not retired.copies.exists()
    with pytest.raises(PermissionDenied):
        services.give_tasks(swiss, by=focal_point("CH"))


def test_a_term_without_a_day_has_tasks_without_a_day(swiss):
    next_term, colleague = term(13, "GH"), secretariat_member()
    task("one", 10)
    services.give_tasks(next_term, by=colleague)
    assert next_term.tasks.get().due_on is None

    services.hand_over(swiss, by=colleague, at=NOON, successor=next_term)

    assert next_term.tasks.get().due_on == datetime.date(2026, 11, 30)


def test_days_of_open_tasks_move_with_the_beginning_unless_somebody_set_them(swiss):
    next_term, colleague = term(13, "GH", datetime.date(2027, 2, 1)), secretariat_member()
    task("moves", 10), task("done", 20), task("set", 30)
    services.give_tasks(next_term, by=colleague)
    services.record_task(next_term.tasks.get(title_en="done"), by=colleague, is_done=True)
    next_term.tasks.filter(title_en="set").update(due_on=datetime.date(2027, 1, 1))

    services.hand_over(swiss, by=colleague, at=NOON, successor=next_term)

    assert dict(next_term.tasks.values_list("title_en", "due_on")) == {
        "moves": datetime.date(2026, 11, 30),
        "done": datetime.date(2027, 2, 21),
        "set": datetime.date(2027, 1, 1),
    }


def test_a_task_is_recorded_with_who_and_when_and_can_be_opened_again(swiss):
    first, second = secretariat_member(email="a@example.org"), secretariat_member(email="b@example.org")
    task("one", 10)
    services.give_tasks(swiss, by=first)
    one = swiss.tasks.get()
    assert one.is_overdue

    for person in (first, second):
        one = services.record_task(one, by=person, is_done=True)

    assert (one.done_by, one.done_at, one.is_overdue) == (first, timezone.now(), False)
    one = services.record_task(one, by=second, is_done=False)
    assert (one.done_by, one.done_at) == (None, None)
    assert ChairTask.history.filter(history_user__isnull=False).count() == 3
    with pytest.raises(PermissionDenied):
        services.record_task(one, by=focal_point("CH"), is_done=True)
