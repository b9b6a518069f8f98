"""The pages of text about the Dialogue and about the site, what the data adds to them, and the ways to them."""

import datetime

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.tests.factories import ActivityFactory
from apps.pages.tests.factories import PageFactory, SiteTextFactory
from apps.partners.models import Membership
from apps.partners.tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_ABOUT = 3
QUERIES_OF_A_PAGE = 2
QUERIES_OF_GOVERNANCE = 7


def test_page_shows_its_words_in_both_languages(client):
    PageFactory(slug="history", lead_en="In short.", body_en="First.\n\nSecond.", body_fr="Premier.")

    assertContains(client.get("/en/about/history/"), "<p>First.</p><p>Second.</p>")
    assertContains(client.get("/en/about/history/"), '<p class="lead">In short.</p>')
    assertContains(client.get("/fr/a-propos/history/"), "<p>Premier.</p>")


def test_page_in_one_language_only_says_so_in_the_other(client):
    PageFactory(slug="history", title_fr="", body_fr="")

    answer = client.get("/fr/a-propos/history/")

    assertContains(answer, '<span lang="en">Title of history</span>')
    assertContains(answer, '<div lang="en"><p>English words.</p></div>')


@pytest.mark.parametrize(
    "unseen",
    [
        {"publication": "draft"},
        {"publication": "withdrawn"},
        {"published_at": timezone.now() + datetime.timedelta(days=1)},
    ],
)
def test_page_that_is_not_published_is_nowhere(client, unseen):
    SiteTextFactory()
    PageFactory(slug="secret", group="legal", title_en="Secret words", **unseen)

    assert client.get("/en/about/secret/").status_code == 404
    assertNotContains(client.get("/en/about/"), "Secret words")


def test_entrance_leads_to_the_pages_of_its_group_in_their_order(client):
    SiteTextFactory()
    PageFactory(slug="second", position=2, lead_en="What came later.")
    PageFactory(slug="first", position=1)
    PageFactory(slug="privacy", group="legal")

    answer = client.get("/en/about/")

    assert [page.slug for page in answer.context["pages"]] == ["first", "second"]
    assertContains(answer, "What came later.")


def test_every_page_leads_at_its_foot_to_those_that_are_published(client):
    SiteTextFactory()
    PageFactory(slug="privacy", group="legal", title_en="Privacy", title_fr="Vie privée")
    PageFactory(slug="governance", title_en="Governance", title_fr="Gouvernance")

    assertContains(client.get("/en/activities/"), '<li><a href="/en/about/privacy/">Privacy</a></li>')
    assertContains(client.get("/fr/activites/"), '<a href="/fr/a-propos/governance/">Gouvernance</a>')
    assertNotContains(client.get("/en/activities/"), "about/accessibility")


def test_page_marks_its_place_among_its_neighbours(client):
    PageFactory(slug="history", title_en="History")
    PageFactory(slug="privacy", group="legal", title_en="Privacy")

    history, privacy = (client.get(f"/en/about/{slug}/") for slug in ("history", "privacy"))

    assertContains(history, '<a href="/en/about/history/" aria-current="page">History</a>')
    assertContains(privacy, '<a href="/en/about/privacy/" aria-current="page">Privacy</a>')
    assertContains(privacy, "About this site")


def test_page_on_conferences_lists_those_that_were_held(client):
    PageFactory(slug="ministerial-conferences")
    for year in (2006, 2008):
        ActivityFactory(kind="ministerial", title_en=f"Conference of {year}", starts_on=datetime.date(year, 7, 10))
    ActivityFactory(kind="ministerial", title_en="Still a draft", publication="draft")
    ActivityFactory(kind="ministerial", title_en="To come", status="announced")

    answer = client.get("/en/about/ministerial-conferences/")

    assert [row.title for row in answer.context["conferences"]] == ["Conference of 2008", "Conference of 2006"]
    assertContains(answer, "The 2 conferences")
    assertContains(answer, 'href="/en/activities/?kind=ministerial"')


def test_page_on_governance_shows_who_sits_and_the_latest_meetings(client):
    today = timezone.localdate()
    PageFactory(slug="governance")
    for name, ends_on in (("Spain", None), ("Benin", today), ("Gone", today - datetime.timedelta(days=1))):
        partner = PartnerFactory(name_en=name, name_fr=name, sort_en=name.lower(), sort_fr=name.lower())
        Membership.objects.create(partner=partner, ends_on=ends_on)
    for year in range(2015, 2022):
        ActivityFactory(kind="som", title_en=f"Meeting of {year}", starts_on=datetime.date(year, 7, 10))
    ActivityFactory(kind="som", title_en="Never held", status="postponed")

    answer = client.get("/en/about/governance/")

    assert [member.name for member in answer.context["governance"].members] == ["Benin", "Spain"]
    assert [row.title for row in answer.context["governance"].meetings] == [
        f"Meeting of {year}" for year in range(2021, 2016, -1)
    ]
    assertContains(answer, "2 members:")
    assertContains(answer, 'href="/en/activities/?kind=som"')


def test_other_pages_show_nothing_of_the_data(client):
    PageFactory(slug="history")
    ActivityFactory(kind="ministerial", title_en="Conference")

    assertNotContains(client.get("/en/about/history/"), "Conference</a>")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/en/about/", QUERIES_OF_ABOUT),
        ("/en/about/page/", QUERIES_OF_A_PAGE),
        ("/en/about/governance/", QUERIES_OF_GOVERNANCE),
    ],
)
def test_pages_cost_the_same_queries_whatever_there_is(client, django_assert_num_queries, number, address, queries):
    SiteTextFactory()
    PageFactory(slug="page")
    PageFactory(slug="governance")
    for _ in range(number):
        PageFactory()
        Membership.objects.create(partner=PartnerFactory())
        ActivityFactory(kind="som", co_chairs=[PartnerFactory()])

    with django_assert_num_queries(queries):
        client.get(address)
