"""The tables of design 5 written out: who may do what, and who sees what, for everybody and every state."""

import pytest

from apps.lab.models import Offer, Proposal
from apps.lab.tests.cast import ALL_SEATS, CAST, OTHER_SEATS, OWN_SEAT
from apps.lab.tests.factories import AttachmentFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State

pytestmark = pytest.mark.django_db
SPEAKS = {"own head", "own alternate"}
WRITES = SPEAKS | {"own contributor"}
OFFICE = {"secretariat"}

WHO_MAY_WITH_PROPOSALS = {
    "add": WRITES | {"offering head", "offering contributor", "other head", "committee"},
    "change": WRITES,
    "translate": OFFICE,
    "submit": SPEAKS,
    "return": OFFICE,
    "publish": OFFICE,
    "start": SPEAKS | OFFICE,
    "conclude": SPEAKS | OFFICE,
    "close": SPEAKS | OFFICE,
    "withdraw": SPEAKS,
    "merge": OFFICE,
    "ask": OFFICE,
    "explain": WRITES,
    "add_sequel": SPEAKS | OFFICE,
    "tell_news": WRITES,
    "set_date": SPEAKS | OFFICE,
    "offer": {"offering head", "other head", "committee"},
    "delete": set(),
}
WHO_MAY_WITH_OFFERS = {
    "make": {"offering head"},
    "accept": SPEAKS,
    "decline": SPEAKS,
    "withdraw": {"offering head"},
    "add": set(),
    "change": set(),
    "delete": set(),
}
WHO_SEES_PROPOSALS = {
    State.DRAFT: OWN_SEAT,
    State.RETURNED: OWN_SEAT,
    State.SUBMITTED: OWN_SEAT | OFFICE,
    State.OPEN: ALL_SEATS | OFFICE,
    State.UNDER_WAY: ALL_SEATS | OFFICE,
    State.CONCLUDED: ALL_SEATS | OFFICE,
    State.CLOSED: ALL_SEATS | OFFICE,
}
WHO_SEES_WITHDRAWN = {
    State.DRAFT: OWN_SEAT,
    State.SUBMITTED: OWN_SEAT | OFFICE,
    State.OPEN: OWN_SEAT | OFFICE,
}
OFFERING_SEAT = {"offering head", "offering contributor"}
THE_TWO = OWN_SEAT | OFFERING_SEAT | OFFICE
WHO_KNOWS_OF_OFFERS = {
    OfferState.MADE: ALL_SEATS | OFFICE,
    OfferState.ACCEPTED: ALL_SEATS | OFFICE,
    OfferState.DECLINED: THE_TWO,
    OfferState.WITHDRAWN: THE_TWO,
}


@pytest.fixture
def cast():
    return {name: make() for name, make in CAST.items()}


def those_who(cast, permission, obj):
    return {name for name, person in cast.items() if person.has_perm(permission, obj)}


def those_shown(cast, queryset, obj):
    return {name for name, person in cast.items() if queryset.visible_to(person).filter(pk=obj.pk).exists()}


@pytest.mark.parametrize("verb", WHO_MAY_WITH_PROPOSALS)
def test_who_may_with_proposals(cast, verb):
    proposal = ProposalFactory(state=State.OPEN)

    assert those_who(cast, f"lab.{verb}_proposal", proposal) == WHO_MAY_WITH_PROPOSALS[verb]


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", sorted(set(WHO_MAY_WITH_PROPOSALS) - {"translate"}))
def test_permissions_of_steps_do_not_depend_on_the_state(cast, verb, state):
    assert those_who(cast, f"lab.{verb}_proposal", ProposalFactory(state=state)) == WHO_MAY_WITH_PROPOSALS[verb]


@pytest.mark.parametrize("verb", WHO_MAY_WITH_OFFERS)
def test_who_may_with_offers(cast, verb):
    assert those_who(cast, f"lab.{verb}_offer", OfferFactory()) == WHO_MAY_WITH_OFFERS[verb]


def test_who_may_enter(cast):
    assert those_who(cast, "lab.enter", None) == ALL_SEATS | OFFICE


def test_nobody_offers_to_the_own_proposal(cast):
    own = OfferFactory.build(proposal=ProposalFactory(state=State.OPEN))
    own.partner = own.proposal.partner

    assert those_who(cast, "lab.make_offer", own) == set()


@pytest.mark.parametrize("state", WHO_SEES_PROPOSALS)
def test_who_sees_proposals(cast, state):
    proposal = ProposalFactory(state=state)

    assert those_who(cast, "lab.view_proposal", proposal) == WHO_SEES_PROPOSALS[state]
    assert those_shown(cast, Proposal.objects, proposal) == WHO_SEES_PROPOSALS[state]


@pytest.mark.parametrize("before", WHO_SEES_WITHDRAWN)
def test_who_sees_withdrawn_proposals(cast, before):
    proposal = ProposalFactory(state=State.WITHDRAWN, withdrawn_from=before)

    assert those_who(cast, "lab.view_proposal", proposal) == WHO_SEES_WITHDRAWN[before]
    assert those_shown(cast, Proposal.objects, proposal) == WHO_SEES_WITHDRAWN[before]


@pytest.mark.parametrize("before", WHO_SEES_WITHDRAWN)
def test_who_hears_that_a_proposal_was_withdrawn(cast, before):
    proposal = ProposalFactory(state=State.WITHDRAWN, withdrawn_from=before)
    told = ALL_SEATS if before == State.OPEN else set()

    assert those_who(cast, "lab.hear_of_proposal", proposal) == told
    known = {
        name
        for name, person in cast.items()
        if Proposal.objects.known_as_withdrawn_to(person).filter(pk=proposal.pk).exists()
    }
    assert known == told


@pytest.mark.parametrize("state", WHO_KNOWS_OF_OFFERS)
def test_who_knows_of_offers_and_who_reads_them(cast, state):
    offer = OfferFactory(state=state)

    assert those_who(cast, "lab.view_offer", offer) == WHO_KNOWS_OF_OFFERS[state]
    assert those_shown(cast, Offer.objects, offer) == WHO_KNOWS_OF_OFFERS[state]
    assert those_who(cast, "lab.read_offer", offer) == THE_TWO
    readers = {name for name, one in cast.items() if Offer.objects.readable_by(one).filter(pk=offer.pk).exists()}
    assert readers == THE_TWO


@pytest.mark.parametrize("state", OfferState.values)
def test_offers_to_a_withdrawn_proposal_are_the_affair_of_the_two(cast, state):
    offer = OfferFactory(state=state, proposal=ProposalFactory(state=State.WITHDRAWN))

    assert those_who(cast, "lab.view_offer", offer) == THE_TWO
    assert those_shown(cast, Offer.objects, offer) == THE_TWO


@pytest.mark.parametrize("state", State.values)
def test_files_are_seen_with_their_proposal(cast, state):
    attachment = AttachmentFactory(proposal=ProposalFactory(state=state))
    manager = type(attachment).objects

    assert those_shown(cast, manager, attachment) == those_who(cast, "lab.view_proposal", attachment.proposal)
    manager.update(removed_at=attachment.uploaded_at)
    assert those_shown(cast, manager, attachment) == set()


def test_seats_other_than_the_own_are_told_apart():
    assert OTHER_SEATS.isdisjoint(OWN_SEAT)
