"""Confirming: by whoever chairs then, with a number by body and year, without gaps or twins."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.common.workflow import StepNotOpen
from apps.decisions import services
from apps.decisions.models import Asked, Decision, DecisionCounter, SilenceProcedure, body_of
from apps.decisions.tests import cast as people
from apps.decisions.tests.cast import the_office
from apps.decisions.tests.factories import a_proof, adopted, chair, circulated, hand_over_mails, let_expire, say
from apps.decisions.workflow import PositionKind, State
from apps.notifications.models import Notice, OutboxMail
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import ChairmanshipFactory, NetworkFactory, PartnerFactory, focal_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return the_office()


def instruction():
    """What the chair told the secretariat."""
    return services.Instruction("letter", "Please confirm.", a_proof("letter.txt"))


def numbers():
    """The numbers given, in their order."""
    return [one.number for one in Decision.objects.order_by("pk")]


def confirmed(office, **facts):
    """A decision that the chair confirmed."""
    procedure = adopted(office, **facts)
    return services.confirm(procedure, by=focal_point("MA")).decision


def year():
    """The year in Brussels."""
    return timezone.localdate().year


def test_the_chair_confirms_and_everybody_concerned_is_told_once(office):
    reader, applicant = focal_point("CH", "reader"), focal_point("GA")
    decision = confirmed(office)
    procedure = decision.procedure
    assert (procedure.state, procedure.confirmed_at) == (State.CONFIRMED, decision.confirmed_at)
    assert (decision.confirmed_by, decision.confirmed_for.code) == (focal_point("MA"), "MA")
    assert (decision.channel, decision.instruction, decision.adopted_at) == ("web", "", procedure.adopted_at)
    assert (decision.title_en, decision.text_fr) == (procedure.title_en, procedure.text_fr)
    told = Notice.objects.filter(message="decisions.confirmed").values_list("recipient__email", flat=True)
    heads = ["head.ch@example.org", "head.sn@example.org"]
    assert sorted(told) == sorted([*heads, reader.email, applicant.email, office.email])
    with pytest.raises(StepNotOpen):
        services.confirm(procedure, by=focal_point("MA"))


def test_numbers_follow_one_another_by_body_and_year(office):
    now = year()
    for facts in ({}, {"asked": Asked.NETWORK}, {}, {"asked": Asked.NETWORK}, {}):
        confirmed(office, **facts)
    first, second, third = (f"RP/SC/{now}/{number:02}" for number in (1, 2, 3))
    assert numbers() == [first, f"RP/FP/{now}/01", second, f"RP/FP/{now}/02", third]


@pytest.mark.parametrize(
    ("asked", "network", "body"),
    [
        (Asked.COMMITTEE, "nfp", "SC"),
        (Asked.NETWORK, "nfp", "FP"),
        (Asked.CHOSEN, "nfp", "PP"),
        (Asked.COMMITTEE, "cities", "SC"),
        (Asked.NETWORK, "cities", "CITIES"),
        (Asked.NETWORK, "missing-migrants", "MISSING-MIGRANTS"),
    ],
)
def test_the_body_is_named_by_who_was_asked(asked, network, body):
    assert body_of(SilenceProcedure(asked=asked, network=NetworkFactory(code=network))) == body


def test_a_number_that_was_not_kept_is_given_again(office):
    first, second = adopted(office), adopted(office)
    with transaction.atomic():
        assert services.confirm(first, by=focal_point("MA")).decision.sequence == 1
        transaction.set_rollback(True)
    assert not Decision.objects.exists()
    assert services.confirm(second, by=focal_point("MA")).decision.sequence == 1
    assert services.confirm(first, by=focal_point("MA")).decision.sequence == 2


def test_a_number_is_given_back_when_a_mail_cannot_be_written(office, monkeypatch):
    procedure = adopted(office)
    with monkeypatch.context() as broken:
        broken.setattr(OutboxMail.objects, "bulk_create", None)
        with pytest.raises(TypeError):
            services.confirm(procedure, by=focal_point("MA"))
    assert not DecisionCounter.objects.filter(last__gt=0).exists()
    assert services.confirm(procedure, by=focal_point("MA")).decision.sequence == 1


@pytest.mark.parametrize(("shift", "expected"), [(-1, (2026, 2)), (0, (2027, 1))])
def test_the_year_ends_at_midnight_in_brussels(office, shift, expected):
    midnight = datetime.datetime(2026, 12, 31, 23, tzinfo=datetime.UTC)
    with time_machine.travel(midnight - datetime.timedelta(days=5), tick=False):
        first, second = adopted(office), adopted(office)
        assert services.confirm(first, by=focal_point("MA")).decision.sequence == 1
    with time_machine.travel(midnight + datetime.timedelta(seconds=shift), tick=False):
        decision = services.confirm(second, by=focal_point("MA")).decision
    assert (decision.year, decision.sequence) == expected


def test_whoever_chairs_at_that_moment_confirms(office):
    procedure = adopted(office)
    term = Chairmanship.objects.get()
    begins = timezone.localdate() + datetime.timedelta(days=10)
    ChairmanshipFactory(partner=PartnerFactory(code="ES"), starts_on=begins)
    former, new = focal_point("MA"), focal_point("ES")
    with pytest.raises(PermissionDenied):
        services.confirm(procedure, by=new)
    Chairmanship.objects.filter(pk=term.pk).update(ends_on=begins)
    with time_machine.travel(datetime.datetime.combine(begins, datetime.time(12), datetime.UTC), tick=False):
        former, new = (type(one).objects.get(pk=one.pk) for one in (former, new))
        with pytest.raises(PermissionDenied):
            services.confirm(procedure, by=former)
        decision = services.confirm(procedure, by=new).decision
    assert decision.confirmed_for.code == "ES"
    assert decision.procedure.lines.get(step="confirm").partner.code == "ES"


def test_who_reads_or_writes_for_the_chair_does_not_confirm(office):
    procedure = adopted(office)
    for person in (focal_point("MA", "contributor"), focal_point("MA", "reader"), focal_point("CH"), focal_point("GA")):
        with pytest.raises(PermissionDenied):
            services.confirm(procedure, by=person)
    assert services.confirm(procedure, by=focal_point("MA", "alternate")).decision.sequence == 1


def test_the_secretariat_confirms_on_a_recorded_instruction_only(office):
    procedure = adopted(office)
    with pytest.raises(ValidationError):
        services.confirm(procedure, by=office)
    procedure.refresh_from_db()
    assert (procedure.state, Decision.objects.count()) == (State.ADOPTED, 0)
    decision = services.confirm(procedure, by=office, instruction=instruction()).decision
    assert (decision.channel, decision.instruction) == ("letter", "Please confirm.")
    assert (decision.proof_name, decision.sequence) == ("letter.txt", 1)
    assert decision.proof_key
    assert (decision.confirmed_by, decision.confirmed_for.code) == (office, "MA")


def applied_for_by_the_chair(office):
    """Adopted on the chair's own request."""
    return adopted(office, applicant=PartnerFactory(code="MA"))


