"""An offer that nobody answered ends with its proposal: no button that fails, nobody's queue, and the page says so."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.lab import queries
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import WELCOMING, OfferState, State
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db
ENDED = (State.CLOSED, State.CONCLUDED, State.WITHDRAWN)


@pytest.mark.parametrize("state", [*WELCOMING, *ENDED])
def test_answers_are_offered_while_the_proposal_goes_on(client, state):
    offer = OfferFactory(proposal=ProposalFactory(state=state))
    client.force_login(focal_point("GA"))

    content = client.get(offer.proposal.get_absolute_url()).content.decode()

    goes_on = state in WELCOMING
    for name in ("accept", "decline"):
        address = reverse("lab:offer_step", args=[offer.proposal.reference, offer.reference, name])
        assert (address in content) is goes_on
    assert ("ended with the proposal" in content) is not goes_on
    assert ("waits for an answer" in content) is goes_on


def test_answers_are_offered_when_the_date_has_passed_but_the_proposal_goes_on(client):
    offer = OfferFactory(proposal__offers_until=timezone.now() - datetime.timedelta(days=1))
    client.force_login(focal_point("GA"))

    content = client.get(offer.proposal.get_absolute_url()).content.decode()

    assert reverse("lab:offer_step", args=[offer.proposal.reference, offer.reference, "accept"]) in content


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_waits_on_nobodys_desk(state):
    OfferFactory(proposal=ProposalFactory(state=state), made_at=timezone.now() - datetime.timedelta(days=100))

    assert queries.for_person(focal_point("GA")) == []
    assert queries.for_office(secretariat_member()) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_seat_that_offered_is_told_that_it_ended(client, language):
    offer = OfferFactory(proposal=ProposalFactory(state=State.CLOSED))
    client.force_login(focal_point("CH"))

    with override(language):
        told = offer.state_told
        assert told != offer.get_state_display()
        assert told in client.get(reverse("lab:ours")).content.decode()
        assert told in client.get(offer.proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize("answered", [OfferState.ACCEPTED, OfferState.DECLINED, OfferState.WITHDRAWN])
def test_what_was_answered_keeps_its_answer(answered):
    offer = OfferFactory(state=answered, proposal=ProposalFactory(state=State.CLOSED))

    assert (offer.state_told, offer.shape_told) == (offer.get_state_display(), offer.state_shape)
