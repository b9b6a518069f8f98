"""What pages tell of activities: rows, plans served, chains, meetings on the map."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from apps.activities.models import Activity, Status
from apps.activities.queries import filter_choices, meetings_for_home, panel_rows, rows_of, told
from apps.activities.tests.factories import ActivityFactory, OutcomeFactory
from apps.framework.tests.factories import ActionFactory, AreaFactory, ObjectiveFactory
from apps.partners.queries import real_partners
from apps.partners.tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db


def page_of(activity: Activity) -> dict:
    return told(Activity.objects.get(pk=activity.pk))


def test_row_says_kind_place_and_co_chairs_in_the_readers_order():
    switzerland = PartnerFactory(code="CH", name_en="Switzerland", name_fr="Suisse")
    gambia = PartnerFactory(code="GM", name_en="The Gambia", name_fr="Gambie", sort_en="gambia")
    activity = ActivityFactory(city_en="Geneva", city_fr="Genève", country=switzerland, co_chairs=[switzerland, gambia])

    row = rows_of([activity], real_partners("en"))[0]
    with override("fr"):
        french = rows_of([activity], real_partners("fr"))[0]

    assert row.facts == "Thematic meeting · Geneva, Switzerland · The Gambia, Switzerland"
    assert french.facts == "Réunion thématique · Genève, Suisse · Gambie, Suisse"


def test_row_escapes_what_was_typed():
    activity = ActivityFactory(title_en="<b>bold</b>", city_en="<i>here</i>", country_name_en="<u>there</u>")

    row = rows_of([activity], {})[0]

    assert row.title == "&lt;b&gt;bold&lt;/b&gt;"
    assert row.facts == "Thematic meeting · &lt;i&gt;here&lt;/i&gt;, &lt;u&gt;there&lt;/u&gt;"


def test_row_in_the_other_language_carries_its_lang_and_a_mark():
    activity = ActivityFactory(title_en="", title_fr="Réunion")

    title = rows_of([activity], {})[0].title

    assert '<span lang="fr">Réunion</span>' in title
    assert "in French only" in title


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"countries": 31, "people": 100}, "31 countries"),
        ({"countries": 1}, "1 country"),
        ({"people": 100, "people_is_approximate": True}, "about 100 people"),
        ({"people": 1500}, "1,500 people"),
        ({}, ""),
    ],
)
def test_row_tells_who_took_part_as_exactly_as_it_is_known(fields, note):
    assert rows_of([ActivityFactory(**fields)], {})[0].note == note


@pytest.mark.parametrize(("status", "words"), [("held", ""), ("postponed", "postponed"), ("cancelled", "cancelled")])
def test_row_names_the_status_unless_it_was_simply_held(status, words):
    assert rows_of([ActivityFactory(status=status)], {})[0].status == words


def test_online_activity_needs_no_country():
    assert rows_of([ActivityFactory(is_online=True)], {})[0].facts == "Thematic meeting · Online"


def test_invented_partners_are_named_nowhere():
    invented = PartnerFactory(code="XA", name_en="Examplia", is_invented=True)
    activity = ActivityFactory(country=invented, co_chairs=[invented])

    page = page_of(activity)

    assert "Examplia" not in rows_of([activity], real_partners("en"))[0].facts
    assert (page["co_chairs"], page["points"], page["place"]) == ([], [], "")


def test_plans_served_go_down_to_the_action_where_it_is_known():
    area = AreaFactory(number=3, plan__slug="cadiz")
    known = ObjectiveFactory(area=area, number=5, code="5b")
    only = ObjectiveFactory(area=area, number=6)
    actions = [ActionFactory(objective=known, number=number) for number in (17, 16)]
    activity = ActivityFactory(actions=actions, objectives=[known, only])
    activity.areas.add(area, AreaFactory(number=4, plan=area.plan))

    (plan,) = page_of(activity)["plans"]

    assert [one.number for one in plan.areas] == [3, 4]
    assert [(one.code, one.actions) for one in plan.areas[0].objectives] == [
        ("5b", [(16, "/en/action-plans/cadiz/#action-16"), (17, "/en/action-plans/cadiz/#action-17")]),
        ("6", []),
    ]
    assert plan.areas[1].objectives == []
    assert plan.areas[1].url == "/en/action-plans/cadiz/#area-4"


def test_chain_shows_what_came_before_and_after_and_the_activity_between():
    before = ActivityFactory(slug="before", starts_on=datetime.date(2022, 1, 1))
    here = ActivityFactory(slug="here", starts_on=datetime.date(2023, 1, 1))
    after = ActivityFactory(slug="after", starts_on=datetime.date(2024, 1, 1))
    unseen = ActivityFactory(slug="unseen", draft=True)
    here.follows.add(before)
    after.follows.add(here)
    unseen.follows.add(here)

    events = page_of(here)["events"]

    assert [(event.url, event.is_here) for event in events] == [
        ("/en/activities/before/", False),
        ("", True),
        ("/en/activities/after/", False),
    ]


def test_activity_alone_has_no_chain():
    assert page_of(ActivityFactory())["events"] == []


def test_parent_and_parts_are_no_chain():
    parent = ActivityFactory(slug="parent")
    part = ActivityFactory(slug="part", parent=parent)

    assert page_of(part)["related"].parent == parent
    assert page_of(parent)["related"].parts == [part]
    assert page_of(parent)["events"] == []


def test_numbers_announced_are_told_without_the_texts():
    activity = ActivityFactory()
    OutcomeFactory(activity=activity, number=32)
    OutcomeFactory(activity=activity, kind="conclusions", number=1)
    OutcomeFactory(activity=activity, kind="result", number=None)

    assert [(one.number, str(one.words)) for one in page_of(activity)["counted"]] == [
        (32, "recommendations announced"),
        (1, "conclusion announced"),
    ]


def test_host_and_co_chairs_meet_on_the_map_once_it_was_held():
    switzerland = PartnerFactory(code="CH", longitude=8.2, latitude=46.8)
    gambia = PartnerFactory(code="GM", longitude=-15.4, latitude=13.4)
    PartnerFactory(code="XX")
    held = page_of(ActivityFactory(country=switzerland, co_chairs=[switzerland, gambia]))
    planned = page_of(ActivityFactory(country=switzerland, co_chairs=[gambia], to_come=True))

    assert (len(held["points"]), len(held["links"])) == (2, 1)
    assert (len(planned["points"]), len(planned["links"])) == (2, 0)


def test_home_shows_the_next_first_and_the_latest_first():
    today = timezone.localdate()
    later = ActivityFactory(slug="later", status=Status.ANNOUNCED, starts_on=today + datetime.timedelta(days=9))
    ActivityFactory(slug="sooner", status=Status.ANNOUNCED, starts_on=today + datetime.timedelta(days=2))
    ActivityFactory(slug="old", starts_on=today - datetime.timedelta(days=90))
    ActivityFactory(slug="recent", starts_on=today - datetime.timedelta(days=9))
    ActivityFactory(slug="draft", draft=True, starts_on=today)

    meetings = meetings_for_home({})

    assert [row.url.split("/")[-2] for row in meetings.next_rows] == ["sooner", later.slug]
    assert [row.url.split("/")[-2] for row in meetings.latest_rows] == ["recent", "old"]


def test_partners_met_where_one_hosted_and_they_co_chaired_what_was_held():
    one, two, three = (PartnerFactory(code=code) for code in ("AA", "BB", "CC"))
    ActivityFactory(country=one, co_chairs=[two])
    ActivityFactory(country=one, co_chairs=[three], status=Status.CANCELLED)
    ActivityFactory(country=two, co_chairs=[three], draft=True)

    assert meetings_for_home(real_partners("en")).pairs == {frozenset((one.pk, two.pk))}


def test_panel_has_what_a_partner_hosted_or_co_chaired():
    partner = PartnerFactory(code="CH")
    ActivityFactory(slug="hosted", country=partner, starts_on=datetime.date(2023, 1, 1))
    ActivityFactory(slug="chaired", co_chairs=[partner], starts_on=datetime.date(2024, 1, 1))
    ActivityFactory(slug="other")
    ActivityFactory(slug="draft", country=partner, draft=True)

    assert [row.url.split("/")[-2] for row in panel_rows(partner)] == ["chaired", "hosted"]


def test_years_of_the_filter_run_from_the_first_to_the_latest_activity():
    PartnerFactory(code="CH")
    ActivityFactory(starts_on=datetime.date(2018, 5, 2))
    ActivityFactory(starts_on=datetime.date(2021, 5, 2))
    ActivityFactory(starts_on=datetime.date(2030, 5, 2), draft=True)

    assert filter_choices("en").years == (2021, 2020, 2019, 2018)
