"""What pages tell of activities: rows, plans served, chains, meetings on the map."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from apps.activities.models import Status
from apps.activities.queries import filter_choices, meetings_for_home, rows_of
from apps.activities.tests.factories import ActivityFactory
from apps.partners.queries import real_partners
from apps.partners.tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db


def test_row_says_kind_place_and_co_chairs_in_the_readers_order():
    switzerland = PartnerFactory(code="CH", name_en="Switzerland", name_fr="Suisse")
    gambia = PartnerFactory(code="GM", name_en="The Gambia", name_fr="Gambie", sort_en="gambia")
    activity = ActivityFactory(city_en="Geneva", city_fr="Genève", country=switzerland, co_chairs=[switzerland, gambia])

    row = rows_of([activity], real_partners("en"))[0]
    with override("fr"):
        french = rows_of([activity], real_partners("fr"))[0]

    assert row.facts == "Thematic meeting · Geneva, Switzerland · co-chairs: The Gambia, Switzerland"
    assert french.facts == "Réunion thématique · Genève, Suisse · coprésidence\N{NARROW NO-BREAK SPACE}: Gambie, Suisse"


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
        ({"people": 100, "people_is_minimum": True}, "more than 100 people"),
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


def test_row_with_one_co_chair_says_so():
    portugal = PartnerFactory(code="PT", name_en="Portugal")
    belgium = PartnerFactory(code="BE", name_en="Belgium")
    activity = ActivityFactory(city_en="Brussels", country=belgium, co_chairs=[portugal])

    assert rows_of([activity], real_partners("en"))[0].facts == (
        "Thematic meeting · Brussels, Belgium · co-chair: Portugal"
    )


def test_invented_partners_are_named_in_no_row():
    invented = PartnerFactory(code="XA", name_en="Examplia", is_invented=True)
    activity = ActivityFactory(country=invented, co_chairs=[invented])

    assert rows_of([activity], real_partners("en"))[0].facts == "Thematic meeting"


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


def test_years_of_the_filter_run_from_the_first_to_the_latest_activity():
    PartnerFactory(code="CH")
    ActivityFactory(starts_on=datetime.date(2018, 5, 2))
    ActivityFactory(starts_on=datetime.date(2021, 5, 2))
    ActivityFactory(starts_on=datetime.date(2030, 5, 2), draft=True)

    assert filter_choices("en").years == (2021, 2020, 2019, 2018)
