"""What waits to be sent is asked again: it leaves only while it is true, and for who may read it then."""

import datetime
from collections import defaultdict

import pytest
from django.core import mail
from django.utils import timezone

from apps.lab import services
from apps.lab.tests.asking import QueryFactory
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import QueryState, State
from apps.notifications import delivery, messages
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
SECRET = "Only for Gabon to read"


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def moves_to_mali(user):
    user.mandates.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    MandateFactory(user=user, partner=PartnerFactory(code="ML"))


def told():
    """All that leaves now says, by who gets it."""
    delivery.deliver_due()
    texts = defaultdict(str)
    for message in mail.outbox:
        texts[message.to[0]] += f"{message.subject} {message.body}"
    return texts


@pytest.mark.parametrize("has_left", [False, True])
def test_question_of_the_secretariat_stays_with_the_seat(has_left):
    gabon, office = focal_point("GA"), secretariat_member()
    services.ask_author(ProposalFactory(state=State.OPEN), by=office, note=SECRET)
    if has_left:
        moves_to_mali(gabon)

    assert any(SECRET in text for text in told().values()) != has_left


@pytest.mark.parametrize("has_left", [False, True])
def test_note_of_a_return_stays_with_the_seat_even_once_all_read_the_proposal(has_left):
    gabon, office = focal_point("GA"), secretariat_member()
    proposal = services.return_(ProposalFactory(state=State.SUBMITTED), by=office, note=SECRET)
    proposal = services.publish(services.submit(proposal, by=gabon), by=office)
    if has_left:
        moves_to_mali(gabon)

    assert any(SECRET in text for text in told().values()) != has_left


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_merging_names_no_proposal_that_was_withdrawn_since(is_withdrawn):
    gabon, mali, office = focal_point("GA"), focal_point("ML"), secretariat_member()
    double = ProposalFactory(state=State.OPEN)
    stays = ProposalFactory(state=State.OPEN, title_en=SECRET, partner=PartnerFactory(code="ML"))
    services.merge(double, into=stays, by=office)
    if is_withdrawn:
        services.withdraw(stays, by=mali)

    assert (SECRET in told().get(gabon.email, "")) != is_withdrawn


@pytest.mark.parametrize("is_over", [False, True])
def test_nobody_is_reminded_of_questions_that_are_closed(is_over):
    gabon = focal_point("GA")
    swiss = focal_point("CH")
    query = QueryFactory(state=QueryState.RUNNING, author=gabon)
    services.remind_silent(query, by=gabon)
    if is_over:
        services.close_query(query, by=gabon)

    assert (swiss.email in told()) != is_over


@pytest.mark.parametrize("is_answered", [False, True])
def test_nobody_is_reminded_of_an_offer_that_was_answered(is_answered):
    gabon, swiss = focal_point("GA"), focal_point("CH")
    offer = OfferFactory(proposal=ProposalFactory(state=State.OPEN), author=swiss)

    assert gabon.has_perm("lab.be_reminded_offer", offer)
    if is_answered:
        offer = services.decline_offer(offer, by=gabon)
        assert not gabon.has_perm("lab.be_reminded_offer", offer)
