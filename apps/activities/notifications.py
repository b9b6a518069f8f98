"""What people are told about activities: that one is moved, postponed or cancelled."""

import datetime
from typing import Any

from django.utils.translation import get_language

from apps.common.bilingual import in_language
from apps.notifications.messages import Message

from .models import Activity, Status


class DatesChanged(Message):
    """Old dates, new dates, reason. `about` is the activity; facts: `starts_on`, `ends_on` and `precision` as they
    were (texts, `ends_on` may be empty), `reason_en`, `reason_fr`.
    """

    name = "activities.dates_changed"
    template = "activities/email/dates_changed"
    is_mandatory = True
    is_addressed = True
    is_same_for_all = True
    permission = "activities.view_activity"
    about: Activity

    def thread(self) -> str:
        """One conversation an activity."""
        return f"activities.activity-{self.about.pk}"

    def context(self, person: Any) -> dict[str, Any]:
        """What happened, and the dates as days."""
        ends_on = self.facts.get("ends_on")
        return {
            "activity": in_language(self.about, "title").text,
            "is_cancelled": self.about.status == Status.CANCELLED,
            "is_postponed": self.about.status == Status.POSTPONED,
            "old_start": datetime.date.fromisoformat(self.facts["starts_on"]),
            "old_end": datetime.date.fromisoformat(ends_on) if ends_on else None,
            "old_precision": self.facts["precision"],
            "reason": self.facts.get(f"reason_{get_language()}", ""),
        }
