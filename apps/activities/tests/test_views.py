"""The public pages of activities, in both languages."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.tests.factories import ActivityFactory, OutcomeFactory
from apps.framework.tests.factories import ActionFactory, AreaFactory
from apps.partners.tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 4
QUERIES_OF_AN_ACTIVITY = 6


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, number):
    for _ in range(number):
        ActivityFactory(country=PartnerFactory(), co_chairs=[PartnerFactory(), PartnerFactory()])

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/en/activities/")


@pytest.mark.parametrize("number", [1, 3])
def test_activity_costs_the_same_queries_whatever_it_tells(client, django_assert_num_queries, number):
    activity = ActivityFactory(
        slug="here", country=PartnerFactory(), co_chairs=[PartnerFactory() for _ in range(number)]
    )
    for _ in range(number):
        OutcomeFactory(activity=activity)
        activity.actions.add(ActionFactory())
        ActivityFactory().follows.add(activity)

    with django_assert_num_queries(QUERIES_OF_AN_ACTIVITY):
        client.get("/en/activities/here/")


@pytest.fixture
def varied():
    """Two activities that differ in everything that can be filtered by."""
    partner, area = PartnerFactory(code="CH"), AreaFactory(number=3, plan__slug="cadiz")
    wanted = ActivityFactory(
        title_en="Wanted", title_fr="Voulue", kind="webinar", status="postponed", starts_on=datetime.date(2024, 3, 1)
    )
    wanted.co_chairs.add(partner)
    wanted.areas.add(area)
    ActivityFactory(title_en="Unwanted", title_fr="Écartée", starts_on=datetime.date(2023, 3, 1))
    return wanted


@pytest.mark.parametrize("query", ["year=2024", "kind=webinar", "status=postponed", "partner=ch", "area=cadiz.3"])
def test_each_filter_narrows_the_list(client, varied, query):
    answer = client.get(f"/fr/activites/?{query}")

    assertContains(answer, "Voulue")
    assertNotContains(answer, "Écartée")
    assertContains(answer, "1 résultat")
    assertContains(answer, f'href="/en/activities/?{query}"')


@pytest.mark.parametrize("query", ["year=1850", "kind=party", "partner=zz", "area=cadiz.9", "status=x", "year=%00"])
def test_filter_that_is_no_choice_is_ignored_and_said(client, varied, query):
    answer = client.get(f"/en/activities/?{query}")

    assertContains(answer, "2 results")
    assertContains(answer, "was ignored")


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


def test_filters_without_a_match_offer_a_way_back(client, varied):
    answer = client.get("/en/activities/?year=2023&kind=webinar")

    assertContains(answer, "No activity matches these filters")
    assertContains(answer, "See all activities")


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


def test_account_in_the_other_language_carries_its_lang(client):
    ActivityFactory(slug="here", body_en="", body_fr="Compte rendu")

    assertContains(client.get("/en/activities/here/"), '<div lang="fr"><p>Compte rendu</p></div>')


def test_unknown_activity_is_not_found(client):
    assert client.get("/en/activities/nope/").status_code == 404
