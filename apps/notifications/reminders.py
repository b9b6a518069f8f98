"""Reminders before and after a date until which something is asked: rooms say what is due, each is told once."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.common.office_settings import office_setting
from apps.common.registry import Deadline, deadlines
from apps.common.working_days import overdue_in_words

from .messages import Message

BEFORE, AFTER = "before", "after"

log = logging.getLogger(__name__)


class Reminder(Message):
    """Recalls what was asked already. A room subclasses it; facts: `stage` ("before", "after"), `due` (an ISO moment).

    A person hears of each stage of a date once; a date that is moved is another one. Whoever joins a seat in between
    hears of it too.
    """

    asks = True
    is_addressed = True
    is_reminder = True

    def due(self) -> datetime.datetime:
        """The date, which the subject names."""
        return datetime.datetime.fromisoformat(self.facts["due"])

    def once_for(self, person: Any) -> str:
        """Each stage of each date once a person."""
        return f"{self.name}:{self.about.pk}:{self.due():%Y%m%d}:{self.facts['stage']}:{person.pk}"

    def context(self, person: Any) -> dict[str, Any]:
        """Whether the date has passed, when it is, and how late that is in the words of pages and of the queue."""
        due = self.due()
        facts = {"is_late": self.facts["stage"] == AFTER, "due": due, "overdue": overdue_in_words(due)}
        return {**super().context(person), **facts}


def stage_of(deadline: Deadline, now: datetime.datetime) -> str:
    """Whether people are to be reminded now that the date comes ("before") or has passed ("after"); empty if neither.

    Before it never sooner than after half of the time that they had: a short period does not begin with a reminder.
    """
    after = datetime.timedelta(days=office_setting("notifications.remind_after"))
    if now >= deadline.due + after:
        return AFTER
    before = datetime.timedelta(days=office_setting("notifications.remind_before"))
    begins = max(deadline.due - before, deadline.since + (deadline.due - deadline.since) / 2)
    return BEFORE if begins <= now < deadline.due else ""


def remind_all(now: datetime.datetime | None = None) -> int:
    """Queue every reminder whose moment has come; returns how many people are reminded. Running twice changes nothing.

    A fault in one room, or about one thing, keeps no other from reminding.
    """
    now = now or timezone.now()
    reminded = 0
    for name, due_in_room in deadlines.items():
        try:
            for deadline in due_in_room(now):
                reminded += _remind_of(deadline, now, name)
        except Exception:
            log.exception("The reminders of %s could not be queued", name)
    return reminded


def _remind_of(deadline: Deadline, now: datetime.datetime, room: str) -> int:
    try:
        if stage := stage_of(deadline, now):
            with transaction.atomic():
                return deadline.remind(stage)
    except Exception:
        log.exception("A reminder of %s could not be queued", room)
    return 0
