"""What the page of one activity tells beyond its own fields."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import ngettext_lazy

from apps.common.bilingual import in_language
from apps.common.dates import date_range
from apps.common.map import MapLink, MapPoint
from apps.common.templatetags.portal import words
from apps.partners.models import Partner
from apps.partners.queries import map_point

from ..models import Activity, Kind, Outcome, Status
from .rows import SEPARATOR, STATUS_SHAPES, countries_of, joined, people_of, place_of
from .serving import plans_served

SHORT = ("title", "slug", "starts_on", "ends_on", "precision", "status", "parent")


@dataclass(frozen=True)
class Related:
    """Activities around one: the one it is part of, its parts, and the chain of those it follows and that follow it."""

    parent: Activity | None
    parts: list[Activity]
    chain: list[Activity]


def related_to(activity: Activity) -> Related:
    """The published activities around one, in one query; the chain holds the activity itself where it holds another."""
    links = Activity.follows.through.objects.order_by()
    followed = links.filter(from_activity=activity).values("to_activity_id")
    following = links.filter(to_activity=activity).values("from_activity_id")
    family = Activity.objects.filter(Q(pk=activity.parent_id) | Q(parent=activity)).order_by().values("pk")
    # One list of keys, each part read from its own index: joined by OR, SQLite would go through all activities.
    around = Activity.objects.published().filter(pk__in=family.union(followed, following, all=True))
    found = list(around.exclude(pk=activity.pk).only(*SHORT).order_by("starts_on", "pk"))
    chain = [one for one in found if one.pk != activity.parent_id and one.parent_id != activity.pk]
    return Related(
        parent=next((one for one in found if one.pk == activity.parent_id), None),
        parts=[one for one in found if one.parent_id == activity.pk],
        chain=sorted([*chain, activity], key=lambda one: (one.starts_on, one.pk)) if chain else [],
    )


def real_co_chairs(activity: Activity) -> list[Partner]:
    """The co-chairs in the reader's alphabetical order, without the invented partners of the demonstration."""
    return sorted((one for one in activity.co_chairs.all() if not one.is_invented), key=lambda one: (one.sort, one.pk))


def on_map(activity: Activity, host: Partner | None, co_chairs: list[Partner]) -> tuple[list[MapPoint], list[MapLink]]:
    """Host and co-chairs at their reference points, joined where they met."""
    those = {partner.pk: partner for partner in (*co_chairs, host) if partner is not None}
    points = [point for one in those.values() if (point := map_point(one, url=one.get_absolute_url()))]
    links = [MapLink(*pair) for pair in combinations(points, 2)] if activity.status == Status.HELD else []
    return points, links


@dataclass(frozen=True)
class Counted:
    """What was announced with its number: 32, "recommendations announced"."""

    number: int
    words: str


ANNOUNCED = {
    Outcome.Kind.RECOMMENDATIONS: ngettext_lazy("recommendation announced", "recommendations announced"),
    Outcome.Kind.CONCLUSIONS: ngettext_lazy("conclusion announced", "conclusions announced"),
    Outcome.Kind.PANELS: ngettext_lazy("panel held", "panels held"),
    Outcome.Kind.RESULT: ngettext_lazy("result announced", "results announced"),
    Outcome.Kind.DOCUMENT: ngettext_lazy("document announced", "documents announced"),
}


def counted(outcomes: list[Outcome]) -> list[Counted]:
    """Those of the outcomes that were announced with a number."""
    return [Counted(one.number, ANNOUNCED[one.kind] % one.number) for one in outcomes if one.number is not None]


@dataclass(frozen=True)
class Event:
    """An activity in the chain of those that follow one another; `title` is a safe text."""

    when: str
    title: SafeString
    url: str
    is_here: bool


def events_around(activity: Activity, related: Related) -> list[Event]:
    """The chain in the order of its days; the activity itself has no address there."""
    return [
        Event(
            when=date_range(one.starts_on, one.ends_on, one.precision),
            title=words(one, "title"),
            url="" if one == activity else one.get_absolute_url(),
            is_here=one == activity,
        )
        for one in related.chain
    ]


def told(activity: Activity) -> dict[str, Any]:
    """Everything that the page of an activity shows, in four further queries."""
    related = related_to(activity)
    summary = in_language(activity, "summary")
    outcomes = list(activity.outcomes.order_by("position", "pk").defer("source"))
    co_chairs = real_co_chairs(activity)
    host = activity.country if activity.country and not activity.country.is_invented else None
    points, links = on_map(activity, host, co_chairs)
    return {
        "activity": activity,
        "description": "" if summary.is_fallback else summary.text,
        "kind": Kind(activity.kind).label,
        "status": Status(activity.status).label,
        "status_shape": STATUS_SHAPES[activity.status],
        "place": place_of(activity, host),
        "co_chairs": co_chairs,
        "taken_part": joined([people_of(activity), countries_of(activity)], SEPARATOR),
        "plans": plans_served(activity),
        "counted": counted(outcomes),
        "outcomes": outcomes,
        "related": related,
        "events": events_around(activity, related),
        "points": points,
        "links": links,
    }
