"""Who looks after which area: the page of its own, and what stands on the pages of areas and of partners."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.framework.tests.factories import ActionPlanFactory, AreaFactory
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

from ..queries import rows_of_area, rows_of_partner
from .factories import ReferenceCountryFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 3
ADDRESSES = {"en": "/en/reference-countries/", "fr": "/fr/pays-referents/"}


@pytest.fixture
def areas():
    """Two areas of the plan in force."""
    plan = ActionPlanFactory(slug="plan", title_en="The plan", title_fr="Le plan")
    return [AreaFactory(plan=plan, number=n, title_en=f"Area title {n}", title_fr=f"Titre {n}") for n in (1, 2)]


@pytest.fixture
def swiss(areas):
    """Switzerland looks after the second area since 2020, with a note."""
    partner = PartnerFactory(code="CH", name_en="Switzerland", name_fr="Suisse")
    return ReferenceCountryFactory(
        partner=partner,
        area=areas[1],
        starts_on=datetime.date(2020, 1, 1),
        precision="year",
        note_en="Led a roundtable.",
        note_fr="A conduit une table ronde.",
    )


def listed(answer) -> list[tuple[str, list[str]]]:
    return [(area.name, [row.name for row in area.rows]) for area in answer.context["plan"].areas]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, areas, number, language):
    for _ in range(number):
        ReferenceCountryFactory(area=areas[0])
        ReferenceCountryFactory(area=areas[1])

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(ADDRESSES[language])


def test_by_area_of_the_plan_in_force_in_the_readers_order(client, areas, swiss):
    germany = PartnerFactory(code="DE", name_en="Germany", name_fr="Allemagne")
    chad = PartnerFactory(code="TD", name_en="Chad", name_fr="Tchad")
    for partner in (germany, chad):
        ReferenceCountryFactory(partner=partner, area=areas[0])
    ReferenceCountryFactory(area__plan=ActionPlanFactory(slug="old", over=True), area__number=1)

    assert listed(client.get(ADDRESSES["en"])) == [("Area 1", ["Chad", "Germany"]), ("Area 2", ["Switzerland"])]
    assert listed(client.get(ADDRESSES["fr"])) == [("Domaine 1", ["Allemagne", "Tchad"]), ("Domaine 2", ["Suisse"])]


def test_a_row_says_since_when_as_far_as_known_and_the_note(client, swiss):
    english, french = client.get(ADDRESSES["en"]), client.get(ADDRESSES["fr"])

    assertContains(english, '<a href="/en/partners/ch/">Switzerland</a> <small>since 2020 · Led a roundtable.</small>')
    assertContains(french, '<a href="/fr/partenaires/ch/">Suisse</a> <small>depuis 2020 · A conduit une table')
    assertContains(english, '<a href="/en/action-plans/plan/area/2/">Area 2 · Area title 2</a>')
    assertContains(english, "No partner looks after this area at present.", count=1)
    assertNotContains(english, "roadmap")


def test_only_confirmed_running_and_real_ones_are_shown(client, areas):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ReferenceCountryFactory(area=areas[0], status="volunteered")
    ReferenceCountryFactory(area=areas[0], status="ended")
    ReferenceCountryFactory(area=areas[0], ends_on=yesterday)
    ReferenceCountryFactory(area=areas[0], partner__is_invented=True)

    assertContains(client.get(ADDRESSES["en"]), "No reference country is published yet")
    assert rows_of_area(areas[0]) == ()


def test_list_without_a_plan_says_what_would_be_there(client):
    assertContains(client.get(ADDRESSES["fr"]), "Aucun pays référent n’est encore publié")


def test_area_and_partner_show_each_other(client, areas, swiss):
    area, partner = client.get("/en/action-plans/plan/area/2/"), client.get("/fr/partenaires/ch/")

    assertContains(area, '<h2 id="reference-countries">Reference countries</h2>')
    assertContains(area, '<a href="/en/partners/ch/">Switzerland</a>')
    assertContains(partner, '<h2 id="reference-areas">Pays référent pour</h2>')
    assertContains(partner, '<a href="/fr/plans-d-action/plan/domaine/2/">Domaine 2 · Titre 2</a>')
    assertNotContains(client.get("/en/action-plans/plan/area/1/"), 'id="reference-countries"')


@pytest.mark.parametrize("number", [1, 3])
def test_panels_cost_a_query_each(django_assert_num_queries, areas, number):
    partner = PartnerFactory()
    for _ in range(number):
        ReferenceCountryFactory(area=areas[0])
        ReferenceCountryFactory(partner=partner)

    with django_assert_num_queries(2):
        assert len(rows_of_area(areas[0])) == number
        assert len(rows_of_partner(partner)) == number


def test_the_office_keeps_them_and_deletes_none(client, swiss):
    client.force_login(secretariat_member())

    assert client.get(reverse("admin:roadmaps_referencecountry_changelist")).status_code == 200
    assert client.get(reverse("admin:roadmaps_referencecountry_change", args=[swiss.pk])).status_code == 200
    assert client.get(reverse("admin:roadmaps_referencecountry_delete", args=[swiss.pk])).status_code == 403
    assert not focal_point("CH").has_perm("roadmaps.change_referencecountry", swiss)
