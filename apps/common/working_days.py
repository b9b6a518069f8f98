"""Periods in working days: the week that the office sets, without the holidays that it entered, counted in Brussels."""

import datetime
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .memory import kept_briefly
from .models import Holiday
from .office_settings import OfficeSetting, office_setting

WORKING_WEEK = "common.working_week"
# By the name of the week: the days off, Monday being 0.
DAYS_OFF = {"monday_to_friday": (5, 6), "sunday_to_thursday": (4, 5), "monday_to_saturday": (6,)}
SETTING = OfficeSetting(
    WORKING_WEEK,
    "monday_to_friday",
    label=_("Working week of the secretariat"),
    help_text=_("Periods in working days leave out the other days, and the holidays entered in the office."),
    choices=(
        ("monday_to_friday", _("Monday to Friday")),
        ("sunday_to_thursday", _("Sunday to Thursday")),
        ("monday_to_saturday", _("Monday to Saturday")),
    ),
)


@kept_briefly
def _holidays() -> frozenset[datetime.date]:
    return frozenset(Holiday.objects.values_list("day", flat=True))


def _working_day() -> Callable[[datetime.date], bool]:
    """The question whether the secretariat works on a day, by what it has set now."""
    days_off, holidays = DAYS_OFF[office_setting(WORKING_WEEK)], _holidays()
    return lambda day: day.weekday() not in days_off and day not in holidays


def working_days_after(moment: datetime.datetime, days: int) -> datetime.datetime:
    """The moment so many working days later, at the same hour in Brussels."""
    there, is_working = timezone.localtime(moment), _working_day()
    while days:
        there += datetime.timedelta(days=1)
        days -= is_working(there.date())
    return there


def working_days_between(start: datetime.datetime, end: datetime.datetime) -> int:
    """How many whole working days lie between two moments; none when the second is not later."""
    days, there, is_working = 0, timezone.localtime(start), _working_day()
    while (there := there + datetime.timedelta(days=1)) <= end:
        days += is_working(there.date())
    return days


def overdue_in_words(due: datetime.datetime | None, now: datetime.datetime | None = None) -> str:
    """How late something is, in the same words wherever it is said: to who waits, to who is waited for, in mails.

    "3 working days overdue"; "overdue" within the first; empty while there is time, or where there is no date.
    """
    now = now or timezone.now()
    if due is None or now <= due:
        return ""
    late = working_days_between(due, now)
    if not late:
        return gettext("overdue")
    return ngettext("%(days)d working day overdue", "%(days)d working days overdue", late) % {"days": late}
