"""What the laboratory puts into the file of somebody's own data."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from apps.lab.personal import known_of
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.partners.models import Mandate
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = pytest.mark.django_db


def test_own_proposals_and_offers_stand_there_and_nobody_elses():
    gabon = focal_point("GA")
    own = ProposalFactory(partner=PartnerFactory(code="GA"), author=gabon, title_en="Own words")
    other = ProposalFactory(partner=PartnerFactory(code="CH"), author=focal_point("CH"), state=State.OPEN)
    offer = OfferFactory(proposal=other, partner=PartnerFactory(code="GA"), author=gabon)

    known = known_of(gabon)

    assert [row["reference"] for row in known["proposals"]] == [own.reference]
    assert [(row["reference"], row["text"]) for row in known["offers"]] == [(offer.reference, offer.text)]
    assert json.dumps(known, cls=DjangoJSONEncoder)


def test_whoever_left_the_seat_reads_its_words_no_more():
    gabon = focal_point("GA")
    own = ProposalFactory(partner=PartnerFactory(code="GA"), author=gabon)
    Mandate.objects.filter(user=gabon).delete()
    gabon.__dict__.pop("roles", None)

    known = known_of(gabon)

    assert [(row["reference"], row["title"]) for row in known["proposals"]] == [(own.reference, "")]
