"""Circulating: what lacks, which seats and people are frozen, what is told, and what was looked at before."""

import pytest
from django.core.exceptions import PermissionDenied

from apps.common import office_settings
from apps.common.workflow import StepNotOpen
from apps.decisions import queries, services
from apps.decisions.models import Asked, ProcedurePaper, SilenceProcedure
from apps.decisions.tests import cast as people
from apps.decisions.tests.cast import in_days, in_state, the_office
from apps.decisions.tests.factories import (
    SilenceProcedureFactory,
    chair,
    circulated,
    hand_over_mails,
    let_expire,
    say,
    seat_of_committee,
)
from apps.decisions.workflow import PositionKind, State
from apps.notifications.models import Notice, OutboxMail
from apps.partners.models import Membership, Partner
from apps.partners.tests.factories import MandateFactory, NetworkFactory, PartnerFactory, focal_point

pytestmark = pytest.mark.django_db


def told(message):
    """Who was told by this message, by their addresses."""
    return sorted(Notice.objects.filter(message=message).values_list("recipient__email", flat=True))


def codes(procedure):
    """The seats asked in the present round."""
    return sorted(procedure.asked_seats.filter(round=procedure.round).values_list("partner__code", flat=True))


def drafted(**facts):
    """A draft to which nothing lacks."""
    chair()
    for code in ("MA", "CH", "SN"):
        seat_of_committee(code)
    return SilenceProcedureFactory(**facts)


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"title_fr": ""}, "both languages"),
        ({"text_en": "  "}, "both languages"),
        ({"text_fr": None}, "both languages"),
        ({"expires_at": None}, "so much time is the least"),
        ({"asked": Asked.CHOSEN}, "name the partners"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_sent(facts, word):
    procedure = drafted()
    SilenceProcedure.objects.filter(pk=procedure.pk).update(
        **{name: "" if value is None and name == "text_fr" else value for name, value in facts.items()}
    )
    with pytest.raises(services.NotReady) as refused:
        services.circulate(procedure, by=the_office())
    assert len(refused.value.lacking) == 1
    assert word in refused.value.lacking[0]
    procedure.refresh_from_db()
    assert (procedure.state, procedure.round, procedure.circulated_at) == (State.DRAFT, 0, None)
    assert not OutboxMail.objects.exists()
    assert not procedure.lines.exists()
    assert not procedure.asked_seats.exists()


def test_everything_that_lacks_is_said_at_once():
    chair()
    procedure = SilenceProcedureFactory(title_fr="", expires_at=in_days(1))
    assert len(services.lacks_for_circulation(procedure)) == 3


def test_seats_and_people_are_frozen_and_told():
    procedure = drafted()
    alternate, reader = focal_point("CH", "alternate"), focal_point("CH", "reader")
    applicant = focal_point("GA")
    focal_point("ML")
    procedure = services.circulate(procedure, by=the_office())
    assert (procedure.state, procedure.round) == (State.CIRCULATED, 1)
    assert codes(procedure) == ["CH", "MA", "SN"]
    swiss = people.seat(procedure)
    assert set(swiss.people.all()) == {focal_point("CH"), alternate, reader}
    everybody = [*(f"head.{code}@example.org" for code in ("ch", "ma", "sn")), alternate.email, reader.email]
    assert told("decisions.circulated") == sorted(everybody)
    assert told("decisions.state_to_applicant") == [applicant.email]
    assert OutboxMail.objects.filter(message="decisions.circulated").count() == len(everybody)


def test_the_applicant_in_the_committee_is_not_asked():
    chair()
    for code in ("GA", "CH"):
        seat_of_committee(code)
    procedure = services.circulate(SilenceProcedureFactory(), by=the_office())
    assert codes(procedure) == ["CH"]
    assert told("decisions.circulated") == ["head.ch@example.org"]


@pytest.mark.parametrize("asked", [Asked.NETWORK, Asked.CHOSEN])
def test_the_applicant_is_not_asked_by_network_or_by_name_either(asked):
    procedure = drafted(asked=asked)
    focal_point("GA")
    procedure.chosen.set(Partner.objects.filter(code__in=["GA", "CH"]))
    procedure = services.circulate(procedure, by=the_office())
    assert codes(procedure) == (["CH"] if asked == Asked.CHOSEN else ["CH", "MA", "SN"])


def test_who_asks_for_nobody_but_the_applicant_asks_nobody():
    procedure = drafted(asked=Asked.CHOSEN)
    procedure.chosen.set([procedure.applicant])
    with pytest.raises(services.NotReady, match="no seat to ask"):
        services.circulate(procedure, by=the_office())


def test_a_person_of_two_seats_is_told_once_and_is_of_both():
    both = people.of_both("CH", "SN")
    procedure = circulated(the_office(), sent=False)
    assert told("decisions.circulated").count(both.email) == 1
    assert both in people.seat(procedure, "CH").people.all()
    assert both in people.seat(procedure, "SN").people.all()


def test_without_an_applicant_nobody_is_told_as_one():
    procedure = circulated(the_office(), applicant=None)
    assert procedure.asked_seats.count() == 3
    assert told("decisions.state_to_applicant") == []


def test_former_partners_and_seats_that_left_the_committee_are_not_asked():
    procedure = drafted()
    PartnerFactory(code="SN")
    Partner.objects.filter(code="SN").update(standing=Partner.Standing.FORMER)
    Membership.objects.filter(partner__code="CH").update(starts_on="2020-01-01", ends_on="2020-12-31")
    assert codes(services.circulate(procedure, by=the_office())) == ["MA"]


def test_another_network_asks_those_who_have_a_seat_in_it():
    network = NetworkFactory(code="missing-migrants", name_en="Missing migrants", name_fr="Migrants disparus")
    mandate = MandateFactory(partner=PartnerFactory(code="CH"), network=network)
    MandateFactory(partner=PartnerFactory(code="ML"), network=network, ended=True)
    procedure = circulated(the_office(), asked=Asked.NETWORK, network=network)
    assert codes(procedure) == ["CH"]
    assert told("decisions.circulated") == [mandate.user.email]


@pytest.mark.parametrize("are_asked", [False, True])
def test_observers_are_asked_where_the_office_says_so_and_never_keep_it_from_being_adopted(are_asked):
    people.observer()
    office_settings.decide("partners.observer_states_asked", are_asked, by=the_office())
    procedure = circulated(the_office(), asked=Asked.NETWORK, sent=False)
    assert ("OB" in codes(procedure)) == are_asked
    OutboxMail.objects.filter(recipient__email="head.ob@example.org").update(status="dead")
    hand_over_mails()
    procedure = let_expire(procedure)
    assert queries.unreached(procedure) == []
    assert services.settle_due() == 1


@pytest.mark.parametrize("may_act", [False, True])
def test_observers_that_are_asked_speak_where_the_office_lets_them_act(may_act):
    people.observer()
    for what, value in {"asked": True, "act": may_act}.items():
        office_settings.decide(f"partners.observer_states_{what}", value, by=the_office())
    procedure, watching = circulated(the_office(), asked=Asked.NETWORK), focal_point("OB")
    assert watching.has_perm("decisions.view_silenceprocedure", procedure)
    if may_act:
        assert say(procedure, watching, PositionKind.OBJECTION, "No.").breaks
        return
    with pytest.raises(PermissionDenied):
        say(procedure, watching, PositionKind.OBJECTION, "No.")


def test_a_seat_stays_asked_when_its_membership_ends():
    procedure = circulated(the_office())
    Membership.objects.filter(partner__code="CH").update(starts_on="2020-01-01", ends_on="2020-12-31")
    seat_of_committee("NE")
    procedure = SilenceProcedure.objects.get(pk=procedure.pk)
    assert codes(procedure) == ["CH", "MA", "SN"]
    assert say(procedure, focal_point("CH"), PositionKind.OBJECTION, "Still asked.").breaks
    assert not focal_point("NE").has_perm("decisions.take_position_silenceprocedure", procedure)


def test_who_has_left_is_silent_and_the_successor_speaks():
    procedure, leaving = circulated(the_office()), focal_point("CH")
    leaving.mandates.update(ends_on="2020-12-31", starts_on="2020-01-01")
    successor = focal_point("CH", email="successor@example.org")
    leaving = type(leaving).objects.get(pk=leaving.pk)
    assert not leaving.has_perm("decisions.view_silenceprocedure", procedure)
    with pytest.raises(PermissionDenied):
        say(procedure, leaving)
    assert say(procedure, successor).partner.code == "CH"


def test_a_new_round_asks_the_seats_of_then_and_forgets_no_word():
    procedure, office = circulated(the_office()), the_office()
    said = say(procedure, focal_point("CH"), PositionKind.COMMENT, "Well done.")
    services.suspend(procedure, by=office, note="A word is wrong.")
    Membership.objects.filter(partner__code="SN").update(starts_on="2020-01-01", ends_on="2020-12-31")
    seat_of_committee("NE")
    procedure = services.circulate_again(procedure, by=office)
    assert (procedure.round, codes(procedure)) == (2, ["CH", "MA", "NE"])
    assert sorted(procedure.asked_seats.filter(round=1).values_list("partner__code", flat=True)) == ["CH", "MA", "SN"]
    assert not procedure.positions.filter(round=2).exists()
    said.refresh_from_db()
    assert (said.round, said.replaced_at) == (1, None)
    assert told("decisions.circulated").count("head.ch@example.org") == 2
    again = say(procedure, focal_point("CH"))
    assert (again.round, procedure.positions.counting().count()) == (2, 2)


def test_a_new_round_wants_a_new_hour():
    office = the_office()
    procedure = let_expire(circulated(office))
    services.suspend(procedure, by=office, note="A word is wrong.")
    with pytest.raises(services.NotReady, match="so much time is the least"):
        services.circulate_again(procedure, by=office)


def test_mails_of_an_earlier_round_reach_nobody_in_the_next():
    procedure, office = circulated(the_office()), the_office()
    services.suspend(procedure, by=office, note="A word is wrong.")
    procedure = services.circulate_again(procedure, by=office)
    assert {one.partner.code for one in queries.unreached(procedure)} == {"CH", "MA", "SN"}
    hand_over_mails()
    assert queries.unreached(procedure) == []


@pytest.mark.parametrize("change", ["title_en", "text_fr", "expires_at", "zone", "mark", "seats", "papers"])
def test_what_was_looked_at_is_what_is_sent(change):
    procedure = drafted()
    looked_at = services.as_looked_at(procedure)
    if change == "seats":
        seat_of_committee("NE")
    elif change == "papers":
        ProcedurePaper.objects.create(procedure=procedure, language="en", key="k", display_name="Annex.pdf", size=1)
    else:
        new = {"expires_at": in_days(40), "zone": "Africa/Dakar", "mark": "public"}.get(change, "Other words")
        SilenceProcedure.objects.filter(pk=procedure.pk).update(**{change: new})
    with pytest.raises(services.PreviewOutdated):
        services.circulate(procedure, by=the_office(), looked_at=looked_at)
    procedure.refresh_from_db()
    assert procedure.state == State.DRAFT
    assert not OutboxMail.objects.exists()
    fresh = services.as_looked_at(procedure)
    assert services.circulate(procedure, by=the_office(), looked_at=fresh).state == State.CIRCULATED


def test_pressed_twice_it_is_sent_once():
    procedure = drafted()
    services.circulate(procedure, by=the_office())
    with pytest.raises(StepNotOpen):
        services.circulate(procedure, by=the_office())
    assert told("decisions.circulated") == sorted(f"head.{code}@example.org" for code in ("ch", "ma", "sn"))


@pytest.mark.parametrize("state", [State.CIRCULATED, State.ADOPTED])
@pytest.mark.parametrize("name", ["suspend", "withdraw"])
def test_stopping_tells_everybody_concerned_but_who_stops_it(name, state):
    procedure, colleague = in_state(state), people.secretariat_member(email="colleague@example.org")
    applicant = focal_point("GA")
    Notice.objects.all().delete()
    procedure = getattr(services, name)(procedure, by=the_office(), note="A word is wrong.")
    heads = [f"head.{code}@example.org" for code in ("ch", "ma", "sn")]
    message = "decisions.suspended" if name == "suspend" else "decisions.withdrawn"
    assert told(message) == sorted([*heads, colleague.email])
    assert told("decisions.state_to_applicant") == [applicant.email]
    assert procedure.held_at is None


def test_withdrawing_a_draft_tells_nobody():
    procedure = services.withdraw(in_state(State.DRAFT), by=the_office(), note="Begun twice.")
    assert procedure.withdrawn_at is not None
    assert not Notice.objects.exists()
