"""Every step from every state: from its sources it arrives, from the others it is refused as no longer open."""

import functools

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.common.workflow import StepNotOpen
from apps.lab import services
from apps.lab.models import ProposalLine
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import SHAPES, OfferFlow, OffersNotOpen, OfferState, ProposalFlow, State
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db
OFFICE_STEPS = ("return", "publish", "merge")


def taker_of(name: str):
    return secretariat_member() if name in OFFICE_STEPS else focal_point("GA")


def taking(step):
    """The service of a step; the one that needs another proposal with one that stays."""
    if step is ProposalFlow.merge:
        return functools.partial(services.merge, into=ProposalFactory(state=State.OPEN))
    return services.PROPOSAL_STEPS[step.name]


@pytest.mark.parametrize("step", ProposalFlow.steps(), ids=lambda step: step.name)
@pytest.mark.parametrize("state", State.values)
def test_step_of_a_proposal_arrives_from_its_sources_only(step, state):
    proposal, by = ProposalFactory(state=state), taker_of(step.name)
    take = taking(step)

    if state in step.sources:
        taken = take(proposal, by=by, note="because")
        taken.full_clean()
        assert (taken.state, taken.lines.get().to_state) == (step.to, step.to)
    else:
        with pytest.raises(StepNotOpen):
            take(proposal, by=by, note="because")
        proposal.refresh_from_db()
        assert (proposal.state, proposal.lines.count()) == (state, 0)


@pytest.mark.parametrize("step", OfferFlow.steps(), ids=lambda step: step.name)
@pytest.mark.parametrize("state", OfferState.values)
def test_step_of_an_offer_arrives_from_its_sources_only(step, state):
    offer = OfferFactory(state=state)
    by = focal_point("CH" if step.name == "withdraw" else "GA")
    take = services.OFFER_STEPS[step.name]

    if state in step.sources:
        assert take(offer, by=by).state == step.to
        line = offer.lines.get()
        assert (line.to_state, line.partner, line.actor) == (step.to, by.mandates.get().partner, by)
    else:
        with pytest.raises(StepNotOpen):
            take(offer, by=by)
        assert not offer.lines.exists()


@pytest.mark.parametrize("state", State.values)
def test_offers_are_taken_and_accepted_while_the_proposal_welcomes_them(state):
    proposal, gabon, swiss = ProposalFactory(state=state), focal_point("GA"), focal_point("CH")
    waiting = OfferFactory(proposal=proposal, partner=swiss.mandates.get().partner)
    words = {"partner": waiting.partner, "kind": "funding", "text": "Money", "language": "en"}

    if state in (State.OPEN, State.UNDER_WAY):
        assert services.offer_support(proposal, by=swiss, **words).state == OfferState.MADE
        assert services.accept_offer(waiting, by=gabon).state == OfferState.ACCEPTED
    else:
        with pytest.raises(OffersNotOpen):
            services.offer_support(proposal, by=swiss, **words)
        with pytest.raises(OffersNotOpen):
            services.accept_offer(waiting, by=gabon)
        waiting.refresh_from_db()
        assert (waiting.state, proposal.lines.count()) == (OfferState.MADE, 0)


@pytest.mark.parametrize("name", ["return", "conclude", "close"])
def test_step_that_asks_for_reasons_leaves_nothing_without_them(name):
    step = ProposalFlow.step(name)
    proposal = ProposalFactory(state=min(step.sources))

    with pytest.raises(services.ReasonMissing), transaction.atomic():
        services.PROPOSAL_STEPS[name](proposal, by=taker_of(name))

    proposal.refresh_from_db()
    assert (proposal.state, ProposalLine.objects.count()) == (min(step.sources), 0)


def test_permission_is_asked_before_the_state():
    proposal = ProposalFactory(state=State.CONCLUDED)

    with pytest.raises(PermissionDenied):
        services.publish(proposal, by=focal_point("GA"))


def test_line_names_the_seat_or_the_office():
    proposal, gabon, office = ProposalFactory(), focal_point("GA"), secretariat_member()
    services.submit(proposal, by=gabon)
    services.publish(proposal, by=office)

    lines = list(proposal.lines.values_list("step", "partner__code", "actor", "from_state", "to_state"))
    assert lines == [
        ("submit", "GA", gabon.pk, "draft", "submitted"),
        ("publish", None, office.pk, "submitted", "open"),
    ]


def test_every_state_has_its_shape():
    assert set(SHAPES) == set(State)


def test_diagram_names_every_state():
    assert all(state in ProposalFlow.mermaid() for state in State.values)
