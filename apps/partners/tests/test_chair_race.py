"""Two people hand over the chair at once: one of them does, the others are told, and there is one next term."""

import datetime

import pytest
from django.utils import timezone

from apps.common.tests.races import race
from apps.partners import services
from apps.partners.models import Chairmanship, ChairTask, ChairTaskTemplate

from .factories import PartnerFactory, secretariat_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_one_handover_however_many_press():
    today = timezone.localdate()
    swiss = Chairmanship.objects.create(
        number=1, slug="one", partner=PartnerFactory(code="CH"), starts_on=today - datetime.timedelta(days=300)
    )
    ChairTaskTemplate.objects.create(code="one", title_en="One", title_fr="Un", days=10)
    colleague, ghana, at = secretariat_member(), PartnerFactory(code="GH"), timezone.now()

    outcomes = race(
        lambda: services.hand_over(swiss, by=colleague, at=at, successor=Chairmanship(partner=ghana, slug="gh")),
        lambda: services.hand_over(swiss, by=colleague, at=at, successor=Chairmanship(partner=ghana, slug="again")),
        late=services.HandoverClosed,
    )

    assert outcomes == {"done": 1, "late": 19}
    assert Chairmanship.objects.filter(handed_over_at=at, partner=ghana).count() == 1
    assert Chairmanship.objects.count() == 2
    assert ChairTask.objects.count() == 1
