"""Who takes part, in which order, and how terms of the chair are told."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from apps.common.map import Shape
from apps.partners.models import Chairmanship, Precision
from apps.partners.queries import Circle, by_region, circle_and_troika, partner_roles, period_of, real_partners
from apps.partners.tests.factories import PartnerFactory, RegionFactory, focal_point

pytestmark = pytest.mark.django_db


def circle(language: str) -> Circle:
    return circle_and_troika(language)[0]


def term(number: int, partner, starts_on=None, ends_on=None, **fields) -> Chairmanship:
    return Chairmanship.objects.create(
        number=number, slug=f"term-{number}", partner=partner, starts_on=starts_on, ends_on=ends_on, **fields
    )


def test_circle_is_real_partners_of_today_in_the_readers_order():
    PartnerFactory(code="DE", name_en="Germany", name_fr="Allemagne")
    PartnerFactory(code="BE", name_en="Belgium", name_fr="Belgique")
    PartnerFactory(code="GB", former=True)
    PartnerFactory(code="XA", is_invented=True)

    assert [one.code for one in circle("en").partners] == ["BE", "DE"]
    assert [one.code for one in circle("fr").partners] == ["DE", "BE"]
    assert [one.name for one in circle("fr").partners] == ["Allemagne", "Belgique"]


def test_circle_counts_observing_states_as_countries():
    PartnerFactory(code="MA")
    PartnerFactory(code="DZ", observer=True)
    PartnerFactory(code="EU", organisation=True)
    PartnerFactory(code="IOM", organisation=True, standing="permanent_observer")

    everybody = circle("en")

    assert [one.code for one in everybody.countries] == ["DZ", "MA"]
    assert [one.code for one in everybody.observing_countries] == ["DZ"]
    assert [one.code for one in everybody.organisations] == ["EU"]
    assert [one.code for one in everybody.observing_organisations] == ["IOM"]


def test_points_have_the_shape_of_the_standing_and_the_ring_of_the_chair():
    place = {"longitude": 1.0, "latitude": 2.0}
    state, observer = PartnerFactory(code="MA", **place), PartnerFactory(code="DZ", observer=True, **place)
    organisation = PartnerFactory(code="EU", organisation=True, **place)
    PartnerFactory(code="XX")

    points = circle("en").points(state.pk)

    assert {pk: point.shape for pk, point in points.items()} == {
        state.pk: Shape.PARTNER,
        observer.pk: Shape.OBSERVER,
        organisation.pk: Shape.ORGANISATION,
    }
    assert [point.current for point in points.values()].count(True) == 1


def test_regions_stand_in_their_order_and_partners_of_none_last():
    north = RegionFactory(code="north", position=1)
    west = RegionFactory(code="west", position=2)
    RegionFactory(code="empty", position=0)
    PartnerFactory(code="AA")
    PartnerFactory(code="SN", region=west)
    PartnerFactory(code="MA", region=north)

    groups = by_region(circle("en").partners)

    assert [(group.region, [one.code for one in group.partners]) for group in groups] == [
        (north, ["MA"]),
        (west, ["SN"]),
        (None, ["AA"]),
    ]


def test_former_partners_keep_their_name():
    PartnerFactory(code="GB", former=True)

    assert [one.code for one in real_partners("en").values()] == ["GB"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts_on": datetime.date(2015, 1, 1), "starts_precision": Precision.YEAR}, "2015"),
        ({"ends_on": datetime.date(2017, 3, 21)}, "until 21 March 2017"),
        ({"starts_on": datetime.date(2026, 1, 29)}, "since 29 January 2026"),
        (
            {"starts_on": datetime.date(2015, 1, 1), "starts_precision": "year", "ends_on": datetime.date(2016, 2, 3)},
            "2015–2016",
        ),
        (
            {"starts_on": datetime.date(2019, 6, 3), "ends_on": datetime.date(2020, 12, 7)},
            "3 June 2019–7 December 2020",
        ),
        ({}, ""),
    ],
)
def test_terms_are_told_as_exactly_as_they_are_known(fields, words):
    assert period_of(term(1, PartnerFactory(), **fields)).replace("\N{NO-BREAK SPACE}", " ") == words


def test_terms_are_told_in_french():
    with override("fr"):
        words = period_of(term(1, PartnerFactory(), starts_on=datetime.date(2026, 1, 29)))

    assert words.replace("\N{NO-BREAK SPACE}", " ") == "depuis le 29 janvier 2026"


def test_only_the_term_that_runs_gives_the_chair():
    """Old terms whose end no source gives are not running."""
    long_ago, now = focal_point("MA"), focal_point("CH")
    term(1, long_ago.mandates.get().partner, datetime.date(2015, 1, 1))
    term(2, now.mandates.get().partner, datetime.date(2026, 1, 29))

    assert "chair" not in {role.name for role in partner_roles(long_ago)}
    assert "chair" in {role.name for role in partner_roles(now)}


def test_troika_is_read_with_the_circle_and_a_partner_that_chaired_twice_is_one():
    today = timezone.localdate()
    morocco, switzerland = PartnerFactory(code="MA"), PartnerFactory(code="CH", name_fr="Suisse")
    term(1, morocco, today - datetime.timedelta(days=900), today - datetime.timedelta(days=600))
    term(2, morocco, today - datetime.timedelta(days=400), today)
    term(3, switzerland, today, priorities_en="Asylum", priorities_fr="")
    term(4, morocco)

    everybody, troika = circle_and_troika("fr")

    assert len(everybody.partners) == 2
    assert [one and one.told.name for one in troika.values()] == ["Pays MA", "Suisse", "Pays MA"]
    assert [one and one.told.url for one in troika.values()] == [f"/en/chairmanships/term-{n}/" for n in (2, 3, 4)]
    assert troika["incoming"].told.period == ""
    assert troika["current"].priorities.is_fallback
