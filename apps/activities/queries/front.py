"""What the home page tells of activities."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.common.prepared import Prepared
from apps.partners.queries import PartnerName

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
