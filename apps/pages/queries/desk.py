"""What the dashboard of the space lays before a person."""

import datetime

from apps.common.registry import Waiting, desk
from apps.lab.models import Proposal
from apps.lab.queries import with_offer_counts

NEWEST_ON_DASHBOARD = 5
FAR_AHEAD = datetime.datetime.max.replace(tzinfo=datetime.UTC)


def _urgency(waiting: Waiting) -> tuple:
    return waiting.due or FAR_AHEAD, waiting.since or FAR_AHEAD


def waiting_for(user) -> list[Waiting]:
    """What waits for a person, the most urgent first: for their seats, and for the office where they are of it."""
    mine = [waiting for room in desk for waiting in room.for_person(user)]
    if user.has_perm("accounts.enter_office"):
        mine += [waiting for room in desk for waiting in room.for_office(user)]
    return sorted(mine, key=_urgency)


def newest_proposals(user) -> list[Proposal]:
    """What was put before all seats lately, as far as this person may see it."""
    found = with_offer_counts(Proposal.objects.listed().visible_to(user)).prefetched_for_list().latest_first()
    return list(found[:NEWEST_ON_DASHBOARD])
