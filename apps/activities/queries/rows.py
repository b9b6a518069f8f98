"""Activities as rows of a list: on the list itself, on the home page, on the pages of what they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from apps.common.bilingual import active_language, language_codes
from apps.common.dates import DateBlock, date_block
from apps.common.templatetags.portal import words
from apps.common.typography import grouped
from apps.partners.models import Partner
from apps.partners.queries import PartnerName

from ..models import Activity, Kind, Status

SEPARATOR = " · "
STATUS_SHAPES = {
    Status.ANNOUNCED: "ahead",
    Status.HELD: "done",
    Status.POSTPONED: "warning",
    Status.CANCELLED: "closed",
}
# What a row tells; the translated fields by their columns, because the plain one holds whatever was active when saved.
SHOWN = (
    "id",
    "slug",
    *(f"{name}_{code}" for name in ("title", "city", "country_name") for code in language_codes()),
    "kind",
    "status",
    "starts_on",
    "ends_on",
    "precision",
    "is_online",
    "people",
    "people_is_approximate",
    "people_is_minimum",
    "countries",
)


@dataclass(frozen=True)
class ActivityRow:
    """What a row of a list says of an activity; `title` and `facts` are safe texts in the reader's language."""

    title: SafeString
    url: str
    block: DateBlock
    facts: SafeString
    note: str
    status: str
    status_shape: str


def joined(parts: Iterable[Any], separator: str) -> SafeString:
    """The parts that say something, escaped where they are not safe, joined."""
    return mark_safe(separator.join(conditional_escape(part) for part in parts if part))


def by_language(texts: Sequence[str | None]) -> dict[str, str]:
    """The columns of a translated field, in the order of the languages, by language."""
    return {code: text or "" for code, text in zip(language_codes(), texts, strict=True)}


def place_of(activity: Activity, host: PartnerName | Partner | None) -> SafeString:
    """Geneva, Switzerland; or that it was held online."""
    if activity.is_online:
        return joined([gettext("Online"), words(activity, "city")], SEPARATOR)
    return joined([words(activity, "city"), host.name if host else words(activity, "country_name")], ", ")


def people_of(activity: Activity) -> str:
    """How many people took part, as exactly as it is known; empty where it is not."""
    if not activity.people:
        return ""
    number = {"number": grouped(activity.people)}
    if activity.people_is_minimum:
        return ngettext("more than %(number)s person", "more than %(number)s people", activity.people) % number
    if activity.people_is_approximate:
        return ngettext("about %(number)s person", "about %(number)s people", activity.people) % number
    return ngettext("%(number)s person", "%(number)s people", activity.people) % number


def countries_of(activity: Activity) -> str:
    """How many countries took part; empty where it is not known."""
    if not activity.countries:
        return ""
    return ngettext("%(number)s country", "%(number)s countries", activity.countries) % {"number": activity.countries}


def co_chairs_of(names: Sequence[str]) -> str:
    """Who co-chaired, said so: a row names the host country before; empty where nobody did."""
    if not names:
        return ""
    return ngettext("co-chair: %(names)s", "co-chairs: %(names)s", len(names)) % {"names": ", ".join(names)}


def row_of(activity: Activity, co_chairs: Iterable[int], partners: Mapping[int, PartnerName]) -> ActivityRow:
    """The row of an activity; invented partners of the demonstration are not among `partners`, and not named."""
    chairs = tuple(sorted(partners[pk] for pk in co_chairs if pk in partners))
    return row_from([activity.__dict__[name] for name in SHOWN], partners.get(activity.country_id), chairs)


def row_from(facts: Sequence[Any], host: PartnerName | None, chairs: tuple[PartnerName, ...]) -> ActivityRow:
    """The row that the columns `SHOWN`, the host and the co-chairs in the reader's order make."""
    return _row_of(active_language(), tuple(facts), host, chairs)


@lru_cache(maxsize=4096)
def _row_of(
    language: str, facts: tuple[Any, ...], host: PartnerName | None, chairs: tuple[PartnerName, ...]
) -> ActivityRow:
    """The row that these facts make in that language, remembered by them: most rows stand on many pages."""
    activity = Activity(**dict(zip(SHOWN, facts, strict=True)))
    is_simply_held = activity.status == Status.HELD
    parts = [Kind(activity.kind).label, place_of(activity, host), co_chairs_of([chair.name for chair in chairs])]
    return ActivityRow(
        title=words(activity, "title"),
        url=activity.get_absolute_url(),
        block=date_block(activity.starts_on, activity.ends_on, activity.precision),
        facts=joined(parts, SEPARATOR),
        note=countries_of(activity) or people_of(activity),
        status="" if is_simply_held else Status(activity.status).label,
        status_shape=STATUS_SHAPES[activity.status],
    )


def rows_of(activities: Sequence[Activity], partners: Mapping[int, PartnerName]) -> tuple[ActivityRow, ...]:
    """The rows of activities, in one query: that of their co-chairs."""
    chairs: dict[int, list[int]] = defaultdict(list)
    links = Activity.co_chairs.through.objects.filter(activity__in=[activity.pk for activity in activities])
    for activity_id, partner_id in links.order_by("pk").values_list("activity_id", "partner_id"):
        chairs[activity_id].append(partner_id)
    return tuple(row_of(activity, chairs[activity.pk], partners) for activity in activities)
