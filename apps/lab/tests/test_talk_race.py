"""Many at once in one conversation: one comment a form, one of two changes, one answer to a suggestion."""

import uuid

import pytest

from apps.common.tests.races import race
from apps.lab import services
from apps.lab.models import Comment, Following, SuggestionAnswer
from apps.lab.tests.factories import CommentFactory, ProposalFactory
from apps.lab.tests.test_race import fresh
from apps.lab.workflow import CommentsNotOpen, State
from apps.notifications import messages
from apps.notifications.models import OutboxMail
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quiet_worker(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def test_form_sent_many_times_at_once_is_one_comment():
    swiss, proposal, key = focal_point("CH"), ProposalFactory(state=State.OPEN), uuid.uuid4()
    focal_point("GA")
    words = services.Said("Once", "en", PartnerFactory(code="CH"))
    outcomes = race(
        lambda: services.add_comment(proposal, words, by=fresh(swiss), form_key=key), late=CommentsNotOpen, at_once=10
    )
    assert outcomes == {"done": 10}
    assert Comment.objects.count() == Following.objects.count() == OutboxMail.objects.count() == 1


def test_of_two_changes_at_once_one_is_told_of_the_other():
    swiss = focal_point("CH")
    comment = CommentFactory(author=swiss)

    def change(text):
        return lambda: services.change_comment(comment, by=fresh(swiss), text=text, language="en", seen_at=None)

    outcomes = race(change("One"), change("Two"), late=services.ChangedMeanwhile, at_once=2)
    assert outcomes == {"done": 1, "late": 1}


def test_commenting_while_the_proposal_is_withdrawn_ends_one_way():
    for _round in range(5):
        gabon, swiss, proposal = focal_point("GA"), focal_point("CH"), ProposalFactory(state=State.OPEN)
        words = services.Said("Just in time?", "en", PartnerFactory(code="CH"))
        outcomes = race(
            lambda proposal=proposal, by=swiss, words=words: services.add_comment(proposal, words, by=fresh(by)),
            lambda proposal=proposal, by=gabon: services.withdraw(proposal, by=fresh(by)),
            late=CommentsNotOpen,
            at_once=2,
        )
        proposal.refresh_from_db()
        assert proposal.state == State.WITHDRAWN
        assert outcomes["done"] == 1 + proposal.comments.count()
        assert sum(outcomes.values()) == outcomes["done"] + outcomes["late"] == 2


def test_suggestion_is_answered_once_however_many_press():
    office = [secretariat_member() for _person in range(2)]
    proposal = ProposalFactory(state=State.OPEN, kind="suggestion", addressee="secretariat")

    def answer(by):
        words = {"partner": None, "text": f"By {by.pk}", "language": "en"}
        return lambda: services.answer_suggestion(proposal, by=fresh(by), **words)

    outcomes = race(*(answer(by) for by in office), late=services.AlreadyAnswered, at_once=10)
    assert outcomes == {"done": 5, "late": 5}
    assert SuggestionAnswer.objects.count() == proposal.lines.count() == 1
