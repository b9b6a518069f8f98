"""Many at once on one procedure: broken, adopted, circulated, confirmed once; numbers without gaps or twins."""

import datetime
import functools
import random
import time
from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from apps.common.tests.races import race as race_of_many
from apps.common.workflow import StepNotOpen
from apps.decisions import services
from apps.decisions.models import Decision, DecisionCounter, SilenceProcedure
from apps.decisions.tests.cast import the_office
from apps.decisions.tests.factories import (
    SilenceProcedureFactory,
    a_proof,
    adopted,
    by_telephone,
    chair,
    circulated,
    let_expire,
    say,
    seat_of_committee,
)
from apps.decisions.workflow import PositionKind, State
from apps.notifications import messages
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AS_RUN = (10, 8)
ROUNDS = pytest.mark.parametrize(("rounds", "at_once"), [AS_RUN, pytest.param(300, 50, marks=pytest.mark.long)])
# Not about one decision, or slow for what they ask besides.
FEWER = pytest.mark.parametrize(("rounds", "at_once"), [AS_RUN, pytest.param(60, 50, marks=pytest.mark.long)])
race = functools.partial(race_of_many, late=StepNotOpen)


@pytest.fixture(autouse=True)
def quiet_worker(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def office():
    return the_office()


def fresh(person):
    """The person as a new request would load them."""
    return get_user_model().objects.get(pk=person.pk)


def steps_of(procedure):
    """How often each step stands in the timeline."""
    return Counter(procedure.lines.values_list("step", flat=True))


def told(procedure, message):
    """How many mails of this kind each person got about this procedure."""
    about = {"about_id": procedure.pk, "about_type__model": "silenceprocedure"}
    return Counter(OutboxMail.objects.filter(message=message, **about).values_list("recipient", flat=True))


def object_for(procedure, head):
    """Object for the seat of this head."""
    say(procedure, fresh(head), PositionKind.OBJECTION, "No.")


def instruction():
    """What the chair told the secretariat."""
    return services.Instruction("letter", "Please confirm.", a_proof())


@ROUNDS
def test_of_many_words_at_once_one_breaks_and_the_later_ones_are_told_so(office, rounds, at_once):
    codes = [f"P{number:02}" for number in range(at_once)]
    chair(codes[0])
    heads = [seat_of_committee(code) for code in codes]
    kinds = [PositionKind.SUPPORT, PositionKind.NO_OBJECTION, PositionKind.COMMENT] * at_once
    for turn in range(rounds):
        OutboxMail.objects.all().delete()
        Notice.objects.all().delete()
        procedure = circulated(office, seats=())
        breaking = turn % at_once
        words = {head: (kind, "Words.") for head, kind in zip(heads, kinds, strict=False)}
        words[heads[breaking]] = (PositionKind.OBJECTION, "No.")

        outcomes = race(
            *(
                lambda one=procedure, by=head, kind=kind, text=text: say(one, fresh(by), kind, text)
                for head, (kind, text) in words.items()
            ),
            at_once=at_once,
        )

        said, steps = procedure.positions.count(), steps_of(procedure)
        assert set(outcomes) <= {"done", "late"}
        assert outcomes["done"] == said == steps["position"]
        assert steps["break"] == 1
        procedure.refresh_from_db()
        assert procedure.state == State.BROKEN
        assert procedure.positions.latest("at", "pk").partner.code == codes[breaking]
        broken = OutboxMail.objects.filter(message="decisions.broken")
        assert Counter(broken.values_list("recipient", flat=True)) == Counter(
            one.pk for one in [*heads, office] if one != heads[breaking]
        )


@ROUNDS
def test_the_clock_and_an_objection_at_the_last_moment_end_one_way(office, rounds, at_once):
    head = seat_of_committee("CH")
    for _turn in range(rounds):
        procedure = circulated(office)
        hour = timezone.now() + datetime.timedelta(milliseconds=random.randrange(400))
        SilenceProcedure.objects.filter(pk=procedure.pk).update(expires_at=hour)
        procedure.refresh_from_db()

        def settle_for_a_while(until=hour):
            while timezone.now() < until:
                time.sleep(0.02)
            services.settle_due()

        def object_late(one=procedure, by=head):
            time.sleep(random.random() * 0.4)
            object_for(one, by)

        outcomes = race(settle_for_a_while, object_late, at_once=at_once)
        services.settle_due()

        procedure.refresh_from_db()
        steps = steps_of(procedure)
        assert set(outcomes) <= {"done", "late"}
        assert steps["adopt"] + steps["break"] == 1
        assert steps["hold"] == 0
        assert procedure.positions.count() == steps["position"] == steps["break"]
        assert not procedure.positions.filter(at__gte=hour).exists()
        if procedure.state == State.ADOPTED:
            assert procedure.adopted_at >= hour
            assert set(told(procedure, "decisions.to_be_confirmed").values()) == {1}


@ROUNDS
def test_many_workers_adopt_once(office, rounds, at_once):
    for _turn in range(rounds):
        procedure = let_expire(circulated(office))
        assert race(services.settle_due, at_once=at_once) == {"done": at_once}
        procedure.refresh_from_db()
        assert procedure.state == State.ADOPTED
        assert steps_of(procedure) == {"circulate": 1, "adopt": 1}
        for message, people in {"decisions.to_be_confirmed": 1, "decisions.adopted": 3}.items():
            assert sorted(told(procedure, message).values()) == [1] * people


@FEWER
def test_many_workers_hold_once_and_remind_once(office, rounds, at_once):
    for _turn in range(rounds):
        procedure = circulated(office, sent=False)
        SilenceProcedure.objects.filter(pk=procedure.pk).update(
            expires_at=timezone.now() + datetime.timedelta(hours=20)
        )
        assert race(services.remind_due, at_once=at_once) == {"done": at_once}
        assert sorted(told(procedure, "decisions.recalled").values()) == [1, 1, 1]
        let_expire(procedure)
        assert race(services.settle_due, at_once=at_once) == {"done": at_once}
        procedure.refresh_from_db()
        assert procedure.state == State.CIRCULATED
        assert steps_of(procedure) == {"circulate": 1, "remind": 1, "hold": 1}
        assert sorted(told(procedure, "decisions.seats_not_reached").values()) == [1]
        services.withdraw(procedure, by=office, note="Out of the way of the next one.")


@ROUNDS
def test_circulated_once_however_many_press(office, rounds, at_once):
    chair()
    heads = [seat_of_committee(code) for code in ("MA", "CH", "SN")]
    for _turn in range(rounds):
        procedure = SilenceProcedureFactory()
        looked_at = services.as_looked_at(procedure)
        outcomes = race(
            lambda one=procedure, seen=looked_at: services.circulate(one, by=fresh(office), looked_at=seen),
            at_once=at_once,
        )
        assert outcomes == {"done": 1, "late": at_once - 1}
        procedure.refresh_from_db()
        assert (procedure.round, procedure.asked_seats.count()) == (1, 3)
        assert steps_of(procedure) == {"circulate": 1}
        assert told(procedure, "decisions.circulated") == Counter(head.pk for head in heads)


@ROUNDS
def test_withdrawing_while_it_is_adopted_ends_one_way(office, rounds, at_once):
    for _turn in range(rounds):
        procedure = let_expire(circulated(office))
        withdraw = functools.partial(services.withdraw, procedure, note="No longer needed.")
        outcomes = race(services.settle_due, lambda taken=withdraw: taken(by=fresh(office)), at_once=at_once)
        assert outcomes == {"done": at_once // 2 + 1, "late": at_once // 2 - 1}
        procedure.refresh_from_db()
        steps = list(procedure.lines.order_by("pk").values_list("step", flat=True))
        assert procedure.state == State.WITHDRAWN
        assert steps in (["circulate", "withdraw"], ["circulate", "adopt", "withdraw"])
        assert set(told(procedure, "decisions.withdrawn").values()) == {1}


@ROUNDS
def test_confirmed_by_two_people_at_once_it_is_one_decision_and_one_number(office, rounds, at_once):
    for turn in range(1, rounds + 1):
        procedure, head = adopted(office), focal_point("MA")
        outcomes = race(
            lambda one=procedure, by=head: services.confirm(one, by=fresh(by)),
            lambda one=procedure: services.confirm(one, by=fresh(office), instruction=instruction()),
            at_once=at_once,
        )
        assert outcomes == {"done": 1, "late": at_once - 1}
        assert Decision.objects.get(procedure=procedure).sequence == turn
        assert steps_of(procedure)["confirm"] == 1
    assert (DecisionCounter.objects.get().last, Decision.objects.count()) == (rounds, rounds)


@FEWER
def test_many_confirmations_at_once_have_numbers_without_a_gap(office, rounds, at_once):
    chair()
    head, now = focal_point("MA"), timezone.now()
    dates = {"expires_at": now, "circulated_at": now, "adopted_at": now, "round": 1, "state": State.ADOPTED}
    for turn in range(rounds):
        procedures = [SilenceProcedureFactory(**dates) for _number in range(at_once)]
        # Half of the turns begin a year, so that the counter itself is competed for.
        if turn % 2:
            DecisionCounter.objects.all().delete()
            Decision.objects.all().delete()
        before = Decision.objects.count()
        outcomes = race(*(lambda one=one: services.confirm(one, by=fresh(head)) for one in procedures), at_once=at_once)
        assert outcomes == {"done": at_once}
        given = Decision.objects.filter(procedure__in=procedures).values_list("sequence", flat=True)
        assert sorted(given) == list(range(before + 1, before + at_once + 1))


@FEWER
def test_recording_an_objection_while_a_colleague_suspends_ends_one_way(office, rounds, at_once):
    colleague, swiss = secretariat_member(email="colleague@example.org"), PartnerFactory(code="CH")
    for _turn in range(rounds):
        procedure, word = circulated(office), services.Word(PositionKind.OBJECTION, "No.")
        record = functools.partial(services.record_position, procedure, word, partner=swiss)
        suspend = functools.partial(services.suspend, procedure, note="A letter has come.")
        outcomes = race(
            lambda taken=record: taken(by_telephone(), by=fresh(office)),
            lambda taken=suspend: taken(by=fresh(colleague)),
            at_once=at_once,
        )
        steps = steps_of(procedure)
        procedure.refresh_from_db()
        assert outcomes == {"done": 1, "late": at_once - 1}
        assert procedure.state == (State.BROKEN if steps["break"] else State.SUSPENDED)
        assert steps in ({"circulate": 1, "record": 1, "break": 1}, {"circulate": 1, "suspend": 1})
        assert procedure.positions.count() == steps["record"]


@FEWER
def test_confirming_while_a_colleague_suspends_ends_one_way(office, rounds, at_once):
    colleague = secretariat_member(email="colleague@example.org")
    for _turn in range(rounds):
        procedure, numbers = adopted(office), Decision.objects.count()
        suspend = functools.partial(services.suspend, procedure, note="A letter has come.")
        outcomes = race(
            lambda one=procedure: services.confirm(one, by=fresh(office), instruction=instruction()),
            lambda taken=suspend: taken(by=fresh(colleague)),
            at_once=at_once,
        )
        procedure.refresh_from_db()
        steps = steps_of(procedure)
        assert outcomes == {"done": 1, "late": at_once - 1}
        assert steps["confirm"] + steps["suspend"] == 1
        assert procedure.state == (State.CONFIRMED if steps["confirm"] else State.SUSPENDED)
        assert Decision.objects.count() == numbers + steps["confirm"]
