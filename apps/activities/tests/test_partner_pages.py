"""The public pages of partners, in both languages."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.tests.factories import ActivityFactory
from apps.partners.models import Chairmanship, Membership
from apps.partners.tests.factories import PartnerFactory, RegionFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 3
# Two of them ask, once in a while, which way to documents and activities is the quicker one.
QUERIES_OF_A_PARTNER = 9


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, number):
    for _ in range(number):
        PartnerFactory(region=RegionFactory())

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/en/partners/")


@pytest.mark.parametrize("number", [1, 3])
def test_partner_costs_the_same_queries_whatever_it_did(client, django_assert_num_queries, number):
    partner = PartnerFactory(code="CH")
    for year in range(number):
        day = datetime.date(2020 + year, 1, 1)
        Chairmanship.objects.create(number=year, slug=f"term-{year}", partner=partner, starts_on=day)
        Membership.objects.create(partner=partner, starts_on=day)
        ActivityFactory(country=partner, co_chairs=[partner, PartnerFactory()])

    with django_assert_num_queries(QUERIES_OF_A_PARTNER):
        client.get("/en/partners/ch/")


def test_totals_are_counted_and_invented_partners_are_in_none(client):
    PartnerFactory(code="MA")
    PartnerFactory(code="DZ", observer=True)
    PartnerFactory(code="EU", organisation=True)
    PartnerFactory(code="XA", name_en="Examplia", name_fr="Exemplie", is_invented=True)

    answer = client.get("/fr/partenaires/")

    assertContains(answer, "2 pays prennent part au Dialogue, dont 1 en qualité d’observateurs.")
    assertContains(answer, "1 organisation est partenaire.")
    assertContains(answer, '<span class="tag tag--observer">observateur</span>', count=1)
    assertNotContains(answer, "Exemplie")


def test_invented_partner_has_no_page(client):
    PartnerFactory(code="XA", is_invented=True)

    assert client.get("/en/partners/xa/").status_code == 404


@pytest.mark.parametrize("code", ["zz", "CH", "c-h"])
def test_other_addresses_are_not_found(client, code):
    PartnerFactory(code="CH")

    assert client.get(f"/en/partners/{code}/").status_code == 404


def test_partner_tells_seats_terms_and_activities(client):
    partner = PartnerFactory(code="CH", name_fr="Suisse", region=RegionFactory(name_fr="Europe"))
    Chairmanship.objects.create(
        number=1,
        slug="term",
        partner=partner,
        starts_on=datetime.date(2026, 1, 29),
        priorities_fr="Protection et asile",
    )
    Membership.objects.create(partner=partner, starts_on=datetime.date(2022, 12, 1), precision="month")
    ActivityFactory(title_fr="Réunion de Genève", country=partner)

    answer = client.get("/fr/partenaires/ch/")

    assertContains(answer, "Comité de pilotage")
    assertContains(answer, "décembre 2022")
    assertContains(answer, "Protection et asile")
    assertContains(answer, "Réunion de Genève")
    assertContains(answer, 'href="/fr/activites/?partner=ch"')


def test_partner_without_activities_says_so(client):
    PartnerFactory(code="CH")

    assertContains(client.get("/en/partners/ch/"), "No activity is published for this partner yet")


def test_seat_that_ended_is_not_told(client):
    Membership.objects.create(partner=PartnerFactory(code="CH"), ends_on=datetime.date(2020, 1, 1))

    assertNotContains(client.get("/en/partners/ch/"), "Steering Committee")
