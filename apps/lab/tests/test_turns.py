"""Whose turn it is, said alike on pages, in lists and on desks: suggestions, accepted offers, questions to all."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from apps.common.office_settings import decide
from apps.lab import queries
from apps.lab.models import Proposal, Query, SuggestionAnswer
from apps.lab.periods import draft_recalled_at
from apps.lab.tests.asking import QueryFactory
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, QueryState, State
from apps.partners.tests.factories import ChairmanshipFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


def at(month, day, hour=10):
    return datetime.datetime(2026, month, day, hour, tzinfo=BRUSSELS)


def suggestion(addressee, **facts):
    """A suggestion of Gabon published on 2 November; Mali chairs, Morocco is the committee member."""
    if addressee == "committee":
        facts["addressed_partner"] = PartnerFactory(code="MA")
    ChairmanshipFactory(partner=PartnerFactory(code="ML"), starts_on=datetime.date(2026, 1, 1))
    facts = {"state": State.OPEN, "kind": "suggestion", "addressee": addressee, "opened_at": at(11, 2)} | facts
    return ProposalFactory(**facts)


ADDRESSEES = {
    "chair": ("The chair", lambda: focal_point("ML")),
    "committee": ("Country MA", lambda: focal_point("MA")),
    "secretariat": ("The secretariat", secretariat_member),
}


@pytest.mark.parametrize("addressee", ADDRESSEES)
def test_an_open_suggestion_waits_for_its_addressee_until_a_date(client, addressee):
    proposal, (holder, make) = suggestion(addressee), ADDRESSEES[addressee]
    person, gabon, due = make(), focal_point("GA"), at(11, 16)

    with time_machine.travel(at(11, 4), tick=False):
        step = queries.next_step(proposal, person)
        assert (step.words, step.holder, step.is_mine, step.due) == ("Answer the suggestion", holder, True, due)
        assert not queries.next_step(proposal, gabon).is_mine
        desks = [*queries.for_person(person), *queries.for_office(person)]
        assert [row.due for row in desks] == [due]
        client.force_login(gabon)
        for address in (proposal.get_absolute_url(), reverse("lab:ours")):
            content = client.get(address).content.decode()
            assert holder in content
            assert "16\N{NO-BREAK SPACE}November 2026" in content
            assert "All other partners" not in content


def test_the_office_decides_within_how_many_days_a_suggestion_is_answered():
    proposal, office = suggestion("secretariat"), secretariat_member()
    decide("lab.suggestion_within", 3, by=office)
    with time_machine.travel(at(11, 6), tick=False):
        step = queries.next_step(proposal, office)
        assert (step.due, step.overdue) == (at(11, 5), "1 working day overdue")


def test_an_answered_suggestion_is_its_seats_again():
    proposal, gabon = suggestion("secretariat"), focal_point("GA")
    SuggestionAnswer.objects.create(proposal=proposal, author=gabon, text="Yes")

    step = queries.next_step(Proposal.objects.get(), gabon)

    assert step.words.startswith("Say what follows from the answer")
    assert (step.holder, step.is_mine, step.due is not None) == ("Country GA", True, True)
    assert queries.for_office(secretariat_member()) == []


@pytest.mark.parametrize("state", [OfferState.MADE, OfferState.ACCEPTED])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_and_list_name_the_same_holder_and_date(client, state, language):
    proposal = OfferFactory(state=state).proposal
    gabon = focal_point("GA", language=language)
    client.force_login(gabon)
    with override(language):
        told = queries.next_step(proposal, gabon)
        row = queries.with_last_news(queries.with_turn(Proposal.objects.select_related("partner"))).get()
        assert queries.next_step(row, gabon) == told
        line = queries.in_one_line(told)
        assert line in client.get(reverse("lab:ours")).content.decode()
        assert client.get(proposal.get_absolute_url()).context["next_step"] == told


def test_a_draft_is_recalled_every_thirty_days_and_never_overdue():
    written = at(1, 1)
    assert [draft_recalled_at(written, now) for now in (written, at(1, 30), at(1, 31), at(2, 1), at(3, 2))] == [
        at(1, 31), at(1, 31), at(3, 2), at(3, 2), at(4, 1),
    ]  # fmt: skip
    proposal, gabon = ProposalFactory(), focal_point("GA")
    with time_machine.travel(at(12, 30), tick=False):
        assert not queries.next_step(proposal, gabon).overdue
        assert [row.is_overdue for row in queries.for_person(gabon)] == [False]


@pytest.mark.parametrize(
    ("state", "words", "holder", "due"),
    [
        (QueryState.DRAFT, "Complete the questions and ask them", "Country GA", at(12, 2)),
        (QueryState.RUNNING, "Answer the questions", "The seats that were asked", at(11, 20, 18)),
        (QueryState.CLOSED, "Put the compilation into the library", "Country GA", at(11, 16)),
    ],
)
def test_questions_to_all_say_whose_turn_it_is(client, state, words, holder, due):
    query = QueryFactory(state=state, due_at=at(11, 20, 18))
    Query.objects.update(updated_at=at(11, 2), closed_at=at(11, 2))
    query.refresh_from_db()
    gabon, swiss = focal_point("GA"), focal_point("CH")

    with time_machine.travel(at(11, 4), tick=False):
        step = queries.next_of_query(query, gabon)
        assert (step.words, step.holder, step.due, step.overdue) == (words, holder, due, "")
        assert step.is_mine is (holder == "Country GA")
        client.force_login(gabon)
        assert client.get(query.get_absolute_url()).context["next_step"] == step
        assert queries.in_one_line(step) in client.get(reverse("ask:list")).content.decode()
        desk = [row.due for row in queries.queries_for_person(gabon)]
        assert desk == ([] if state == QueryState.RUNNING else [due])
        if state == QueryState.RUNNING:
            client.force_login(swiss)
            assert client.get(query.get_absolute_url()).context["next_step"].is_mine


@pytest.mark.parametrize("state", [QueryState.COMPILED, QueryState.WITHDRAWN])
def test_questions_that_have_ended_are_nobodys_turn(state):
    query = QueryFactory(state=state)
    assert queries.next_of_query(query, focal_point("GA")) is None


def test_questions_whose_hour_has_come_are_to_be_compiled():
    query = QueryFactory(state=QueryState.RUNNING, due_at=at(11, 2))
    with time_machine.travel(at(11, 30), tick=False):
        step = queries.next_of_query(query, focal_point("GA"))
        assert (step.holder, step.due, step.overdue) == ("Country GA", at(11, 16), "10 working days overdue")


@pytest.mark.parametrize("name", ["return_within", "draft_after", "compile_within", "explain_within"])
def test_the_office_decides_on_each_period(name):
    office, day = secretariat_member(), at(11, 2)
    decide(f"lab.{name}", 3, by=office)
    returned = ProposalFactory(state=State.RETURNED, returned_at=day)
    asked = ProposalFactory(state=State.SUBMITTED, submitted_at=day, question_at=day)
    draft, closed = ProposalFactory(), QueryFactory(state=QueryState.CLOSED, closed_at=day)
    Proposal.objects.filter(pk=draft.pk).update(updated_at=day)
    draft.refresh_from_db()
    thing = {"return_within": returned, "draft_after": draft, "explain_within": asked}.get(name)

    with time_machine.travel(at(11, 4), tick=False):
        step = queries.next_step(thing, office) if name != "explain_within" and thing else None
        step = queries.next_step(asked, office) if name == "explain_within" else step
        step = step or queries.next_of_query(closed, office)
        assert step.due == at(11, 5)
