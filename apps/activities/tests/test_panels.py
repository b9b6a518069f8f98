"""Activities on the pages of other rooms: the latest of each thing, with a way to all of them."""

import datetime

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.models import Activity
from apps.activities.queries import latest_of, programme_of
from apps.activities.queries.about import belonging_in_turn, belonging_to, is_common
from apps.common.memory import forget_hints
from apps.documents.tests.factories import DocumentFactory
from apps.framework.tests.factories import ActionFactory, AreaFactory, ObjectiveFactory, TopicFactory
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import PartnerFactory

from .factories import ActivityFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_A_PANEL = 2


def slugs(programmes) -> list[list[str]]:
    return [[row.url.split("/")[-2] for row in programme.rows] for programme in programmes]


def term(**fields) -> Chairmanship:
    """A term of 2024, from one handover to the next."""
    facts = {"starts_on": datetime.date(2024, 2, 1), "ends_on": datetime.date(2025, 1, 30), **fields}
    return Chairmanship.objects.create(number=10, slug="portugal-2024", partner=PartnerFactory(code="PT"), **facts)


@pytest.fixture
def served():
    """An area with an objective and an action, and an activity known to each of them alone."""
    area = AreaFactory(number=3, plan__slug="cadiz")
    objective = ObjectiveFactory(area=area, number=5, code="5b")
    action = ActionFactory(objective=objective, number=16)
    ActivityFactory(slug="of-area", starts_on=datetime.date(2021, 1, 1)).areas.add(area)
    ActivityFactory(slug="of-objective", starts_on=datetime.date(2022, 1, 1), objectives=[objective])
    ActivityFactory(slug="of-action", starts_on=datetime.date(2023, 1, 1), actions=[action])
    ActivityFactory(slug="unseen", draft=True, actions=[action])
    return {"area": area, "objective": objective, "action": action}


@pytest.mark.parametrize(
    ("what", "found", "query"),
    [
        ("area", ["of-action", "of-objective", "of-area"], "area=cadiz.3"),
        ("objective", ["of-action", "of-objective"], "objective=cadiz.5b"),
        ("action", ["of-action"], "action=cadiz.16"),
    ],
)
def test_part_of_a_plan_shows_what_serves_it_and_what_is_below_it(
    client, served, django_assert_num_queries, what, found, query
):
    with django_assert_num_queries(QUERIES_OF_A_PANEL):
        (programme,) = latest_of(what, served[what])

    assert slugs([programme]) == [found]
    assert programme.more_url == f"/en/activities/?{query}"
    assert [row.url.split("/")[-2] for row in client.get(programme.more_url).context["rows"]] == found


def test_activity_known_to_all_three_is_shown_once(served):
    both = ActivityFactory(slug="both", starts_on=datetime.date(2025, 1, 1), actions=[served["action"]])
    both.objectives.add(served["objective"])
    both.areas.add(served["area"])

    assert slugs(latest_of("area", served["area"])) == [["both", "of-action", "of-objective", "of-area"]]


def test_thing_without_activities_has_no_panel():
    assert latest_of("topic", TopicFactory()) == []
    assert programme_of(term()) == []


def test_topic_and_document_show_their_activities():
    activity, topic, document = ActivityFactory(slug="one"), TopicFactory(slug="cities"), DocumentFactory()
    activity.topics.add(topic)
    activity.documents.add(document)

    of_topic, of_document = latest_of("topic", topic), latest_of("document", document)

    assert slugs(of_topic) == slugs(of_document) == [["one"]]
    assert of_topic[0].more_url == "/en/activities/?topic=cities"
    assert of_document[0].more_url == ""


def test_partner_shows_what_it_hosted_or_co_chaired():
    partner = PartnerFactory(code="CH")
    ActivityFactory(slug="hosted", country=partner, starts_on=datetime.date(2023, 1, 1))
    ActivityFactory(slug="chaired", co_chairs=[partner], starts_on=datetime.date(2024, 1, 1))
    ActivityFactory(slug="other")
    ActivityFactory(slug="draft", country=partner, draft=True)

    assert slugs(latest_of("partner", partner)) == [["chaired", "hosted"]]


def test_rows_of_a_panel_are_those_of_the_list():
    host, chair = PartnerFactory(code="BE", name_en="Belgium"), PartnerFactory(code="PT", name_en="Portugal")
    invented = PartnerFactory(code="XA", name_en="Examplia", is_invented=True)
    topic = TopicFactory()
    ActivityFactory(city_en="Brussels", country=host, co_chairs=[chair, host, invented]).topics.add(topic)

    assert latest_of("topic", topic)[0].rows[0].facts == (
        "Thematic meeting · Brussels, Belgium · co-chairs: Belgium, Portugal"
    )


@pytest.mark.parametrize("number", [1, 25])
def test_at_most_ten_are_shown_in_the_same_queries_however_many_there_are(django_assert_num_queries, number):
    topic = TopicFactory()
    for _ in range(number):
        ActivityFactory(co_chairs=[PartnerFactory(), PartnerFactory()]).topics.add(topic)

    with django_assert_num_queries(QUERIES_OF_A_PANEL):
        (programme,) = latest_of("topic", topic)
    assert len(programme.rows) == min(number, 10)


