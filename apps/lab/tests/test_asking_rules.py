"""Who may do what with questions to all, and who sees and reads what, for everybody and every state."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from apps.lab.models import Answer, AnswerSheet, Query, QueryLine
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.tests.cast import ALL_SEATS, CAST, OWN_SEAT
from apps.lab.workflow import QueryState
from apps.partners.tests.factories import ChairmanshipFactory, PartnerFactory

pytestmark = pytest.mark.django_db
SPEAKS = {"own head", "own alternate"}
WRITES = SPEAKS | {"own contributor"}
OFFICE = {"secretariat"}
ANSWERING_SEAT = {"offering head", "offering contributor"}
OTHERS_WRITE = {"offering head", "offering contributor", "other head", "committee"}
MAY = {
    "add": WRITES | OTHERS_WRITE | OFFICE,
    "change": WRITES,
    "vary": set(),
    "ask": SPEAKS,
    "close": SPEAKS,
    "extend": SPEAKS,
    "withdraw": SPEAKS,
    "remind": SPEAKS | OFFICE,
    "compile": SPEAKS | OFFICE,
    "read_all": OWN_SEAT | OFFICE,
    "delete": set(),
}
OFFICE_S_OWN = {verb: who & OFFICE | (OFFICE if verb not in ("delete", "add") else set()) for verb, who in MAY.items()}
OFFICE_S_OWN["add"] = MAY["add"]
SEEN = {
    QueryState.DRAFT: OWN_SEAT,
    QueryState.RUNNING: ALL_SEATS | OFFICE,
    QueryState.CLOSED: ALL_SEATS | OFFICE,
    QueryState.COMPILED: ALL_SEATS | OFFICE,
    QueryState.WITHDRAWN: OWN_SEAT | OFFICE,
}
ENDED = (QueryState.CLOSED, QueryState.COMPILED)
TO_ASKER = OWN_SEAT | ANSWERING_SEAT | OFFICE


@pytest.fixture
def cast():
    return {name: make() for name, make in CAST.items()}


def those_who(cast, permission, obj):
    return {name for name, person in cast.items() if person.has_perm(permission, obj)}


def those_shown(cast, queryset, obj):
    return {name for name, person in cast.items() if queryset.visible_to(person).filter(pk=obj.pk).exists()}


@pytest.mark.parametrize("state", QueryState.values)
@pytest.mark.parametrize("verb", MAY)
def test_who_may_with_queries_of_a_seat_and_of_the_secretariat(cast, verb, state):
    assert those_who(cast, f"lab.{verb}_query", QueryFactory(state=state)) == MAY[verb]
    own = QueryFactory(state=state, partner=None)
    assert those_who(cast, f"lab.{verb}_query", own) == OFFICE_S_OWN[verb]


def test_the_chair_asks_for_more_than_text(cast):
    ChairmanshipFactory(partner=PartnerFactory(code="GA"), starts_on=timezone.localdate(), slug="term")
    for person in cast.values():
        person.__dict__.pop("roles", None)
    assert those_who(cast, "lab.vary_query", QueryFactory()) == WRITES
    assert those_who(cast, "lab.vary_query", QueryFactory(partner=PartnerFactory(code="CH"))) == set()


@pytest.mark.parametrize("state", SEEN)
def test_who_sees_queries(cast, state):
    query = QueryFactory(state=state)
    assert those_who(cast, "lab.view_query", query) == SEEN[state]
    assert those_shown(cast, Query.objects, query) == SEEN[state]


@pytest.mark.parametrize("state", SEEN)
def test_who_sees_those_of_the_secretariat(cast, state):
    query = QueryFactory(state=state, partner=None)
    seen = SEEN[state] - OWN_SEAT | OFFICE if state in (QueryState.DRAFT, QueryState.WITHDRAWN) else SEEN[state]
    assert those_who(cast, "lab.view_query", query) == seen
    assert those_shown(cast, Query.objects, query) == seen


def test_a_draft_that_was_withdrawn_was_never_asked(cast):
    query = QueryFactory(state=QueryState.WITHDRAWN, was_asked=False)
    assert those_who(cast, "lab.view_query", query) == OWN_SEAT
    assert those_shown(cast, Query.objects, query) == OWN_SEAT
    assert those_who(cast, "lab.hear_of_query", query) == set()


@pytest.mark.parametrize("state", SEEN)
def test_who_hears_that_questions_were_withdrawn(cast, state):
    query = QueryFactory(state=state)
    told = ALL_SEATS if state == QueryState.WITHDRAWN else set()
    assert those_who(cast, "lab.hear_of_query", query) == told
    known = Query.objects.known_as_withdrawn_to
    assert {name for name, person in cast.items() if known(person).filter(pk=query.pk).exists()} == told


@pytest.mark.parametrize("is_sent", [True, False])
@pytest.mark.parametrize("state", [*SEEN][1:])
def test_who_knows_which_seat_has_answered(cast, state, is_sent):
    sheet = SheetFactory(query=QueryFactory(state=state), **({} if is_sent else {"sent_at": None}))
    knowing = (ANSWERING_SEAT | (OWN_SEAT | OFFICE if is_sent else set())) & SEEN[state]
    assert those_who(cast, "lab.view_answersheet", sheet) == knowing
    assert those_shown(cast, AnswerSheet.objects, sheet) == knowing


def test_who_may_answer(cast):
    sheet = SheetFactory()
    assert those_who(cast, "lab.change_answersheet", sheet) == ANSWERING_SEAT
    assert those_who(cast, "lab.send_answersheet", sheet) == {"offering head"}
    not_asked = AnswerSheet(query=sheet.query, partner=PartnerFactory(code="ML"))
    assert those_who(cast, "lab.change_answersheet", not_asked) == set()


@pytest.mark.parametrize("audience", ["all", "asker"])
@pytest.mark.parametrize("state", [*SEEN][1:])
def test_who_reads_answers(cast, state, audience):
    sheet = SheetFactory(query=QueryFactory(state=state), texts__audience=audience)
    readers = ALL_SEATS | OFFICE if audience == "all" and state in ENDED else TO_ASKER
    assert those_shown(cast, Answer.objects, sheet.answers.first()) == readers & SEEN[state]


def test_whoever_has_answered_reads_what_is_for_all(cast):
    query = QueryFactory(state=QueryState.RUNNING)
    told = SheetFactory(query=query).answers.first()
    kept = SheetFactory(query=query, partner=PartnerFactory(code="SN"), texts__audience="asker").answers.first()
    begun = SheetFactory(query=query, partner=PartnerFactory(code="ML"), sent_at=None)
    assert those_shown(cast, Answer.objects, told) == TO_ASKER
    assert those_shown(cast, Answer.objects, begun.answers.first()) == {"other head", "other reader"}
    AnswerSheet.objects.filter(pk=begun.pk).update(sent_at=timezone.now())
    assert those_shown(cast, Answer.objects, told) == TO_ASKER | {"other head", "other reader"}
    assert those_shown(cast, Answer.objects, kept) == OWN_SEAT | OFFICE
    with time_machine.travel(query.due_at - datetime.timedelta(seconds=1), tick=False):
        assert "observer" not in those_shown(cast, Answer.objects, told)
    with time_machine.travel(query.due_at, tick=False):
        assert those_shown(cast, Answer.objects, told) == ALL_SEATS | OFFICE
        assert those_shown(cast, Answer.objects, kept) == OWN_SEAT | OFFICE


def test_who_reads_lines_of_the_timeline(cast):
    query = QueryFactory(state=QueryState.RUNNING)
    facts = {"from_state": "running", "to_state": "running"}
    answered = query.lines.create(step="answer", partner=PartnerFactory(code="CH"), audience="parties", **facts)
    reminded = query.lines.create(step="remind", partner=query.partner, audience="parties", **facts)
    extended = query.lines.create(step="extend", partner=query.partner, audience="seats", **facts)
    assert those_shown(cast, QueryLine.objects, answered) == TO_ASKER
    assert those_shown(cast, QueryLine.objects, reminded) == OWN_SEAT | OFFICE
    assert those_shown(cast, QueryLine.objects, extended) == ALL_SEATS | OFFICE
