"""Days, spans and moments in words, in the reader's language, without a library of locales.

Everything returns plain text; `as_html` raises the ordinal of a French first of the month.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, override, pgettext_lazy

from .bilingual import active_language
from .typography import NARROW, WIDE
from .zones import CITIES, in_zone, reader_zone

DAY, MONTH, YEAR = "day", "month", "year"
ORDINAL = "er"
SHORT_MONTHS = (
    pgettext_lazy("short month", "Jan."),
    pgettext_lazy("short month", "Feb."),
    pgettext_lazy("short month", "March"),
    pgettext_lazy("short month", "April"),
    pgettext_lazy("short month", "May"),
    pgettext_lazy("short month", "June"),
    pgettext_lazy("short month", "July"),
    pgettext_lazy("short month", "Aug."),
    pgettext_lazy("short month", "Sept."),
    pgettext_lazy("short month", "Oct."),
    pgettext_lazy("short month", "Nov."),
    pgettext_lazy("short month", "Dec."),
)


def _number(number: int, language: str) -> str:
    """The number of a day; French counts the first of a month as such."""
    return f"1{ORDINAL}" if language == "fr" and number == 1 else str(number)


def _day_and_month(when: date, language: str) -> str:
    return f"{_number(when.day, language)}{WIDE}{_month(when, language)}"


def _month(when: date, language: str) -> str:
    with override(language):
        return str(MONTHS[when.month])


def _plain(when: date | datetime) -> date:
    """The day that a moment falls on here, or the day itself."""
    if isinstance(when, datetime):
        return timezone.localtime(when).date() if timezone.is_aware(when) else when.date()
    return when


def day(when: date | datetime, language: str | None = None) -> str:
    """12 February 2019; 12 février 2019; 1er février 2024."""
    language = language or active_language()
    when = _plain(when)
    return f"{_day_and_month(when, language)} {when.year}"


def month(when: date, language: str | None = None) -> str:
    """May 2018; mai 2018."""
    return f"{_month(when, language or active_language())} {when.year}"


def date_range(start: date, end: date | None = None, precision: str = DAY, language: str | None = None) -> str:
    """A span of days as told in the language, as exactly as it is known (`precision`: day, month or year).

    12–13 February 2019; 12 et 13 février 2019; du 12 au 15 février 2019; 31 January–1 February 2024.
    """
    language = language or active_language()
    start, end = _plain(start), _plain(end) if end else _plain(start)
    if precision == YEAR:
        return str(start.year) if start.year == end.year else _span(str(start.year), str(end.year), language, "")
    if precision == MONTH:
        return _months(start, end, language)
    if start == end:
        return day(start, language)
    first, last = _shortened(start, end, language)
    return _french_span(start, end, first, last) if language == "fr" else f"{first}–{last}"


def _shortened(start: date, end: date, language: str) -> tuple[str, str]:
    """Both ends of a span, the first without what the second says again."""
    last = day(end, language)
    if start.year != end.year:
        return day(start, language), last
    if start.month != end.month:
        return _day_and_month(start, language), last
    return _number(start.day, language), last


def _french_span(start: date, end: date, first: str, last: str) -> str:
    if (end - start).days == 1:
        return f"{first} et {last}"
    return f"du {first} au {last}"


def _months(start: date, end: date, language: str) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return month(start, language)
    first = _month(start, language) if start.year == end.year else month(start, language)
    return _span(first, month(end, language), language, "de ")


def _span(first: str, last: str, language: str, opening: str) -> str:
    """From one month or year to another; French writes months out and joins years by a dash."""
    if language == "fr" and opening:
        return f"{opening if first[0] not in 'aeiouéo' else 'd’'}{first} à {last}"
    return f"{first}–{last}"


def moment(when: datetime, language: str | None = None) -> str:
    """A moment in the portal's own time, as deadlines are stated: 24 November 2026, 18:00 (Brussels)."""
    return moment_in(settings.TIME_ZONE, when, language)


def moment_here(when: datetime, language: str | None = None) -> str:
    """A moment in the time zone that the reader chose, with its city; for what happened, never for deadlines."""
    return moment_in(reader_zone(), when, language)


def moment_in(zone: str, when: datetime, language: str | None = None) -> str:
    """The same in the zone of that name, with its city."""
    language = language or active_language()
    there = in_zone(when, zone)
    with override(language):
        return gettext("%(day)s, %(time)s (%(city)s)") % {
            "day": day(there.date(), language),
            "time": clock(there, language),
            "city": CITIES.get(zone, zone),
        }


def clock(when: datetime, language: str | None = None) -> str:
    """18:00; 18 h; 18 h 30, with spaces that never break."""
    if (language or active_language()) != "fr":
        return f"{when:%H:%M}"
    hour = f"{when.hour}{NARROW}h"
    return hour if when.minute == 0 else f"{hour}{NARROW}{when.minute:02}"


def since(when: date | datetime, language: str | None = None, today: date | None = None) -> str:
    """How long ago in words (yesterday, 3 days ago) or how long still (tomorrow, in 3 days); far away: the day."""
    language = language or active_language()
    when = _plain(when)
    days = ((today or timezone.localdate()) - when).days
    with override(language):
        near = {0: gettext("today"), 1: gettext("yesterday"), -1: gettext("tomorrow")}
        if days in near:
            return near[days]
        if 1 < days <= 30:
            return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
        if -30 <= days < -1:
            return ngettext("in %(count)s day", "in %(count)s days", -days) % {"count": -days}
    return day(when, language)


@dataclass(frozen=True)
class DateBlock:
    """A span cut up for the block at the head of a row: numbers of days, short month, year."""

    days: str
    month: str
    year: str


def date_block(start: date, end: date | None = None, precision: str = DAY, language: str | None = None) -> DateBlock:
    """12–13 / Feb. / 2019; what is not known is left empty, a span over two months says both."""
    language = language or active_language()
    start, end = _plain(start), _plain(end) if end else _plain(start)
    years = str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if precision == YEAR:
        return DateBlock("", "", years)
    with override(language):
        first, last = str(SHORT_MONTHS[start.month - 1]), str(SHORT_MONTHS[end.month - 1])
    months = first if (start.year, start.month) == (end.year, end.month) else f"{first}–{last}"
    if precision == MONTH:
        return DateBlock("", months, years)
    days = str(start.day) if start == end else f"{start.day}–{end.day}"
    return DateBlock(days, months, years)


def as_html(text: str) -> SafeString:
    """The text, escaped, with the ordinal of a French first of the month raised."""
    escaped = str(conditional_escape(text))
    return mark_safe(
        escaped.replace(f"1{ORDINAL}{WIDE}", f"1<sup>{ORDINAL}</sup>{WIDE}").replace(
            f"1{ORDINAL} ", f"1<sup>{ORDINAL}</sup> "
        )
    )
