"""An example of the message about new dates, for the office to look at: the activity does not exist."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.notifications.previews import NOBODY, example

from .models import Activity, Kind
from .notifications import DatesChanged


@example("activities.dates_changed")
def dates_changed() -> DatesChanged:
    """A meeting is moved by two weeks."""
    before = timezone.localdate() + datetime.timedelta(days=30)
    title, reason = _("Title of the activity"), _("The reason, as the secretariat gave it.")
    activity = Activity(
        pk=NOBODY,
        slug="example",
        kind=Kind.THEMATIC,
        title_en=title,
        title_fr=title,
        starts_on=before + datetime.timedelta(days=14),
    )
    facts = {"starts_on": before.isoformat(), "ends_on": "", "precision": "day"}
    return DatesChanged(activity, reason_en=reason, reason_fr=reason, **facts)
