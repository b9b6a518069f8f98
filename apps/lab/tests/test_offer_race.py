"""An offer and what is said about it at one moment: whoever is late is told so, and nobody blocks anybody."""

import pytest

from apps.common.tests.races import race
from apps.common.workflow import StepNotOpen
from apps.lab import services
from apps.lab.models import Comment
from apps.lab.tests.factories import OfferFactory
from apps.lab.tests.test_race import fresh
from apps.notifications import messages
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 20


@pytest.fixture(autouse=True)
def quiet_worker(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.mark.parametrize(("step", "who"), [("accept", "GA"), ("decline", "GA"), ("withdraw", "CH")])
def test_a_question_about_an_offer_that_is_answered_at_that_moment(step, who):
    asker, people = focal_point("GA", "contributor"), {"GA": focal_point("GA"), "CH": focal_point("CH")}
    words = services.Said("For how long?", "en", PartnerFactory(code="GA"))
    for _round in range(ROUNDS):
        offer = OfferFactory()

        outcomes = race(
            lambda offer=offer: services.ask_about_offer(offer, words, by=fresh(asker)),
            lambda offer=offer: services.OFFER_STEPS[step](offer, by=fresh(people[who])),
            late=StepNotOpen,
            at_once=4,
        )

        offer.refresh_from_db()
        asked = Comment.objects.filter(offer=offer).count()
        assert set(outcomes) <= {"done", "late"}, outcomes
        assert outcomes["done"] == 1 + asked
        assert offer.proposal.lines.filter(offer=offer).count() == 1
        assert asked == 2 or step != "accept"


def test_nothing_is_asked_about_an_offer_that_was_withdrawn_just_before():
    """The page was read while the offer stood."""
    gabon, swiss, read = focal_point("GA"), focal_point("CH"), OfferFactory()
    services.withdraw_offer(read, by=swiss)

    with pytest.raises(StepNotOpen):
        services.ask_about_offer(read, services.Said("Late", "en", PartnerFactory(code="GA")), by=gabon)
    assert not Comment.objects.exists()
