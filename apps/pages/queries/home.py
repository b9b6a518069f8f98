"""What the front pages gather from the rooms below."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.activities.queries import Meetings, meetings_for_home
from apps.common.bilingual import Words, language_codes
from apps.common.map import MapLink, MapPoint
from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.common.registry import Waiting, desk
from apps.framework.queries import PlanFigures, figures_of_current_plan
from apps.lab.models import Proposal
from apps.lab.queries import with_offer_counts
from apps.partners.queries import Circle, Term, circle_and_troika

from .models import SiteText

NEWEST_ON_DASHBOARD = 5
FAR_AHEAD = datetime.datetime.max.replace(tzinfo=datetime.UTC)


@Prepared
def _short_texts() -> QuerySet:
    texts = SiteText.objects.rewrite(False).exclude(key=SiteText.Key.ABOUT).order_by("pk")
    return texts.values_list("key", *(f"body_{code}" for code in language_codes()))


def frame_texts() -> dict[str, Mapping[str, str]]:
    """The site's short texts by key and language, in one query; the long one has its own page."""
    codes = language_codes()
    return {
        key: {code: body or "" for code, body in zip(codes, bodies, strict=True)} for key, *bodies in _short_texts()
    }


@dataclass(frozen=True)
class Home:
    """What the home page says: who takes part, who chairs, how far the plan was served, what is held when."""

    circle: Circle
    troika: dict[str, Term | None]
    priorities: Words
    figures: PlanFigures | None
    meetings: Meetings
    points: list[MapPoint]
    links: list[MapLink]


@kept_briefly
def home(language: str) -> Home:
    """Everything on the home page in that language, which is the active one; in six queries whatever there is."""
    everybody, troika = circle_and_troika(language)
    current = troika["current"]
    meetings = meetings_for_home(everybody.by_id)
    points = everybody.points(current.partner.pk if current else None)
    pairs = sorted(sorted(pair) for pair in meetings.pairs if pair <= points.keys())
    return Home(
        circle=everybody,
        troika={role: term.told if term else None for role, term in troika.items()},
        priorities=current.priorities if current else Words(),
        figures=figures_of_current_plan(),
        meetings=meetings,
        points=list(points.values()),
        links=[MapLink(points[first], points[second]) for first, second in pairs],
    )


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
