"""What the pages about the Dialogue show beside their text, from the data: conferences, committee, latest meetings."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from apps.activities.models import Activity, Kind, Status
from apps.activities.queries import ActivityRow, rows_of
from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.partners.models import Membership
from apps.partners.queries import PartnerName, real_partners

from ..models import Page

LATEST_MEETINGS = 5
MOST_CONFERENCES = 50


def pages_of(group: str) -> QuerySet[Page]:
    """The published pages of a group in their order, without their long texts."""
    return Page.objects.published().filter(group=group).defer("body", "source")


@dataclass(frozen=True)
class Governance:
    """Who sits on the Steering Committee today, in the reader's order, and the latest Senior Officials' Meetings."""

    members: tuple[PartnerName, ...]
    meetings: tuple[ActivityRow, ...]


@Prepared
def _committee(*, today: datetime.date) -> QuerySet:
    sitting = Membership.objects.running(today).filter(body=Membership.Body.STEERING_COMMITTEE)
    return sitting.order_by().values_list("partner_id").distinct()


def _rows(kind: str, language: str, most: int) -> tuple[ActivityRow, ...]:
    found = Activity.objects.published().filter(kind=kind, status=Status.HELD).latest_first().for_list()
    return rows_of(list(found[:most]), real_partners(language))


@kept_briefly
def conferences(language: str) -> tuple[ActivityRow, ...]:
    """The ministerial conferences that were held, the latest first, in that language, which is the active one."""
    return _rows(Kind.MINISTERIAL, language, MOST_CONFERENCES)


@kept_briefly
def governance(language: str) -> Governance:
    """What the page on governance shows, in that language, which is the active one."""
    partners = real_partners(language)
    sitting = {pk for (pk,) in _committee(today=timezone.localdate())}
    return Governance(
        members=tuple(partner for pk, partner in partners.items() if pk in sitting),
        meetings=_rows(Kind.SOM, language, LATEST_MEETINGS),
    )
