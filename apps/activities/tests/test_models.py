"""Who sees an activity, and what the database refuses."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from apps.accounts.tests.factories import UserFactory
from apps.activities.models import Activity
from apps.activities.tests.factories import ActivityFactory
from apps.partners.tests.factories import focal_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_publication() -> list[Activity]:
    """One activity in each state of publication."""
    return [
        ActivityFactory(slug="published"),
        ActivityFactory(slug="draft", draft=True),
        ActivityFactory(slug="withdrawn", withdrawn=True),
        ActivityFactory(slug="scheduled", scheduled=True),
    ]


@pytest.mark.parametrize("reader", ["visitor", "focal point", "secretariat"])
def test_visible_to_is_what_view_allows(every_publication, reader):
    user = {
        "visitor": AnonymousUser,
        "focal point": lambda: focal_point("GA"),
        "secretariat": lambda: UserFactory(secretariat=True),
    }[reader]()

    seen = {activity.slug for activity in Activity.objects.visible_to(user)}
    allowed = {one.slug for one in every_publication if user.has_perm("activities.view_activity", one)}

    assert seen == allowed
    assert len(seen) == (4 if reader == "secretariat" else 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": datetime.date(2023, 9, 19)},
        {"kind": "party"},
        {"status": "maybe"},
        {"precision": "hour"},
        {"publication": "shown"},
        {"published_at": None},
        {"title_en": "", "title_fr": ""},
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityFactory(**wrong)


def test_one_language_is_enough_for_a_title():
    assert ActivityFactory(title_en="", title_fr="Réunion").pk


def test_upcoming_are_announced_and_not_over():
    today = datetime.date(2026, 11, 22)
    still_on = ActivityFactory(status="announced", starts_on=datetime.date(2026, 11, 21), ends_on=today)
    ahead = ActivityFactory(status="announced", starts_on=datetime.date(2026, 12, 1))
    ActivityFactory(status="announced", starts_on=datetime.date(2026, 11, 20), ends_on=datetime.date(2026, 11, 21))
    ActivityFactory(status="cancelled", starts_on=datetime.date(2026, 12, 2))

    assert list(Activity.objects.upcoming(today)) == [still_on, ahead]
    assert still_on.is_to_come(today)
