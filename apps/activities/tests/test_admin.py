"""The office finds activities by the year in which they began."""

import datetime

import pytest
from django.urls import reverse

from apps.partners.tests.factories import secretariat_member

from .factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    """The secretariat, with two activities of different years."""
    ActivityFactory(title_en="The older one", starts_on=datetime.date(2021, 5, 3), publication="draft")
    ActivityFactory(title_en="The younger one", starts_on=datetime.date(2023, 9, 12))
    client.force_login(secretariat_member())
    return client


def titles(response) -> list[str]:
    return [row.title_en for row in response.context["cl"].result_list]


def test_years_between_the_first_and_the_last_are_offered(office):
    page = office.get(reverse("admin:activities_activity_changelist")).content.decode()

    assert [f"?year={year}" in page for year in (2020, 2021, 2022, 2023, 2024)] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"year": "2021"}, ["The older one"]),
        ({"year": "2022"}, []),
        ({"year": "1999"}, ["The younger one", "The older one"]),
        ({}, ["The younger one", "The older one"]),
    ],
)
def test_year_narrows_the_list(office, query, found):
    assert titles(office.get(reverse("admin:activities_activity_changelist"), query)) == found


def test_office_without_activities_is_offered_no_year(client):
    client.force_login(secretariat_member())

    assert "?year=" not in client.get(reverse("admin:activities_activity_changelist")).content.decode()
