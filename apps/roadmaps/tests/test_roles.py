"""Rights of reference countries follow from the dated rows, area by area, and cost nothing to everybody else."""

import datetime

import pytest
from django.utils import timezone

from apps.accounts.backends import MailAddressBackend
from apps.common.roles import roles_of
from apps.framework.tests.factories import AreaFactory
from apps.partners.models import Partner
from apps.partners.tests.factories import MandateFactory, NetworkFactory, PartnerFactory, focal_point
from apps.roadmaps.models import ReferenceCountry
from apps.roadmaps.rules import REFERENCE, is_reference_country

from .factories import ReferenceCountryFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def as_reader(person):
    """The person as a request finds them."""
    return MailAddressBackend().get_user(person.pk)


def areas_of(person) -> set[str]:
    return {role.scope for role in roles_of(person).all if role.name == REFERENCE}


@pytest.mark.parametrize(
    ("fields", "has"),
    [
        ({}, True),
        ({"status": ReferenceCountry.Status.VOLUNTEERED}, False),
        ({"status": ReferenceCountry.Status.ENDED}, False),
        ({"ends_on": YESTERDAY}, False),
        ({"starts_on": timezone.localdate() + datetime.timedelta(days=2)}, False),
    ],
)
def test_the_role_follows_from_the_dated_row(fields, has):
    person = focal_point("CM")
    row = ReferenceCountryFactory(partner=PartnerFactory(code="CM"), **fields)

    for reader in (person, as_reader(person)):
        assert areas_of(reader) == ({str(row.area_id)} if has else set())
        assert is_reference_country(reader, row.area) is has
        assert not is_reference_country(reader, AreaFactory())


@pytest.mark.parametrize("standing", [Partner.Standing.OBSERVER, Partner.Standing.FORMER])
def test_neither_observers_nor_former_partners_look_after_an_area(standing):
    person = focal_point("CM")
    ReferenceCountryFactory(partner=PartnerFactory(code="CM"))
    Partner.objects.filter(code="CM").update(standing=standing)

    assert areas_of(as_reader(person)) == set()


def test_only_the_main_network_counts():
    row = ReferenceCountryFactory(partner=PartnerFactory(code="CM"))
    other = MandateFactory(partner=row.partner, network=NetworkFactory(code="mmfp"))

    assert areas_of(as_reader(other.user)) == set()


def test_who_acts_for_no_reference_country_is_asked_nothing_more(django_assert_num_queries):
    ReferenceCountryFactory(partner=PartnerFactory(code="CM"))
    reader = as_reader(focal_point("GA"))

    with django_assert_num_queries(1):
        assert areas_of(reader) == set()
