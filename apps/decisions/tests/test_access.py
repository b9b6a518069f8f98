"""Who sees what of silence procedures, for everybody and every state: the list shows what the permission allows."""

import pytest
from django.utils import timezone

from apps.common.workflow import Audience
from apps.decisions import services
from apps.decisions.models import Asked, AskedSeat, Decision, Mark, Position, ProcedureLine, SilenceProcedure
from apps.decisions.tests import cast as people
from apps.decisions.tests.cast import (
    ALL_SEATS,
    APPLICANTS,
    ASKED_SEAT,
    CAST,
    CHAIR_SEAT,
    INSIDERS,
    OFFICE,
    a_position,
    cast,
    in_state,
    seat,
    those_shown,
    those_who,
)
from apps.decisions.tests.factories import CHAIR, SilenceProcedureFactory, say
from apps.decisions.workflow import PositionKind, State
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import MandateFactory, NetworkFactory, PartnerFactory, focal_point

pytestmark = pytest.mark.django_db
STATES = pytest.mark.parametrize("state", State.values)
SHOWN = INSIDERS | OFFICE


def seen_in(state):
    """Who sees a procedure in that state, with its positions."""
    return OFFICE if state == State.DRAFT else SHOWN


def known_in(everybody, procedure):
    """To whom the list of what the own seat asked for shows it."""
    known = SilenceProcedure.objects.known_to_applicant
    return {name for name, one in everybody.items() if known(one).filter(pk=procedure.pk).exists()}


@STATES
def test_who_sees_procedures(state):
    procedure, everybody = in_state(state), cast()
    assert those_who(everybody, "decisions.view_silenceprocedure", procedure) == seen_in(state)
    assert those_shown(everybody, SilenceProcedure.objects, procedure) == seen_in(state)


@STATES
def test_the_applicant_knows_the_state_only(state):
    procedure, everybody = in_state(state), cast()
    applicants = set() if state == State.DRAFT else APPLICANTS
    assert those_who(everybody, "decisions.know_silenceprocedure", procedure) == seen_in(state) | applicants
    assert known_in(everybody, procedure) == applicants
    assert applicants.isdisjoint(those_shown(everybody, SilenceProcedure.objects, procedure))


def test_what_was_withdrawn_before_anybody_was_asked_stays_with_the_office():
    procedure = in_state(State.DRAFT)
    services.withdraw(procedure, by=people.the_office(), note="Begun twice.")
    procedure.refresh_from_db()
    everybody = cast()
    assert those_who(everybody, "decisions.know_silenceprocedure", procedure) == OFFICE
    assert those_shown(everybody, SilenceProcedure.objects, procedure) == OFFICE
    assert known_in(everybody, procedure) == set()


@STATES
@pytest.mark.parametrize("is_released", [False, True])
def test_who_reads_positions(state, is_released):
    procedure = in_state(state)
    position = a_position(
        procedure, "SN", replaced_at=timezone.now(), released_at=timezone.now() if is_released else None
    )
    everybody = cast()
    released = APPLICANTS if is_released and state != State.DRAFT else set()
    assert those_who(everybody, "decisions.view_position", position) == seen_in(state) | released
    assert those_shown(everybody, Position.objects, position) == seen_in(state) | released


@STATES
def test_who_sees_the_seats_asked(state):
    procedure = in_state(state)
    one = AskedSeat(procedure=procedure, partner=PartnerFactory(code="CH"), round=1)
    assert those_who(cast(), "decisions.view_askedseat", one) == seen_in(state)


DECIDED = {
    Mark.ASKED: SHOWN | APPLICANTS | {"new in committee"},
    Mark.SEATS: ALL_SEATS | OFFICE,
    Mark.PUBLIC: set(CAST),
}


@pytest.mark.parametrize("mark", Mark.values)
def test_who_reads_what_was_decided(mark):
    decision, everybody = in_state(State.CONFIRMED, mark=mark).decision, cast()
    assert those_who(everybody, "decisions.view_decision", decision) == DECIDED[mark]
    assert those_shown(everybody, Decision.objects, decision) == DECIDED[mark]
    assert Decision.objects.public().exists() == (mark == Mark.PUBLIC)


