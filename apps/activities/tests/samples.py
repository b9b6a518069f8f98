"""An example of each message about activities."""

import datetime

from apps.activities.notifications import DatesChanged
from apps.notifications.tests.samples import Sample, sample
from apps.partners.tests.factories import focal_point

from .factories import ActivityFactory

TITLE, REASON = "Zeltaro 1", "Vorpilu 2"


@sample("activities.dates_changed")
def dates_changed() -> Sample:
    """A meeting is moved."""
    activity = ActivityFactory(title_en=TITLE, title_fr=TITLE, starts_on=datetime.date(2027, 4, 13))
    facts = {"starts_on": "2027-03-09", "ends_on": "2027-03-10", "precision": "day"}
    message = DatesChanged(activity, reason_en=REASON, reason_fr=REASON, **facts)
    return Sample(message, focal_point("GA"), (TITLE, REASON))
