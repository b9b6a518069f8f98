"""Reference countries, for tests: the least that is valid."""

import factory

from apps.framework.tests.factories import AreaFactory
from apps.partners.tests.factories import PartnerFactory
from apps.roadmaps.models import ReferenceCountry


class ReferenceCountryFactory(factory.django.DjangoModelFactory):
    """A partner that looks after an area; since when is not known."""

    class Meta:
        model = ReferenceCountry

    partner = factory.SubFactory(PartnerFactory)
    area = factory.SubFactory(AreaFactory)
    status = ReferenceCountry.Status.CONFIRMED
