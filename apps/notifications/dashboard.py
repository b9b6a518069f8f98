"""What was told to a person since their last visit, on the dashboard of the space."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.dates import date_block
from apps.common.registry import DashboardPanel, DashboardRow
from apps.common.typography import unbreakable

from .queries import notices_for

SHOWN = 6
# Kinds of things that the rows are about: each is one question, and the inbox shows them all.
KINDS_SHOWN = 3


def latest_notices(user: Any, since: datetime.datetime | None = None) -> list[DashboardRow]:
    """The latest notices of this person, those after `since` only."""
    language = active_language()
    return [
        DashboardRow(
            title=unbreakable(notice.title, language), url=notice.url, at=notice.at, block=date_block(notice.at)
        )
        for notice in notices_for(user, SHOWN, since, KINDS_SHOWN)
    ]


PANEL = DashboardPanel(
    "components/dashboard_row.html",
    _("New for you"),
    latest_notices,
    empty=_("No notice has come since your last visit."),
    url_name="notifications:inbox",
    link=_("All notices"),
    is_news=True,
    position=10,
)