def test_what_partners_by_name_decided_is_not_the_committee_s():
    procedure = in_state(State.CONFIRMED)
    SilenceProcedure.objects.update(asked=Asked.CHOSEN)
    decision, everybody = Decision.objects.get(procedure=procedure), cast()
    assert those_who(everybody, "decisions.view_decision", decision) == SHOWN | APPLICANTS
    assert those_shown(everybody, Decision.objects, decision) == SHOWN | APPLICANTS


def test_where_the_chair_applies_the_outgoing_one_sees_and_confirms():
    procedure = in_state(State.CIRCULATED, applicant=PartnerFactory(code=CHAIR))
    everybody = cast()
    # Who acts for Gabon and Switzerland is nobody's applicant here.
    seeing = ASKED_SEAT | OFFICE | {"second head", "outgoing head", "applicant and asked"}
    applying = CHAIR_SEAT | {"applicant and chair"}
    assert those_who(everybody, "decisions.view_silenceprocedure", procedure) == seeing
    assert those_shown(everybody, SilenceProcedure.objects, procedure) == seeing
    assert known_in(everybody, procedure) == applying
    assert those_who(everybody, "decisions.confirm_silenceprocedure", procedure) == {"outgoing head"} | OFFICE


def test_whoever_chairs_now_sees_it_and_who_chaired_then_no_longer():
    PartnerFactory(code="ML")
    procedure = in_state(State.CIRCULATED)
    procedure.asked_seats.filter(partner__code=CHAIR).delete()
    everybody = cast()
    seen = those_shown(everybody, SilenceProcedure.objects, procedure)
    assert seen >= CHAIR_SEAT
    Chairmanship.objects.filter(partner__code=CHAIR).update(partner=PartnerFactory(code="ML"))
    procedure = SilenceProcedure.objects.get()
    everybody = cast()
    expected = seen - CHAIR_SEAT | {"other head"}
    assert those_shown(everybody, SilenceProcedure.objects, procedure) == expected
    assert those_who(everybody, "decisions.view_silenceprocedure", procedure) == expected


def test_a_network_s_own_people_only():
    network = NetworkFactory(code="missing-migrants", name_en="Missing migrants", name_fr="Migrants disparus")
    MandateFactory(user__email="mm.sn@example.org", partner=PartnerFactory(code="SN"), network=network)
    procedure = in_state(State.CIRCULATED, network=network, asked=Asked.NETWORK)
    assert set(procedure.asked_seats.values_list("partner__code", flat=True)) == {"SN"}
    AskedSeat.objects.create(procedure=procedure, partner=PartnerFactory(code="CH"), round=1)
    everybody = cast()
    seeing = CHAIR_SEAT | OFFICE | {"asked other network"}
    assert those_who(everybody, "decisions.view_silenceprocedure", procedure) == seeing
    assert those_shown(everybody, SilenceProcedure.objects, procedure) == seeing
    assert those_who(everybody, "decisions.take_position_silenceprocedure", procedure) == {"asked other network"}
    assert known_in(everybody, procedure) == APPLICANTS


AUDIENCES = {
    Audience.PARTIES: SHOWN | APPLICANTS,
    Audience.ASKED: SHOWN,
    Audience.OFFICE: OFFICE,
}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_who_reads_lines_of_the_timeline(audience):
    procedure = in_state(State.CIRCULATED)
    line = procedure.lines.create(step="extend", from_state="circulated", to_state="circulated", audience=audience)
    assert those_shown(cast(), ProcedureLine.objects, line) == AUDIENCES[audience]


def test_lines_of_a_draft_are_the_office_s():
    procedure = in_state(State.DRAFT)
    line = procedure.lines.create(step="withdraw", from_state="draft", to_state="withdrawn", audience=Audience.PARTIES)
    assert those_shown(cast(), ProcedureLine.objects, line) == OFFICE


def told_to(procedure, user):
    """All that this person reads in the timeline, in one text."""
    lines = procedure.timeline_for(user)
    return " ".join(" ".join([line.who, line.seat, line.note]) for line in lines)


