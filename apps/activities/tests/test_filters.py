"""The filters of the list of activities: what each narrows, and that it survives."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.queries import filter_choices
from apps.framework.tests.factories import ActionFactory, AreaFactory, ObjectiveFactory, TopicFactory
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import PartnerFactory

from .factories import ActivityFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_A_NARROWED_LIST = 5


@pytest.fixture
def varied():
    """Two activities that differ in everything that can be filtered by."""
    partner, area = PartnerFactory(code="CH"), AreaFactory(number=3, plan__slug="cadiz")
    objective = ObjectiveFactory(area=area, number=5, code="5b")
    wanted = ActivityFactory(
        title_en="Wanted", title_fr="Voulue", kind="webinar", status="postponed", starts_on=datetime.date(2024, 3, 1)
    )
    wanted.co_chairs.add(partner)
    wanted.actions.add(ActionFactory(objective=objective, number=16))
    wanted.topics.add(TopicFactory(slug="cities"))
    Chairmanship.objects.create(
        number=10,
        slug="portugal-2024",
        partner=PartnerFactory(code="PT"),
        starts_on=datetime.date(2024, 2, 1),
        ends_on=datetime.date(2025, 1, 30),
    )
    ActivityFactory(title_en="Unwanted", title_fr="Écartée", starts_on=datetime.date(2023, 3, 1))
    return wanted


@pytest.mark.parametrize(
    "query",
    [
        "year=2024",
        "kind=webinar",
        "status=postponed",
        "partner=ch",
        "area=cadiz.3",
        "objective=cadiz.5b",
        "action=cadiz.16",
        "topic=cities",
        "chairmanship=portugal-2024",
    ],
)
def test_each_filter_narrows_the_list_and_survives_the_switch(client, varied, query):
    answer = client.get(f"/fr/activites/?{query}")

    assertContains(answer, "Voulue")
    assertNotContains(answer, "Écartée")
    assertContains(answer, "1 résultat")
    assertContains(answer, f'href="/en/activities/?{query}"')


@pytest.mark.parametrize(
    "query",
    [
        "year=1850",
        "kind=party",
        "partner=zz",
        "area=cadiz.9",
        "objective=cadiz.5a",
        "action=cadiz.17",
        "topic=grants",
        "chairmanship=x",
        "status=x",
        "year=%00",
    ],
)
def test_filter_that_is_no_choice_is_ignored_and_said(client, varied, query):
    answer = client.get(f"/en/activities/?{query}")

    assertContains(answer, "2 results")
    assertContains(answer, "was ignored")


@pytest.mark.parametrize("query", ["topic=cities", "action=cadiz.16", "chairmanship=portugal-2024"])
def test_filters_survive_paging(client, varied, query):
    for number in range(20):
        again = ActivityFactory(starts_on=datetime.date(2024, 4, 1) + datetime.timedelta(days=number))
        again.topics.set(varied.topics.all())
        again.actions.set(varied.actions.all())

    first = client.get(f"/en/activities/?{query}")
    second = client.get(f"/en/activities/?{query}&page=2")

    assertContains(first, f'href="?{query}&amp;page=2"')
    assertContains(first, "21 results")
    assert [row.title for row in second.context["rows"]] == ["Wanted"]


@pytest.mark.parametrize("number", [1, 3])
def test_narrowed_list_costs_one_query_more(client, varied, django_assert_num_queries, number):
    for _ in range(number):
        ActivityFactory(co_chairs=[PartnerFactory()]).topics.set(varied.topics.all())

    with django_assert_num_queries(QUERIES_OF_A_NARROWED_LIST):
        client.get("/en/activities/?topic=cities")


def test_filters_without_a_match_offer_a_way_back(client, varied):
    answer = client.get("/en/activities/?year=2023&kind=webinar")

    assertContains(answer, "No activity matches these filters")
    assertContains(answer, "See all activities")


def test_several_filters_hold_together(client, varied):
    assertContains(client.get("/en/activities/?topic=cities&action=cadiz.16&year=2024"), "1 result<")
    assertContains(client.get("/en/activities/?topic=cities&year=2023"), "no result")


def test_term_that_is_filtered_by_can_be_lifted_and_stays_with_other_filters(client, varied):
    answer = client.get("/en/activities/?chairmanship=portugal-2024")

    assertContains(answer, "Country PT (2024–2025)")
    assertContains(answer, '<input type="hidden" name="chairmanship" value="portugal-2024"')
    assertNotContains(client.get("/en/activities/"), 'name="chairmanship"')


def test_only_parts_and_topics_that_lead_to_an_activity_are_offered(varied):
    ActionFactory(objective__area__plan__slug="cadiz", number=17)
    ActivityFactory(draft=True).topics.add(TopicFactory(slug="empty"))
    TopicFactory(slug="unseen", draft=True).activities.add(varied)

    offered = {what: [choice.address for choice in choices] for what, choices in filter_choices("en").belonging}

    assert offered == {
        "area": ["cadiz.3"],
        "objective": ["cadiz.5b"],
        "action": ["cadiz.16"],
        "topic": ["cities"],
        "chairmanship": ["portugal-2024"],
    }
