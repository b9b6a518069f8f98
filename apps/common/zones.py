"""The time zones that people choose from: one for each hour and city where the Dialogue's people work."""

import datetime
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import pgettext_lazy

# Moments farther away could not be told in every zone, and nothing here is asked or decided so far ahead.
FARTHEST = datetime.timedelta(days=731)
CITIES: dict[str, Any] = {
    "Africa/Abidjan": pgettext_lazy("time zone", "Abidjan"),
    "Africa/Accra": pgettext_lazy("time zone", "Accra"),
    "Africa/Addis_Ababa": pgettext_lazy("time zone", "Addis Ababa"),
    "Africa/Algiers": pgettext_lazy("time zone", "Algiers"),
    "Europe/Amsterdam": pgettext_lazy("time zone", "Amsterdam"),
    "Europe/Athens": pgettext_lazy("time zone", "Athens"),
    "Africa/Bamako": pgettext_lazy("time zone", "Bamako"),
    "Africa/Bangui": pgettext_lazy("time zone", "Bangui"),
    "Africa/Banjul": pgettext_lazy("time zone", "Banjul"),
    "Europe/Berlin": pgettext_lazy("time zone", "Berlin"),
    "Africa/Bissau": pgettext_lazy("time zone", "Bissau"),
    "Africa/Brazzaville": pgettext_lazy("time zone", "Brazzaville"),
    "Europe/Brussels": pgettext_lazy("time zone", "Brussels"),
    "Europe/Bucharest": pgettext_lazy("time zone", "Bucharest"),
    "Africa/Cairo": pgettext_lazy("time zone", "Cairo"),
    "Africa/Casablanca": pgettext_lazy("time zone", "Casablanca"),
    "Africa/Conakry": pgettext_lazy("time zone", "Conakry"),
    "Africa/Dakar": pgettext_lazy("time zone", "Dakar"),
    "Africa/Douala": pgettext_lazy("time zone", "Douala"),
    "Europe/Dublin": pgettext_lazy("time zone", "Dublin"),
    "Africa/Freetown": pgettext_lazy("time zone", "Freetown"),
    "Europe/Zurich": pgettext_lazy("time zone", "Geneva and Zurich"),
    "Europe/Helsinki": pgettext_lazy("time zone", "Helsinki"),
    "Africa/Kinshasa": pgettext_lazy("time zone", "Kinshasa"),
    "Africa/Lagos": pgettext_lazy("time zone", "Lagos"),
    "Africa/Libreville": pgettext_lazy("time zone", "Libreville"),
    "Europe/Lisbon": pgettext_lazy("time zone", "Lisbon"),
    "Africa/Lome": pgettext_lazy("time zone", "Lomé"),
    "Europe/London": pgettext_lazy("time zone", "London"),
    "Europe/Madrid": pgettext_lazy("time zone", "Madrid"),
    "Africa/Malabo": pgettext_lazy("time zone", "Malabo"),
    "Europe/Malta": pgettext_lazy("time zone", "Malta"),
    "Africa/Monrovia": pgettext_lazy("time zone", "Monrovia"),
    "Africa/Ndjamena": pgettext_lazy("time zone", "N’Djamena"),
    "America/New_York": pgettext_lazy("time zone", "New York"),
    "Africa/Niamey": pgettext_lazy("time zone", "Niamey"),
    "Asia/Nicosia": pgettext_lazy("time zone", "Nicosia"),
    "Africa/Nouakchott": pgettext_lazy("time zone", "Nouakchott"),
    "Europe/Oslo": pgettext_lazy("time zone", "Oslo"),
    "Africa/Ouagadougou": pgettext_lazy("time zone", "Ouagadougou"),
    "Europe/Paris": pgettext_lazy("time zone", "Paris"),
    "Africa/Porto-Novo": pgettext_lazy("time zone", "Porto-Novo"),
    "Atlantic/Cape_Verde": pgettext_lazy("time zone", "Praia"),
    "Atlantic/Reykjavik": pgettext_lazy("time zone", "Reykjavik"),
    "Europe/Rome": pgettext_lazy("time zone", "Rome"),
    "Africa/Sao_Tome": pgettext_lazy("time zone", "São Tomé"),
    "Europe/Stockholm": pgettext_lazy("time zone", "Stockholm"),
    "Africa/Tripoli": pgettext_lazy("time zone", "Tripoli"),
    "Africa/Tunis": pgettext_lazy("time zone", "Tunis"),
    "Europe/Vienna": pgettext_lazy("time zone", "Vienna"),
    "Europe/Warsaw": pgettext_lazy("time zone", "Warsaw"),
}

_reader: ContextVar[Callable[[], str] | None] = ContextVar("the zone of whoever reads the page", default=None)


def read_by(zone_of_reader: Callable[[], str] | None) -> None:
    """Let moments be told in the zone that this gives, asked only when a moment is told; None: in the portal's own."""
    _reader.set(zone_of_reader)


def reader_zone() -> str:
    """The name of the zone in which the reader is told moments; the portal's own where nobody is known to read."""
    ask = _reader.get()
    name = ask() if ask else ""
    return name if name in CITIES else settings.TIME_ZONE


def in_zone(when: datetime.datetime, name: str) -> datetime.datetime:
    """The moment as clocks show it in the zone of that name."""
    return timezone.localtime(when, ZoneInfo(name))


def cities_to_choose() -> list[tuple[str, str]]:
    """The zones by name and city, in the order of the cities as the language of the page spells them."""
    return sorted(((name, str(city)) for name, city in CITIES.items()), key=lambda one: one[1])


def moment_on(day: datetime.date, hour: datetime.time, zone: str) -> datetime.datetime | None:
    """The moment of that hour in the zone of that name; None where clocks leave it out on that day."""
    meant = datetime.datetime.combine(day, hour, ZoneInfo(zone))
    shown = meant.astimezone(datetime.UTC).astimezone(meant.tzinfo)
    return meant if shown.replace(tzinfo=None) == meant.replace(tzinfo=None) else None
