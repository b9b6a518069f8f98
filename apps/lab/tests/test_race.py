"""Many at once on one decision: one outcome, one line, one set of mails; the others are told that they were late."""

import functools
import uuid
from collections import Counter

import pytest
from django.contrib.auth import get_user_model

from apps.common.tests.races import race as race_of_many
from apps.common.workflow import StepNotOpen
from apps.lab import services
from apps.lab.models import Offer, Proposal, ProposalLine
from apps.lab.tests.factories import ObjectiveFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.notifications import messages
from apps.notifications.models import OutboxMail
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 50
ROUNDS = pytest.mark.parametrize("rounds", [10, pytest.param(300, marks=pytest.mark.long)])


@pytest.fixture(autouse=True)
def quiet_worker(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


# Fifty at once; who comes too late is told so by the workflow.
race = functools.partial(race_of_many, late=StepNotOpen, at_once=AT_ONCE)


def fresh(person):
    """The person as a new request would load them."""
    return get_user_model().objects.get(pk=person.pk)


@ROUNDS
def test_one_answer_to_an_offer_however_many_press(rounds):
    for _round in range(rounds):
        gabon, swiss, offer = focal_point("GA"), focal_point("CH"), OfferFactory(proposal__title_en="One of many")
        OutboxMail.objects.all().delete()

        outcomes = race(
            lambda offer=offer, by=gabon: services.accept_offer(offer, by=fresh(by)),
            lambda offer=offer, by=swiss: services.withdraw_offer(offer, by=fresh(by)),
        )

        offer.refresh_from_db()
        line = ProposalLine.objects.get(offer=offer)
        mails = Counter(OutboxMail.objects.values_list("message", flat=True))
        assert outcomes == {"done": 1, "late": AT_ONCE - 1}
        assert line.to_state == offer.state
        expected = {"accepted": {"lab.offer_accepted": 2}, "withdrawn": {"lab.offer_withdrawn": 1}}
        assert mails == expected[offer.state]


@ROUNDS
def test_accepting_while_the_proposal_is_withdrawn_ends_one_way(rounds):
    for _round in range(rounds):
        gabon, offer = focal_point("GA"), OfferFactory()

        outcomes = race(
            lambda offer=offer, by=gabon: services.accept_offer(offer, by=fresh(by)),
            lambda offer=offer, by=gabon: services.withdraw(offer.proposal, by=fresh(by)),
        )

        offer.refresh_from_db()
        offer.proposal.refresh_from_db()
        lines = Counter(offer.proposal.lines.values_list("step", flat=True))
        assert set(outcomes) == {"done", "late"}
        assert offer.proposal.state == State.WITHDRAWN
        assert lines == {"withdraw": 1} | ({"accept": 1} if offer.state == "accepted" else {})
        assert outcomes["done"] == sum(lines.values())


def test_form_sent_many_times_at_once_is_one_proposal_and_one_offer():
    gabon, swiss, key, objective = focal_point("GA"), focal_point("CH"), uuid.uuid4(), ObjectiveFactory()
    partner, open_one = PartnerFactory(code="GA"), ProposalFactory(state=State.OPEN)
    draft = {"kind": "project", "language": "en", "texts": {"title": "Once"}, "objectives": frozenset({objective.pk})}

    proposals = race(
        lambda: services.begin_draft(services.Draft(**draft), partner=partner, by=fresh(gabon), form_key=key),
        at_once=10,
    )
    words = {"partner": PartnerFactory(code="CH"), "kind": "funding", "text": "Money", "language": "en"}
    offers = race(lambda: services.offer_support(open_one, by=fresh(swiss), form_key=key, **words), at_once=10)

    assert proposals == offers == {"done": 10}
    assert Proposal.objects.filter(form_key=key).count() == Offer.objects.filter(form_key=key).count() == 1
    assert open_one.lines.count() == 1
