"""Who may do what besides the steps of the workflow; and the rules as they are written down name tests that exist."""

import re

import pytest
from django.conf import settings

from apps.decisions import rules
from apps.decisions.models import ProcedurePaper
from apps.decisions.tests import cast as people
from apps.decisions.tests.cast import (
    ALL_SEATS,
    ASKED_SEAT,
    INSIDERS,
    OFFICE,
    SPEAKS,
    a_position,
    cast,
    in_state,
    those_who,
)
from apps.decisions.tests.factories import CHAIR
from apps.decisions.workflow import EDITABLE, State
from apps.partners.tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
RULES = settings.ROOT / "docs" / "silence.md"
WITH_PROCEDURES = {
    "add": OFFICE,
    "delete": set(),
    "take_position": SPEAKS,
    "record_position": OFFICE,
    "extend": OFFICE,
    "be_reminded": SPEAKS,
}
WITH_POSITIONS = {
    "view_proof": ASKED_SEAT | OFFICE,
    "dispute": ASKED_SEAT - {"asked reader"},
    "settle": OFFICE,
    "release": {"chair head"} | OFFICE,
    "hear_of": ASKED_SEAT,
    "add": set(),
    "change": set(),
    "delete": set(),
}
WITH_SEATS = {"reach": OFFICE, "tell": OFFICE, "add": set(), "change": set(), "delete": set()}


@pytest.mark.parametrize("state", State.values)
def test_who_may_with_procedures(state):
    procedure, everybody = in_state(state), cast()
    for verb, expected in WITH_PROCEDURES.items():
        # Nobody is asked while it is drafted, and nobody is reminded of what no longer counts.
        may = set() if (verb, state) == ("take_position", State.DRAFT) else expected
        may = set() if verb == "be_reminded" and state != State.CIRCULATED else may
        assert (verb, those_who(everybody, f"decisions.{verb}_silenceprocedure", procedure)) == (verb, may)
    may_change = OFFICE if state in EDITABLE else set()
    assert those_who(everybody, "decisions.change_silenceprocedure", procedure) == may_change


@pytest.mark.parametrize("verb", WITH_POSITIONS)
def test_who_may_with_positions(verb):
    position = a_position(in_state(State.CIRCULATED))
    assert those_who(cast(), f"decisions.{verb}_position", position) == WITH_POSITIONS[verb]


@pytest.mark.parametrize("verb", WITH_SEATS)
def test_who_may_with_seats(verb):
    seat = people.seat(in_state(State.CIRCULATED))
    assert those_who(cast(), f"decisions.{verb}_askedseat", seat) == WITH_SEATS[verb]


@pytest.mark.parametrize("state", State.values)
def test_who_may_with_papers(state):
    procedure, everybody = in_state(state), cast()
    paper = ProcedurePaper(procedure=procedure, language="en", key="k", display_name="Annex.pdf", size=1)
    seen = OFFICE if state == State.DRAFT else INSIDERS | OFFICE
    assert those_who(everybody, "decisions.view_procedurepaper", paper) == seen
    added = OFFICE if state in EDITABLE else set()
    assert those_who(everybody, "decisions.add_procedurepaper", procedure) == added
    deleted = OFFICE if state == State.DRAFT else set()
    assert those_who(everybody, "decisions.delete_procedurepaper", procedure) == deleted
    assert those_who(everybody, "decisions.change_procedurepaper", paper) == set()


def test_who_may_enter():
    assert those_who(cast(), "decisions.enter", None) == ALL_SEATS | OFFICE | {"asked other network"}


def test_nobody_decides_on_the_own_request_whatever_else_they_act_for():
    procedure = in_state(State.CIRCULATED, applicant=PartnerFactory(code="GA"))
    both, chairing = people.of_both("GA", "CH"), people.of_both("GA", CHAIR)
    position = a_position(procedure)
    for person in (both, chairing):
        for verb in ("take_position", "confirm", "view", "be_reminded", "break"):
            assert not person.has_perm(f"decisions.{verb}_silenceprocedure", procedure)
        for verb in ("view", "view_proof", "dispute", "release", "hear_of"):
            assert not person.has_perm(f"decisions.{verb}_position", position)
        assert person.has_perm("decisions.know_silenceprocedure", procedure)


def test_a_seat_speaks_for_itself_only():
    procedure = in_state(State.CIRCULATED)
    for code, speaking in {"CH": {"asked head", "asked alternate"}, "SN": {"second head"}, "GA": set()}.items():
        seat = PartnerFactory(code=code).pk
        from_seat = {name for name, one in cast().items() if seat in rules.speaking_seats(one, procedure)}
        assert from_seat == speaking


def test_every_rule_has_its_number_and_its_tests_exist():
    text = RULES.read_text(encoding="utf-8")
    numbers = [int(found) for found in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    folder = settings.ROOT / "apps" / "decisions" / "tests"
    named = set(re.findall(r"`(test_\w+)`", text))
    assert named
    assert [name for name in sorted(named) if not (folder / f"{name}.py").exists()] == []
