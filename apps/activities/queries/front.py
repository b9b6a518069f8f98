"""What the home page tells of activities, and what the list of them can be filtered by."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from django.db.models import DateField, Q, QuerySet, Subquery, Value
from django.utils import timezone

from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.framework.models import ActionPlan, Area
from apps.partners.models import Partner
from apps.partners.queries import PartnerName, name_columns

from ..models import Activity, Status
from .rows import ActivityRow, row_of

LATEST_ON_HOME = 5
NEXT_ON_HOME = 3
MEETINGS_ON_MAP = 60


@dataclass(frozen=True)
class Meetings:
    """What the home page tells of activities: rows to come, latest rows, and pairs of partners who met."""

    next_rows: tuple[ActivityRow, ...]
    latest_rows: tuple[ActivityRow, ...]
    pairs: set[frozenset[int]]


@Prepared
def _co_chairs_of_latest(*, now: datetime.datetime, today: datetime.date) -> QuerySet:
    published = Activity.objects.published(now)
    recent = published.filter(starts_on__lte=today).latest_first().values("pk")[:MEETINGS_ON_MAP]
    ahead = published.upcoming(today).values("pk")[:NEXT_ON_HOME]
    links = Activity.co_chairs.through.objects.filter(Q(activity__in=recent) | Q(activity__in=ahead))
    return links.values_list("activity_id", "partner_id", "activity__country_id", "activity__status")


def meetings_for_home(partners: Mapping[int, PartnerName]) -> Meetings:
    """Next and latest activities and who met whom in the latest sixty, in two queries; names come from `partners`."""
    today = timezone.localdate()
    published = Activity.objects.published()
    upcoming = published.upcoming(today).values("pk")[:NEXT_ON_HOME]
    begun = published.filter(starts_on__lte=today).latest_first().values("pk")[:LATEST_ON_HOME]
    shown = list(Activity.objects.filter(Q(pk__in=upcoming) | Q(pk__in=begun)).for_list().latest_first())
    met: dict[int, set[int]] = defaultdict(set)
    chairs: dict[int, list[int]] = defaultdict(list)
    for activity_id, partner_id, host_id, status in _co_chairs_of_latest(now=timezone.now(), today=today):
        chairs[activity_id].append(partner_id)
        if status == Status.HELD:
            met[activity_id] |= {partner_id, host_id or partner_id}
    return Meetings(
        next_rows=tuple(row_of(one, chairs[one.pk], partners) for one in reversed(shown) if one.is_to_come(today)),
        latest_rows=tuple(row_of(one, chairs[one.pk], partners) for one in shown if not one.is_to_come(today)),
        pairs={frozenset(pair) for those in met.values() for pair in combinations(those & partners.keys(), 2)},
    )


@dataclass(frozen=True)
class Choices:
    """What the list of activities can be filtered by, beside its fixed choices; the latest year first.

    `areas` are (address, primary key, words), `in_order` all real partners in the reader's order.
    """

    years: tuple[int, ...]
    in_order: tuple[PartnerName, ...]
    areas: tuple[tuple[str, int, str], ...]

    @cached_property
    def partners(self) -> dict[int, PartnerName]:
        """The partners by primary key, in the same order."""
        return {one.pk: one for one in self.in_order}


@Prepared
def _choices(language: str, *, now: datetime.datetime, today: datetime.date) -> QuerySet:
    """Partners, each beside the first and the last day of all activities; then areas, beside their plan's first day."""
    begun = Activity.objects.published(now).order_by("starts_on").values("starts_on")
    days = {"first_day": Subquery(begun[:1]), "last_day": Subquery(begun.reverse()[:1])}
    partners = Partner.objects.real().rewrite(False).order_by().annotate(**days)
    areas = Area.objects.rewrite(False).filter(plan__in=ActionPlan.objects.in_force(today).values("pk")).order_by()
    no_day = Value(None, output_field=DateField())
    return partners.values_list(Value(0), *name_columns(language), "first_day", "last_day").union(
        areas.values_list("number", Value(""), "pk", "plan__slug", f"title_{language}", "plan__valid_from", no_day),
        all=True,
    )


@kept_briefly
def filter_choices(language: str) -> Choices:
    """Years in which activities began, partners in the reader's order, areas of the plans in force, in one query."""
    rows = _choices(language, now=timezone.now(), today=timezone.localdate())
    partners = [row for row in rows if not row[0]]
    areas = sorted((row for row in rows if row[0]), key=lambda row: (-row[5].toordinal(), row[0], row[2]))
    first, last = partners[0][5:] if partners else (None, None)
    return Choices(
        years=tuple(range(last.year, first.year - 1, -1)) if first and last else (),
        in_order=tuple(sorted(PartnerName._make(row[1:5]) for row in partners)),
        areas=tuple((f"{slug}.{number}", pk, f"{number} · {title}") for number, _sort, pk, slug, title, *_ in areas),
    )
