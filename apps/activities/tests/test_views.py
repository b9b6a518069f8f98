"""The public pages of activities, in both languages."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.tests.factories import ActivityFactory, NewsItemFactory, OutcomeFactory
from apps.common.moved import remember_address
from apps.common.preview import preview_url
from apps.partners.tests.factories import PartnerFactory, secretariat_member

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 4


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, number):
    for _ in range(number):
        ActivityFactory(country=PartnerFactory(), co_chairs=[PartnerFactory(), PartnerFactory()])

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/en/activities/")


def test_filters_survive_paging(client):
    for number in range(21):
        ActivityFactory(starts_on=datetime.date(2024, 1, 1) + datetime.timedelta(days=number))
    PartnerFactory()

    first = client.get("/en/activities/?year=2024")
    second = client.get("/en/activities/?year=2024&page=2")

    assertContains(first, 'href="?year=2024&amp;page=2"')
    assertContains(first, "21 results")
    assert len(second.context["rows"]) == 1


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "99999999999999999999"])
def test_page_that_is_not_there_is_not_found(client, page):
    ActivityFactory()

    assert client.get(f"/en/activities/?page={page}").status_code == 404


def test_empty_list_says_what_would_be_there(client):
    assertContains(client.get("/fr/activites/"), "Aucune activité pour l’instant")


@pytest.mark.parametrize("trait", ["draft", "withdrawn", "scheduled"])
def test_what_is_not_published_is_nowhere(client, trait):
    ActivityFactory(slug="hidden", title_en="Hidden", **{trait: True})

    assertNotContains(client.get("/en/activities/"), "Hidden")
    assert client.get("/en/activities/hidden/").status_code == 404


def test_activity_tells_its_facts_and_no_source(client):
    activity = ActivityFactory(
        slug="geneva",
        ends_on=datetime.date(2023, 9, 21),
        city_fr="Genève",
        city_en="Geneva",
        people=100,
        people_is_approximate=True,
        countries=31,
        source="for editors only",
    )
    OutcomeFactory(activity=activity)

    answer = client.get("/fr/activites/geneva/")

    assertContains(answer, "20 et 21\N{NO-BREAK SPACE}septembre 2023")
    assertContains(answer, "Genève")
    assertContains(answer, "environ 100 personnes · 31 pays")
    assertContains(answer, "recommandations annoncées")
    assertNotContains(answer, "for editors only")


def test_unknown_activity_is_not_found(client):
    assert client.get("/en/activities/nope/").status_code == 404


@pytest.mark.parametrize(
    ("factory", "path"), [(ActivityFactory, "/fr/activites/"), (NewsItemFactory, "/fr/actualites/")]
)
def test_old_address_leads_to_the_new_one(client, factory, path):
    row = factory(slug="old")
    row.slug = "new"
    row.save()
    remember_address(row, "old")

    answer = client.get(f"{path}old/")

    assert (answer.status_code, answer["Location"]) == (301, f"{path}new/")


@pytest.mark.parametrize("factory", [ActivityFactory, NewsItemFactory])
def test_office_sees_a_draft_as_visitors_will_and_nobody_else_does(client, factory):
    row = factory(draft=True, title_fr="Encore à relire")
    preview = preview_url(row, "fr")

    assert client.get(preview).status_code == 404
    client.force_login(secretariat_member())
    assertContains(client.get(preview), "Encore à relire")
    assert client.get(row.get_absolute_url()).status_code == 404


def test_draft_that_is_previewed_stands_in_its_chain(client):
    draft = ActivityFactory(draft=True, title_en="The draft")
    draft.follows.add(ActivityFactory(title_en="The one before"))
    client.force_login(secretariat_member())

    assertContains(client.get(preview_url(draft, "en")), '<span aria-current="page">The draft</span>')