@pytest.mark.parametrize(
    ("terms", "confirming"),
    [((people.outgoing, chair, people.incoming), "TN"), ((chair, people.incoming), "ES"), ((chair,), None)],
)
def test_where_the_chair_applies_another_of_the_troika_confirms_else_the_secretariat(office, terms, confirming):
    for term in terms:
        term()
    procedure = applied_for_by_the_chair(office)
    assert not procedure.asked_seats.filter(partner__code="MA").exists()
    for code in {"MA", "TN", "ES", "CH"} - {confirming}:
        with pytest.raises(PermissionDenied):
            services.confirm(procedure, by=focal_point(code))
    if confirming is None:
        decision = services.confirm(procedure, by=office, instruction=instruction()).decision
        assert decision.confirmed_for is None
    else:
        decision = services.confirm(procedure, by=focal_point(confirming)).decision
        assert decision.confirmed_for.code == confirming


def test_without_a_chair_the_secretariat_confirms(office):
    procedure = circulated(office)
    Chairmanship.objects.all().delete()
    let_expire(procedure)
    assert services.settle_due() == 1
    with pytest.raises(PermissionDenied):
        services.confirm(procedure, by=focal_point("MA"))
    assert services.confirm(procedure, by=office, instruction=instruction()).decision.confirmed_for is None


def test_nobody_of_the_office_confirms_on_the_request_of_the_own_seat(office):
    procedure, colleague = adopted(office), people.secretariat_member(email="colleague@example.org")
    focal_point("GA", "alternate", email=colleague.email)
    colleague = type(colleague).objects.get(pk=colleague.pk)
    with pytest.raises(PermissionDenied):
        services.confirm(procedure, by=colleague, instruction=instruction())


def test_a_dispute_of_an_earlier_round_keeps_it_from_being_confirmed_too(office):
    procedure = circulated(office)
    heard = services.Heard("telephone", "Ms Diallo", timezone.now(), a_proof())
    word = services.Word(PositionKind.OBJECTION, "No.")
    position = services.record_position(procedure, word, heard, by=office, partner=PartnerFactory(code="CH"))
    services.dispute(position, by=focal_point("CH"), text="Never.")
    SilenceProcedure.objects.filter(pk=procedure.pk).update(expires_at=people.in_days(30))
    again = services.circulate_again(procedure, by=office)
    hand_over_mails()
    let_expire(again)
    assert services.settle_due() == 1
    with pytest.raises(services.NotReady):
        services.confirm(again, by=focal_point("MA"))
    services.settle_dispute(position, by=office, stands=False, note="A mistake.")
    assert services.confirm(again, by=focal_point("MA")).decision.sequence == 1


def test_statements_of_the_round_that_was_adopted_go_with_the_decision(office):
    procedure = circulated(office)
    say(procedure, focal_point("SN"), PositionKind.COMMENT, "Of the first round.", is_statement=True)
    services.suspend(procedure, by=office, note="A word is wrong.")
    again = services.circulate_again(procedure, by=office)
    say(again, focal_point("CH"), PositionKind.COMMENT, "Replaced.", is_statement=True)
    say(again, focal_point("CH"), PositionKind.SUPPORT, "We are glad.", is_statement=True)
    say(again, focal_point("MA"), PositionKind.COMMENT, "Between us.")
    hand_over_mails()
    let_expire(again)
    services.settle_due()
    decision = services.confirm(again, by=focal_point("MA")).decision
    assert [one.text for one in decision.statements] == ["We are glad."]
