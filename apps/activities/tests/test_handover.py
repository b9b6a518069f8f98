"""When the chair is handed over, the office sees which announced activities pass to the next one."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.queries.handover import open_at_handover
from apps.partners.tests.factories import ChairmanshipFactory, focal_point, secretariat_member

from .factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    """A running term, with an activity of each sort."""
    for status in ("announced", "held", "postponed", "cancelled"):
        ActivityFactory(title_en=f"Is {status}", status=status, starts_on=datetime.date(2026, 5, 3))
    for publication in ("draft", "withdrawn"):
        ActivityFactory(
            title_en=f"A {publication}",
            status="announced",
            starts_on=datetime.date(2026, 5, 2),
            publication=publication,
        )
    ActivityFactory(title_en="Before the term", status="announced", starts_on=datetime.date(2025, 5, 3))
    return ChairmanshipFactory(starts_on=datetime.date(2026, 1, 29))


def test_announced_activities_of_the_term_are_open_drafts_too(term):
    seen = {
        reader.email: [one.title_en for one in open_at_handover(term, reader)]
        for reader in (secretariat_member(email="office@example.org"), focal_point("GA"))
    }

    assert seen == {"office@example.org": ["A draft", "Is announced"], "head.ga@example.org": ["Is announced"]}


def test_they_stand_on_the_page_of_the_handover(client, term):
    client.force_login(secretariat_member())

    page = client.get(reverse("admin:partners_chairmanship_hand_over", args=[term.pk]))

    assertContains(page, "Is announced</a> · 3\N{NO-BREAK SPACE}May 2026")
    assertNotContains(page, "Is held")


@pytest.mark.parametrize("number", [1, 3])
def test_they_cost_one_query(django_assert_num_queries, number):
    for _ in range(number):
        ActivityFactory(status="announced", starts_on=datetime.date(2026, 5, 3))
    office, term = secretariat_member(), ChairmanshipFactory()
    assert office.has_perm("activities.keep_activity")

    with django_assert_num_queries(1):
        assert len(open_at_handover(term, office)) == number
