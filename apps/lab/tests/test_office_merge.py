"""The secretariat asks an author, and merges duplicates: who is told, what moves, what stays, and many at once."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from apps.common.tests.races import race
from apps.common.workflow import StepNotOpen
from apps.lab import services
from apps.lab.models import Following, Offer, Proposal
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.notifications import messages
from apps.notifications.models import Notice, OutboxMail
from apps.notifications.queries import notices_for
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db


def told(message):
    return sorted(Notice.objects.filter(message=message).values_list("recipient__email", flat=True))


@pytest.fixture
def office():
    return secretariat_member(email="sec@example.org")


@pytest.fixture
def two():
    """A duplicate of Gabon with an offer, and the one of Mali that stays."""
    duplicate = ProposalFactory(state=State.OPEN, title_en="Duplicate")
    OfferFactory(proposal=duplicate)
    return duplicate, ProposalFactory(state=State.OPEN, title_en="Stays", partner=PartnerFactory(code="ML"))


@pytest.mark.parametrize("state", [State.SUBMITTED, State.OPEN, State.UNDER_WAY])
def test_asking_the_author_changes_nothing_but_the_timeline_and_tells_the_seat_once(office, state):
    proposal, gabon, colleague = ProposalFactory(state=state), focal_point("GA"), focal_point("GA", "reader")

    for _twice in range(2):
        services.ask_author(proposal, by=office, note="Which towns?")

    proposal.refresh_from_db()
    line = proposal.lines.get()
    assert (proposal.state, line.step, line.audience, line.note) == (state, "ask", "parties", "Which towns?")
    assert told("lab.author_asked") == sorted([gabon.email, colleague.email])
    mail = OutboxMail.objects.filter(message="lab.author_asked").first()
    assert mail.subject.startswith("[Action]")
    assert "Which towns?" in mail.text
    swiss = focal_point("CH")
    assert not any("Which towns?" in shown.note for shown in proposal.timeline_for(swiss))


def test_asking_needs_words_and_a_proposal_that_the_office_sees(office):
    with pytest.raises(services.ReasonMissing):
        services.ask_author(ProposalFactory(state=State.OPEN), by=office, note="  ")
    with pytest.raises(PermissionDenied):
        services.ask_author(ProposalFactory(), by=office, note="Draft?")
    assert not Notice.objects.exists()


@pytest.mark.parametrize("who", sorted(set(CAST) - {"secretariat"}))
def test_nobody_else_asks_or_merges(who, two):
    person, (duplicate, stays) = CAST[who](), two

    with pytest.raises(PermissionDenied):
        services.ask_author(duplicate, by=person, note="x")
    with pytest.raises(PermissionDenied):
        services.merge(duplicate, into=stays, by=person)
    duplicate.refresh_from_db()
    assert (duplicate.state, duplicate.lines.count()) == (State.OPEN, 0)


def test_merging_closes_moves_followers_tells_all_once_and_keeps_the_offers(client, office, two):
    duplicate, stays = two
    gabon, swiss, mali = focal_point("GA"), focal_point("CH"), focal_point("ML", language="fr")
    one, both = focal_point("SN"), focal_point("MA")
    Following.objects.create(person=one, proposal=duplicate)
    for proposal in two:
        Following.objects.create(person=both, proposal=proposal)

    merged = services.merge(duplicate, into=stays, by=office, note="The same question.")

    assert (merged.state, merged.merged_into, merged.closed_at is not None) == (State.CLOSED, stays, True)
    merged.full_clean()
    assert {(each.person, each.proposal) for each in Following.objects.all()} == {(one, stays), (both, stays)}
    assert told("lab.merged") == sorted(each.email for each in (gabon, swiss, mali, one, both))
    assert Offer.objects.visible_to(swiss).filter(proposal=merged).count() == 1
    client.force_login(swiss)
    page = client.get(merged.get_absolute_url()).content.decode()
    assert "Two experts for a week." in page
    assert stays.get_absolute_url() in page
    mail = OutboxMail.objects.get(message="lab.merged", recipient=mali)
    assert (mail.language, stays.get_absolute_url().rpartition("/en/")[2] in mail.text) == ("fr", False)
    assert stays.reference in mail.text
    assert [line.told for line in merged.timeline_for(mali)] == ["Merged into another proposal"]


@pytest.mark.parametrize("state", State.values)
def test_only_into_one_that_is_open_or_under_way(office, two, state):
    duplicate = two[0]
    into = ProposalFactory(state=state)

    if state in (State.OPEN, State.UNDER_WAY):
        assert services.merge(duplicate, into=into, by=office).merged_into == into
    else:
        with pytest.raises(services.NotMergeable):
            services.merge(duplicate, into=into, by=office)
        duplicate.refresh_from_db()
        assert duplicate.state == State.OPEN


def test_never_into_itself(office, two):
    with pytest.raises(services.NotMergeable):
        services.merge(two[0], into=two[0], by=office)


def test_the_one_that_stays_is_named_no_more_once_it_is_withdrawn(client, office, two):
    duplicate, stays = two
    swiss, mali = focal_point("CH"), focal_point("ML")
    services.merge(duplicate, into=stays, by=office)
    services.withdraw(stays, by=mali)
    client.force_login(swiss)

    content = client.get(duplicate.get_absolute_url()).content.decode()
    titles = [notice.title for notice in notices_for(swiss)]

    assert "Merged into another proposal" in content
    assert not any(stays.title_en in words for words in (content, *titles))
    assert not any("is merged into another proposal" in title for title in titles)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=pytest.mark.long)])
def test_two_merged_into_each_other_at_once_end_as_one(monkeypatch, rounds):
    monkeypatch.setattr(messages, "nudges", [])
    office = secretariat_member()
    for _round in range(rounds):
        first, second = (ProposalFactory(state=State.OPEN) for _each in range(2))

        def merging(one, other):
            def gesture():
                try:
                    services.merge(one, into=other, by=get_user_model().objects.get(pk=office.pk))
                except services.NotMergeable as refusal:
                    raise StepNotOpen(one.flow.merge, one) from refusal

            return gesture

        outcomes = race(merging(first, second), merging(second, first), late=StepNotOpen)

        assert outcomes == {"done": 1, "late": 19}
        states = sorted(Proposal.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
        assert states == [State.CLOSED, State.OPEN]
