"""An activity as an entry of a calendar (RFC 5545): one that is sent again replaces what a calendar holds."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation

from apps.common.bilingual import in_language
from apps.notifications.messages import mail_domain
from apps.notifications.models import Mailing
from apps.partners.models import Precision

from .models import Activity

CONTENT_TYPE = 'text/calendar; method="PUBLISH"'
NAME = "activity.ics"


def sequence_of(activity: Activity) -> int:
    """How often the office has told of other dates, this time included: calendars keep the highest number."""
    kind = ContentType.objects.get_for_model(activity)
    return Mailing.objects.filter(about_type=kind, about_id=activity.pk).count() + 1


def entry(activity: Activity, before: tuple[datetime.date, datetime.date | None]) -> dict[str, str]:
    """The entry as a file of a mail: `name`, `content_type`, `text`.

    What is cancelled, or has no new day yet, takes the days that it had `before` out of the reader's calendar.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 – 3 MB of each process, and activities seldom move

    is_set = activity.takes_place and activity.precision == Precision.DAY
    first, last = (activity.starts_on, activity.ends_on) if is_set else before
    event = Event()
    event.add("uid", f"activity-{activity.pk}@{mail_domain()}")
    event.add("sequence", sequence_of(activity))
    event.add("dtstamp", timezone.now())
    event.add("dtstart", first)
    event.add("dtend", (last or first) + datetime.timedelta(days=1))
    event.add("summary", _in_both_languages(activity, "title"))
    event.add("url", settings.SITE_URL + activity.get_absolute_url())
    event.add("status", "CONFIRMED" if is_set else "CANCELLED")
    if place := _place(activity):
        event.add("location", place)
    calendar = Calendar()
    calendar.add("prodid", f"-//{mail_domain()}//Rabat Process//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return {"name": NAME, "content_type": CONTENT_TYPE, "text": calendar.to_ical().decode()}


def _in_both_languages(row: Any, field: str) -> str:
    """The words in each language, once where they are the same: one file goes to readers of both."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(in_language(row, field).text)
    return " / ".join(dict.fromkeys(words for words in found if words))


def _place(activity: Activity) -> str:
    country = _in_both_languages(activity.country, "name") if activity.country else activity.country_name
    return ", ".join(words for words in (activity.venue, activity.city, country) if words)
