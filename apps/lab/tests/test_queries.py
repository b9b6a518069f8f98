"""What waits on which desk, figures for the public, and pages that ask as many questions for three as for one."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.common.registry import desk, figures
from apps.lab import queries
from apps.lab.models import Proposal
from apps.lab.tests.cast import missing_migrants_only
from apps.lab.tests.factories import AttachmentFactory, ObjectiveFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BRUSSELS = timezone.get_default_timezone()


def at(day, hour=10):
    return datetime.datetime(2026, 11, day, hour, tzinfo=BRUSSELS)


def test_desk_of_a_focal_point():
    gabon = focal_point("GA")
    offer = OfferFactory(proposal__title_fr="Forum", proposal__title_en="", proposal__language="fr",
                         proposal__summary_fr="x", proposal__support_sought_fr="x")  # fmt: skip
    returned = ProposalFactory(state=State.RETURNED, title_en="To complete")
    returned.lines.create(step="return", to_state="returned", note="an older note", at=at(1))
    returned.lines.create(step="return", to_state="returned", note="Which towns?", at=at(2))
    ProposalFactory(title_en="Unfinished")
    ProposalFactory(title_en="Of others", partner=PartnerFactory(code="ML"))
    OfferFactory(proposal=offer.proposal, partner=PartnerFactory(code="ML"), state=OfferState.ACCEPTED)

    found = queries.for_person(gabon)

    assert [(one.title, one.title_lang, one.detail) for one in found] == [
        ("Forum", "fr", "Support offered by a partner (Country CH): expertise"),
        ("To complete", "", "Returned by the secretariat: Which towns?"),
        ("Unfinished", "", "Draft, seen by your seat only"),
    ]
    assert found[0].url == offer.get_absolute_url()
    assert queries.for_office(gabon) == []


@pytest.mark.parametrize(("role", "number"), [("head", 2), ("alternate", 2), ("contributor", 1), ("reader", 0)])
def test_desk_holds_only_what_the_person_may_do(role, number):
    OfferFactory()
    ProposalFactory()

    assert len(queries.for_person(focal_point("GA", role))) == number


def test_desk_of_nobody_is_empty():
    OfferFactory()
    ProposalFactory()

    assert queries.for_person(missing_migrants_only("GA")) == []
    assert queries.for_person(secretariat_member()) == []


def test_desk_of_the_office_is_late_after_five_working_days():
    now = timezone.now()
    late = ProposalFactory(state=State.SUBMITTED, submitted_at=now - datetime.timedelta(days=14), title_en="Late")
    ProposalFactory(state=State.SUBMITTED, title_en="Fresh")
    ProposalFactory(state=State.RETURNED)

    found = queries.for_office(secretariat_member())

    assert [(one.title, one.is_overdue) for one in found] == [("Late", True), ("Fresh", False)]
    assert found[0].url == reverse("admin:lab_proposal_change", args=[late.pk])


def test_room_is_registered():
    assert queries.for_person in [entry.for_person for entry in desk]
    assert queries.public_figures in list(figures)


def test_public_is_told_numbers_only():
    ProposalFactory()
    ProposalFactory(state=State.SUBMITTED)
    OfferFactory()
    OfferFactory(state=OfferState.DECLINED)
    OfferFactory(proposal=ProposalFactory(state=State.WITHDRAWN))

    assert [tuple(figure) for figure in queries.public_figures()] == [
        (2, "proposals in the laboratory of ideas"),
        (1, "offer of support"),
    ]


@pytest.mark.parametrize("state", State.values)
def test_next_step_names_its_holder(state):
    ProposalFactory(state=state)
    proposal = Proposal.objects.get()
    holders = {
        "draft": "Country GA", "returned": "Country GA", "submitted": "The secretariat", "open": "All other partners",
        "under_way": "Country GA",
    }  # fmt: skip

    found = queries.next_step(proposal, focal_point("GA"))

    assert (found.holder if found else None) == holders.get(state)


def test_next_step_follows_the_offers():
    offer, gabon = OfferFactory(), focal_point("GA")

    def words():
        return queries.next_step(offer.proposal, gabon, offer.proposal.offers.all()).words

    assert words() == "Answer the offers of support"
    offer.proposal.offers.all().delete()
    OfferFactory(proposal=offer.proposal, state=OfferState.ACCEPTED)
    assert words().startswith("Begin the work")


def make_proposals(number):
    for position in range(number):
        proposal = ProposalFactory(state=State.OPEN, partner=PartnerFactory(code=f"P{position}"))
        proposal.objectives.add(ObjectiveFactory(code=f"{position}x"))
        OfferFactory(proposal=proposal)
        ProposalFactory(partner=PartnerFactory(code="GA"))
        OfferFactory(proposal=proposal, partner=PartnerFactory(code="GA"))


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries_asked"), [("list", 6), ("ours", 8)])
def test_lists_ask_as_many_questions_for_three_as_for_one(
    client, django_assert_num_queries, name, queries_asked, number
):
    make_proposals(number)
    client.force_login(focal_point("GA"))
    client.get(reverse("lab:list"))

    with django_assert_num_queries(queries_asked):
        client.get(reverse(f"lab:{name}"))


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_proposal_asks_as_many_questions_for_three_as_for_one(client, django_assert_num_queries, number):
    proposal = ProposalFactory(state=State.OPEN)
    for position in range(number):
        offer = OfferFactory(proposal=proposal, partner=PartnerFactory(code=f"P{position}"))
        objective = ObjectiveFactory(code=f"{position}x")
        proposal.objectives.add(objective)
        proposal.actions.add(objective.actions.create(number=position + 1))
        AttachmentFactory(proposal=proposal)
        offer.lines.create(proposal=proposal, step="make", to_state="made", partner=offer.partner, audience="seats")
    client.force_login(focal_point("GA"))
    client.get(reverse("lab:list"))

    with django_assert_num_queries(11):
        client.get(proposal.get_absolute_url())
