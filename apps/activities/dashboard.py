"""The next meetings on the dashboard of the space."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import language_codes
from apps.common.dates import date_block
from apps.common.prepared import PreparedObjects
from apps.common.registry import DashboardPanel, DashboardRow
from apps.common.templatetags.portal import words

from .models import Activity, Kind
from .queries.rows import SEPARATOR, joined, place_of

SHOWN = 4
TOLD = (
    *("slug", "kind", "starts_on", "ends_on", "precision", "is_online", "published_at"),
    *(f"{name}_{code}" for name in ("title", "city", "country_name", "country__name") for code in language_codes()),
)


@PreparedObjects
def _next(*, today: datetime.date, now: datetime.datetime) -> QuerySet:
    found = Activity.objects.published(now).upcoming(today).select_related("country")
    return found.only(*TOLD)[:SHOWN]


def next_meetings(user: Any) -> list[DashboardRow]:
    """The next published meetings, which everybody may know of, the nearest first; one query."""
    return [
        DashboardRow(
            title=words(activity, "title"),
            url=activity.get_absolute_url(),
            at=activity.published_at,
            block=date_block(activity.starts_on, activity.ends_on, activity.precision),
            facts=joined([Kind(activity.kind).label, place_of(activity, activity.country)], SEPARATOR),
        )
        for activity in _next(today=timezone.localdate(), now=timezone.now())
    ]


PANEL = DashboardPanel(
    "components/dashboard_row.html",
    _("Next meetings"),
    next_meetings,
    empty=_("No meeting is announced at the moment."),
    detail=_("As soon as the secretariat announces one, its dates, place and papers stand here."),
    url_name="activities:list",
    link=_("All activities"),
    position=DashboardPanel.ASIDE,
)