def test_the_applicant_reads_neither_who_broke_the_silence_nor_with_which_words():
    procedure, head = in_state(State.CIRCULATED), focal_point("CH")
    say(procedure, head, PositionKind.OBJECTION, "Too costly.")
    everybody = cast()
    for name in APPLICANTS:
        told = told_to(procedure, everybody[name])
        assert "procedure" in told
        assert not any(word in told for word in ("Head CH", "Country CH", "Too costly."))
    for name in ("asked head", "secretariat"):
        assert "Head CH" in told_to(procedure, everybody[name])
    for name in ("second head", "chair head"):
        told = told_to(procedure, everybody[name])
        assert "Country CH" in told
        assert "Too costly." in told
        assert "Head CH" not in told


def test_the_applicant_reads_no_name_in_another_network_s_procedure_either():
    network = NetworkFactory(code="missing-migrants", name_en="Missing migrants", name_fr="Migrants disparus")
    person = people.of_other_network("CH")
    procedure = in_state(State.CIRCULATED, network=network, asked=Asked.NETWORK)
    services.take_position(
        procedure, services.Word(PositionKind.OBJECTION, "No."), by=person, partner=PartnerFactory(code="CH")
    )
    told = told_to(procedure, focal_point("GA"))
    assert "procedure" in told
    assert "Country CH" not in told


def test_the_clock_s_lines_name_nobody():
    procedure, everybody = in_state(State.ADOPTED), cast()
    for name in ("applicant head", "asked head", "secretariat"):
        line = procedure.timeline_for(everybody[name])[-1]
        assert (line.who, line.seat) == ("automatically, at the hour set", "")


def test_a_line_names_the_seat_whose_word_it_was():
    procedure, both = in_state(State.CIRCULATED), people.of_both("SN", "CH")
    services.take_position(
        procedure, services.Word(PositionKind.OBJECTION, "No."), by=both, partner=PartnerFactory(code="CH")
    )
    assert set(procedure.lines.exclude(partner=None).values_list("partner__code", flat=True)) == {"CH"}


def test_released_words_only_and_once_released_they_stay():
    procedure = in_state(State.BROKEN)
    position, everybody = procedure.positions.get(), cast()
    assert APPLICANTS.isdisjoint(those_who(everybody, "decisions.view_position", position))
    services.release(position, by=focal_point(CHAIR))
    position.refresh_from_db()
    assert those_who(everybody, "decisions.view_position", position) == SHOWN | APPLICANTS
    assert those_shown(everybody, Position.objects, position) == SHOWN | APPLICANTS
    assert APPLICANTS.isdisjoint(those_who(everybody, "decisions.view_silenceprocedure", procedure))


def test_access_ends_with_the_mandate():
    procedure, head = in_state(State.CIRCULATED), focal_point("CH")
    assert head.has_perm("decisions.view_silenceprocedure", procedure)
    head.mandates.update(ends_on="2020-12-31", starts_on="2020-01-01")
    again = type(head).objects.get(pk=head.pk)
    assert not again.has_perm("decisions.view_silenceprocedure", procedure)
    assert not SilenceProcedure.objects.visible_to(again).exists()


def test_a_seat_of_an_earlier_round_still_sees_and_no_longer_speaks():
    procedure, office = in_state(State.SUSPENDED), people.the_office()
    focal_point("CH").mandates.get().partner.memberships.all().delete()
    procedure = services.circulate_again(procedure, by=office)
    everybody = cast()
    assert those_shown(everybody, SilenceProcedure.objects, procedure) >= ASKED_SEAT
    speaking = those_who(everybody, "decisions.take_position_silenceprocedure", procedure)
    assert speaking == {"second head", "chair head"}
    assert not AskedSeat.objects.filter(round=2, partner__code="CH").exists()
    assert seat(procedure, "SN").round == 2


def test_nobody_sees_what_nobody_was_asked():
    SilenceProcedureFactory()
    assert {name for name, one in cast().items() if SilenceProcedure.objects.visible_to(one).exists()} == OFFICE
