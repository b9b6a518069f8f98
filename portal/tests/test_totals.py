"""The totals of the Dialogue, computed from its content: none is typed on a page, and each is held here."""

import datetime
from collections import Counter

import pytest

from apps.activities.models import Activity, GcmRow, Kind
from apps.documents.models import Document, Level
from apps.framework.models import Action, ActionPlan, Area, CrossCuttingPriority, GcmObjective, Objective
from apps.partners.models import Chairmanship, Membership, Partner
from apps.roadmaps.models import ReferenceCountry

pytestmark = [pytest.mark.usefixtures("delivered_content"), pytest.mark.django_db]

EUROPE = "europe"


def partners(**conditions) -> list[Partner]:
    """The real partners of today that fulfil the conditions."""
    return list(Partner.objects.real().taking_part().filter(**conditions).select_related("region"))


def test_fifty_five_partner_states_and_two_observer_states():
    states = Counter(one.standing for one in partners(kind=Partner.Kind.STATE))

    assert states == {Partner.Standing.PARTNER: 55, Partner.Standing.OBSERVER: 2}
    assert {one.code for one in partners(standing=Partner.Standing.OBSERVER)} == {"DZ", "LY"}


def test_twenty_nine_states_in_europe_and_twenty_eight_in_africa():
    regions = Counter(one.region.code for one in partners(kind=Partner.Kind.STATE))

    assert regions == {EUROPE: 29, "north-africa": 4, "west-africa": 16, "central-africa": 8}


def test_two_partner_organisations_and_four_permanent_observers():
    organisations = partners(kind=Partner.Kind.ORGANISATION)

    standing = {one.code: one.standing for one in organisations}
    assert {code for code, kind in standing.items() if kind == Partner.Standing.PARTNER} == {"EU", "ECOWAS"}
    observers = {code for code, kind in standing.items() if kind == Partner.Standing.PERMANENT_OBSERVER}
    assert observers == {"ICRC", "IOM", "UNHCR", "UNODC"}


def test_the_steering_committee_has_sixteen_members():
    seats = Membership.objects.running(datetime.date(2026, 11, 22)).select_related("partner__region")

    assert seats.count() == 16
    sides = Counter("organisation" if seat.partner.region is None else seat.partner.region.code for seat in seats)
    assert (sides[EUROPE], sides["organisation"]) == (7, 2)


TROIKAS = [
    (datetime.date(2017, 3, 21), ("PT", "BE", "BF")),
    (datetime.date(2018, 5, 2), ("BE", "BF", "FR")),
    (datetime.date(2020, 12, 6), ("BF", "FR", "GQ")),
    (datetime.date(2020, 12, 7), ("FR", "GQ", "ES")),
    (datetime.date(2022, 12, 14), ("ES", "MA", "PT")),
    (datetime.date(2024, 2, 1), ("MA", "PT", "NG")),
    (datetime.date(2026, 1, 29), ("NG", "CH", None)),
]


@pytest.mark.parametrize(("day", "expected"), TROIKAS, ids=[str(day) for day, _troika in TROIKAS])
def test_the_troika_of_any_day(day, expected):
    troika = Chairmanship.objects.troika(datetime.datetime.combine(day, datetime.time(12), datetime.UTC))

    found = tuple(term and term.partner.code for term in (troika["outgoing"], troika["current"], troika["incoming"]))
    assert found == expected


def test_twelve_chairmanships():
    terms = Chairmanship.objects.order_by("number").values_list("partner__code", flat=True)

    assert list(terms) == ["MA", "PT", "ML", "BE", "BF", "FR", "GQ", "ES", "MA", "PT", "NG", "CH"]


def test_six_ministerial_conferences():
    conferences = Activity.objects.published().filter(kind=Kind.MINISTERIAL).order_by("starts_on")

    assert [one.starts_on.year for one in conferences] == [2006, 2008, 2011, 2014, 2018, 2022]


def parts_of(plan: str) -> tuple[int, int, int, int]:
    """How many areas, objectives (5a and 5b are one), actions and cross-cutting priorities a plan has."""
    objectives = Objective.objects.filter(area__plan__slug=plan).values_list("number", flat=True)
    return (
        Area.objects.filter(plan__slug=plan).count(),
        len(set(objectives)),
        Action.objects.filter(objective__area__plan__slug=plan).count(),
        CrossCuttingPriority.objects.filter(plan__slug=plan).count(),
    )


def test_the_parts_of_both_plans():
    assert set(ActionPlan.objects.values_list("slug", flat=True)) == {"marrakesh-2018-2020", "cadiz-2023-2027"}
    assert parts_of("marrakesh-2018-2020") == (5, 10, 23, 6)
    assert parts_of("cadiz-2023-2027") == (5, 10, 29, 0)


def test_only_the_placement_of_the_actions_that_no_source_places_is_to_be_confirmed():
    unsure = Action.objects.filter(placement_confirmed=False).order_by("number").values_list("number", flat=True)

    assert list(unsure) == [23, 24, 25, 26, 27, 28]


def test_fourteen_of_twenty_three_objectives_of_the_global_compact_are_aligned():
    assert list(GcmObjective.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 24))
    aligned = GcmRow.objects.shown().order_by("objective__number").values_list("objective__number", flat=True)
    assert list(aligned) == [1, 2, 5, 7, 8, 9, 10, 11, 16, 18, 19, 20, 21, 23]


def test_eleven_reference_countries():
    found = ReferenceCountry.objects.filter(status=ReferenceCountry.Status.CONFIRMED)

    by_area = sorted(found.values_list("area__number", "partner__code"))
    assert by_area == [
        (1, "NG"),
        (2, "CV"),
        (2, "PT"),
        (3, "CH"),
        (3, "TD"),
        (4, "BF"),
        (4, "CI"),
        (4, "ES"),
        (4, "NE"),
        (5, "CM"),
        (5, "TG"),
    ]


def test_one_record_for_each_real_meeting():
    """Sections of the sources overlap: ACT-012, ACT-045 and ACT-046 are other rows' meetings, and have no record."""
    kinds = Counter(Activity.objects.published().values_list("kind", flat=True))

    assert sum(kinds.values()) == 100
    political = (Kind.MINISTERIAL, Kind.SOM, Kind.JVAP_SOM, Kind.STEERING_COMMITTEE)
    assert [kinds[kind] for kind in political] == [6, 12, 2, 20]
    assert not Activity.objects.filter(code__in=["ACT-012", "ACT-045", "ACT-046"]).exists()
    banjul = Activity.objects.get(code="ACT-109")
    assert list(banjul.date_changes.order_by("position").values_list("starts_on__year", "precision")) == [
        (2024, "year"),
        (2025, "year"),
        (2025, "day"),
    ]


def test_the_documents_of_all_sections_at_their_levels():
    levels = Counter(Document.objects.published().values_list("level", flat=True))

    assert levels == {Level.PUBLIC: 64, Level.FOCAL_POINTS: 30, Level.COMMITTEE: 14}
    assert Document.objects.public().count() == levels[Level.PUBLIC]