@pytest.mark.parametrize("what", ["area", "objective", "action"])
def test_both_ways_to_what_belongs_to_a_thing_give_the_same(served, what):
    pk = served[what].pk
    rare = list(Activity.objects.filter(belonging_to(what, pk)).latest_first())
    assert not is_common(what, pk)
    for _ in range(21):
        ActivityFactory(starts_on=datetime.date(2024, 1, 1), actions=[served["action"]])
    forget_hints()

    by_key = list(Activity.objects.filter(belonging_to(what, pk)).latest_first())

    assert is_common(what, pk)
    assert len(by_key) == len(rare) + 21
    assert by_key == list(Activity.objects.filter(belonging_in_turn(what, pk)).latest_first())


def test_term_tells_announced_activities_apart_from_those_held(django_assert_num_queries):
    one = term()
    ActivityFactory(slug="held", starts_on=datetime.date(2024, 6, 1))
    ActivityFactory(slug="postponed", starts_on=datetime.date(2024, 5, 1), status="postponed")
    ActivityFactory(slug="announced", starts_on=datetime.date(2024, 12, 1), status="announced")
    ActivityFactory(slug="before", starts_on=datetime.date(2024, 1, 31))
    ActivityFactory(slug="after", starts_on=datetime.date(2025, 1, 31))
    ActivityFactory(slug="unseen", starts_on=datetime.date(2024, 6, 1), draft=True)

    with django_assert_num_queries(1):
        ahead, past = programme_of(one)

    assert (ahead.is_announced, past.is_announced) == (True, False)
    assert slugs([ahead, past]) == [["announced"], ["held", "postponed"]]
    assert past.more_url == "/en/activities/?chairmanship=portugal-2024"


@pytest.mark.parametrize(
    ("days", "precision", "is_ahead", "is_open"),
    [([1], "day", True, False), ([-1], "day", False, True), ([-1, 1], "day", True, True), ([0], "year", True, False)],
)
def test_announced_activities_whose_days_are_over_are_not_called_provisional(days, precision, is_ahead, is_open):
    today = timezone.localdate()
    for day in days:
        ActivityFactory(starts_on=today + datetime.timedelta(days=day), status="announced", precision=precision)

    (programme,) = programme_of(term(starts_on=today - datetime.timedelta(days=9), ends_on=None))

    assert (programme.is_ahead, programme.is_open) == (is_ahead, is_open)


def test_day_of_the_handover_belongs_to_the_term_that_begins():
    one = term()
    following = Chairmanship.objects.create(
        number=11, slug="nigeria-2025", partner=PartnerFactory(code="NG"), starts_on=datetime.date(2025, 1, 30)
    )
    ActivityFactory(slug="first-day", starts_on=datetime.date(2024, 2, 1))
    ActivityFactory(slug="handover", starts_on=datetime.date(2025, 1, 30))

    assert slugs(programme_of(one)) == [["first-day"]]
    assert slugs(programme_of(following)) == [["handover"]]


def test_last_day_counts_where_no_term_begins_on_it():
    ActivityFactory(slug="last-day", starts_on=datetime.date(2025, 1, 30))

    assert slugs(programme_of(term())) == [["last-day"]]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"starts_on": datetime.date(2016, 1, 1), "starts_precision": "year", "ends_on": None}, ["2016-12-31"]),
        ({"starts_on": datetime.date(2016, 12, 1), "starts_precision": "month", "ends_on": None}, ["2016-12-31"]),
        ({"starts_on": None, "ends_on": datetime.date(2017, 3, 21)}, ["2017-03-21", "2017-01-01"]),
        ({"starts_on": datetime.date(2017, 3, 21), "ends_on": None}, ["2017-03-22", "2017-03-21"]),
        (
            {"starts_on": datetime.date(2017, 1, 1), "ends_on": datetime.date(2017, 3, 1), "ends_precision": "month"},
            ["2017-03-22", "2017-03-21", "2017-01-01"],
        ),
        ({"starts_on": None, "ends_on": None}, []),
    ],
)
def test_term_of_which_less_is_known_takes_what_surely_is_its_own(fields, found):
    for day in ("2016-12-31", "2017-01-01", "2017-03-21", "2017-03-22"):
        ActivityFactory(slug=day, starts_on=datetime.date.fromisoformat(day))

    assert slugs(programme_of(term(**fields))) == ([found] if found else [])


@pytest.mark.parametrize(
    "path",
    [
        "/en/action-plans/cadiz/area/3/",
        "/en/action-plans/cadiz/objective/5b/",
        "/en/action-plans/cadiz/action/16/",
    ],
)
def test_hubs_of_a_plan_show_the_panel(client, served, path):
    assertContains(client.get(path), "/en/activities/of-action/")


def test_pages_of_topics_terms_and_documents_show_the_panel(client):
    term()
    activity = ActivityFactory(slug="one", starts_on=datetime.date(2024, 6, 1))
    activity.topics.add(TopicFactory(slug="cities"))
    activity.documents.add(DocumentFactory(slug="paper"))
    ActivityFactory(slug="ahead", starts_on=datetime.date(2024, 12, 1), status="announced")

    assertContains(client.get("/fr/themes/cities/"), 'href="/fr/activites/?topic=cities"')
    assertContains(client.get("/fr/documents/paper/"), 'href="/fr/activites/one/"')
    answer = client.get("/fr/presidences/portugal-2024/")
    assertContains(answer, "Activités annoncées")
    assertContains(answer, 'href="/fr/activites/?chairmanship=portugal-2024"')


def test_topic_without_activities_leads_to_no_list(client):
    TopicFactory(slug="cities")

    assertNotContains(client.get("/en/topics/cities/"), "/en/activities/?topic=")
