"""The public pages of news, in both languages."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.partners.tests.factories import PartnerFactory

from .factories import ActivityFactory, NewsItemFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 2
QUERIES_OF_AN_ITEM = 3


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, number):
    for _ in range(number):
        NewsItemFactory()

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/en/news/")


@pytest.mark.parametrize("number", [1, 3])
def test_item_costs_the_same_queries_whatever_it_tells_of(client, django_assert_num_queries, number):
    item = NewsItemFactory(slug="here")
    for _ in range(number):
        item.activities.add(ActivityFactory(co_chairs=[PartnerFactory(), PartnerFactory()]))

    with django_assert_num_queries(QUERIES_OF_AN_ITEM):
        client.get("/en/news/here/")


def test_latest_come_first_with_their_day(client):
    NewsItemFactory(slug="older", day=datetime.date(2023, 1, 2))
    NewsItemFactory(slug="younger", day=datetime.date(2024, 1, 2), summary_fr="En bref")

    answer = client.get("/fr/actualites/")

    assert [row.url for row in answer.context["rows"]] == ["/fr/actualites/younger/", "/fr/actualites/older/"]
    assertContains(answer, "2 résultats")
    assertContains(answer, "En bref")


def test_list_goes_on_to_a_second_page(client):
    for number in range(21):
        NewsItemFactory(day=datetime.date(2024, 1, 1) + datetime.timedelta(days=number))

    assertContains(client.get("/en/news/"), 'href="?page=2"')
    assert len(client.get("/en/news/?page=2").context["rows"]) == 1
    assert client.get("/en/news/?page=3").status_code == 404


def test_empty_list_says_what_would_be_there(client):
    answer = client.get("/fr/actualites/")

    assertContains(answer, "Aucune actualité pour l’instant")
    assertNotContains(answer, "résultat")


def test_item_tells_its_text_and_its_activities_and_no_source(client):
    item = NewsItemFactory(
        slug="here", title_fr="Le réseau", summary_fr="En bref", body_fr="Un texte", source="for editors only"
    )
    item.activities.add(ActivityFactory(slug="one"), ActivityFactory(slug="unseen", draft=True))

    answer = client.get("/fr/actualites/here/")

    for text in ("Le réseau", "En bref", "<p>Un texte</p>", "18\N{NO-BREAK SPACE}juillet 2024", "/fr/activites/one/"):
        assertContains(answer, text)
    assertNotContains(answer, "unseen")
    assertNotContains(answer, "for editors only")


def test_item_without_activities_has_no_list_of_them(client):
    NewsItemFactory(slug="here")

    assertNotContains(client.get("/en/news/here/"), "<h2")


def test_item_in_the_other_language_carries_its_lang(client):
    NewsItemFactory(slug="here", title_en="", title_fr="Le réseau")

    for path in ("/en/news/", "/en/news/here/"):
        assertContains(client.get(path), '<span lang="fr">Le réseau</span>')


@pytest.mark.parametrize("trait", ["draft", "withdrawn", "scheduled"])
def test_what_is_not_published_is_nowhere(client, trait):
    NewsItemFactory(slug="hidden", title_en="Hidden", **{trait: True})

    assertNotContains(client.get("/en/news/"), "Hidden")
    assert client.get("/en/news/hidden/").status_code == 404


def test_unknown_item_is_not_found(client):
    assert client.get("/en/news/nope/").status_code == 404
