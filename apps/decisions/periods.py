"""The hours of a silence procedure: its usual length and the shortest one, as the office sets them."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import OfficeSetting, office_setting
from apps.common.working_days import working_days_after

USUAL_DAYS, LEAST_DAYS = "decisions.usual_days", "decisions.least_days"
LAST_HOUR = datetime.time(18)
BEFORE_THE_HOUR = datetime.timedelta(days=1)
SETTINGS = (
    OfficeSetting(
        USUAL_DAYS,
        10,
        label=_("Working days of a silence procedure"),
        help_text=_("Proposed when one is drafted; it ends at 18:00, Brussels time."),
        least=1,
        most=90,
    ),
    OfficeSetting(
        LEAST_DAYS,
        5,
        label=_("Fewest working days of a silence procedure"),
        help_text=_("From the moment at which it is circulated; a shorter one cannot be circulated."),
        least=1,
        most=90,
    ),
)


def usual_end(now: datetime.datetime | None = None) -> datetime.datetime:
    """The hour that is proposed: so many working days from now, at 18:00 in Brussels, also where clocks change."""
    day = timezone.localdate(working_days_after(now or timezone.now(), office_setting(USUAL_DAYS)))
    return timezone.make_aware(datetime.datetime.combine(day, LAST_HOUR))


def earliest_end(now: datetime.datetime | None = None) -> datetime.datetime:
    """The earliest hour that may be set for a circulation now."""
    return working_days_after(now or timezone.now(), office_setting(LEAST_DAYS))


def earliest_extension(expires_at: datetime.datetime, now: datetime.datetime | None = None) -> datetime.datetime:
    """The earliest hour to which a running procedure may be extended: later than the one that holds, and one working
    day from now.
    """
    return max(expires_at, working_days_after(now or timezone.now(), 1))
