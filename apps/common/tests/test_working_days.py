"""Working days: the week that the office sets, without its holidays, at the hour of Brussels."""

import datetime

import pytest
from django.apps import apps
from django.utils import timezone

from apps.common import working_days
from apps.common.memory import forget_everything
from apps.common.models import Holiday
from apps.common.office_settings import decide

pytestmark = pytest.mark.django_db
BRUSSELS = timezone.get_default_timezone()


def at(day, hour=10, month=11):
    return datetime.datetime(2026, month, day, hour, tzinfo=BRUSSELS)


def holiday(day):
    Holiday.objects.create(day=day.date(), name="Feast")
    forget_everything()


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [(at(20), 1, at(23)), (at(21), 1, at(23)), (at(23), 5, at(30)), (at(23), 0, at(23)), (at(18), 5, at(25))],
)
def test_saturdays_and_sundays_do_not_count(start, days, end):
    assert working_days.working_days_after(start, days) == end


@pytest.mark.parametrize(("end", "days"), [(at(23, 9), 0), (at(23, 10), 1), (at(22), 0), (at(19), 0), (at(27), 5)])
def test_whole_working_days_between(end, days):
    assert working_days.working_days_between(at(20), end) == days


def test_holidays_do_not_count():
    holiday(at(24))
    holiday(at(28))  # a Saturday

    assert working_days.working_days_after(at(23), 1) == at(25)
    assert working_days.working_days_after(at(23), 5) == at(1, month=12)
    assert working_days.working_days_between(at(23), at(27)) == 3


@pytest.mark.parametrize(
    ("week", "end"), [("monday_to_friday", 23), ("sunday_to_thursday", 22), ("monday_to_saturday", 21)]
)
def test_the_office_sets_its_week(week, end):
    by = apps.get_model("accounts.User").objects.create(email="office@example.org", name="Office")
    decide(working_days.WORKING_WEEK, week, by=by)

    assert working_days.working_days_after(at(20), 1) == at(end)


def test_the_hour_holds_across_the_change_of_the_clocks():
    before = datetime.datetime(2027, 3, 26, 10, tzinfo=BRUSSELS)

    assert working_days.working_days_after(before, 1) == datetime.datetime(2027, 3, 29, 10, tzinfo=BRUSSELS)
