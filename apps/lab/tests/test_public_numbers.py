"""The public is told how many, of which kind and area, and how many found support; and nothing else."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from apps.lab import queries
from apps.lab.tests.factories import ObjectiveFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State
from apps.partners.tests.factories import focal_point

pytestmark = pytest.mark.django_db
SEEN = (State.OPEN, State.UNDER_WAY, State.CONCLUDED, State.CLOSED)


def address(language):
    with override(language):
        return reverse("laboratory:numbers")


@pytest.mark.parametrize("state", State.values)
def test_only_what_all_seats_may_read_is_counted(state):
    proposal = ProposalFactory(state=state)
    OfferFactory(proposal=proposal, state=OfferState.ACCEPTED)

    found = queries.public_numbers("en")

    number = int(state in SEEN)
    assert (found.number, found.found) == (number, number)
    assert [tuple(row) for row in found.by_kind] == [("request for technical assistance", 1, 1)] * number
    assert [tuple(row) for row in found.by_area] == [("1 · Area 1", 1, 1)] * number


@pytest.mark.parametrize("state", OfferState.values)
def test_support_is_found_where_an_offer_was_accepted(state):
    offer = OfferFactory(state=state)
    OfferFactory(proposal=offer.proposal, state=state, kind="funding")

    assert queries.public_numbers("en").found == (state == OfferState.ACCEPTED)


def test_one_proposal_counts_once_in_each_area_that_it_serves():
    one, same, other = (
        ObjectiveFactory(code=code, area_number=number) for code, number in (("1a", 1), ("1b", 1), ("2", 2))
    )
    ProposalFactory(state=State.OPEN, kind="project", objectives=[one, same, other])
    ProposalFactory(state=State.OPEN, objectives=[one])

    found = queries.public_numbers("en")

    assert (found.number, [tuple(row) for row in found.by_area]) == (2, [("1 · Area 1", 2, 0), ("2 · Area 2", 1, 0)])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_tells_numbers_and_no_word_of_a_partner(client, language, django_assert_max_num_queries):
    for state in State.values:
        proposal = ProposalFactory(
            state=state, title_en="SecretTitle", title_fr="TitreSecret", summary_en="SecretWords"
        )
        OfferFactory(proposal=proposal, text="SecretOffer")
    with django_assert_max_num_queries(6):
        response = client.get(address(language))

    content = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    for word in ("Secret", "Country GA", "Pays GA", "Country CH", "Pays CH", proposal.reference, str(proposal.author)):
        assert word not in content
    assert ("Area 1" if language == "en" else "Domaine 1") in content


def test_page_is_the_same_for_a_focal_point_and_without_any_proposal(client):
    visitor = client.get(address("en"))
    client.force_login(focal_point("GA"))
    assert client.get(address("en")).content == visitor.content
