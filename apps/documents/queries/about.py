"""What documents belong to: how the library is narrowed by it, and what of them its own page shows."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from apps.common.prepared import Prepared

from ..models import VIDEO_KINDS, Document
from .rows import SHOWN, DocumentRow, reserve_below, row_of

ROWS_IN_PANEL = 10
LINKS = {
    "area": Document.areas.through,
    "objective": Document.objectives.through,
    "action": Document.actions.through,
    "topic": Document.topics.through,
    "chairmanship": Document.chairmanships.through,
    "partner": Document.partners.through,
}
# Where each of these finds its documents: what serves an action serves its objective and its area as well.
WAYS = {
    "area": (("area", "area"), ("objective", "objective__area"), ("action", "action__objective__area")),
    "objective": (("objective", "objective"), ("action", "action__objective")),
    "action": (("action", "action"),),
    "topic": (("topic", "topic"),),
    "chairmanship": (("chairmanship", "chairmanship"),),
    "partner": (("partner", "partner"),),
}


def belonging_to(what: str, pk: int) -> Q:
    """Documents of that area, objective, action, topic, chairmanship or partner (the keys of `WAYS`)."""
    found = Q()
    for link, path in WAYS[what]:
        found |= Q(pk__in=LINKS[link].objects.filter(**{path: pk}).values("document_id"))
    return found


def part_address(plan_slug: str, part: str | int) -> str:
    """How a filter names a part of a plan: "cadiz-2023-2027.5a"."""
    return f"{plan_slug}.{part}".lower()


# How the filters name the thing itself, by what it is.
ADDRESSES: dict[str, Callable[[Any], str]] = {
    "area": lambda area: part_address(area.plan.slug, area.number),
    "objective": lambda objective: part_address(objective.area.plan.slug, objective.code),
    "action": lambda action: part_address(action.objective.area.plan.slug, action.number),
    "topic": lambda topic: topic.slug,
    "chairmanship": lambda term: term.slug,
    "partner": lambda partner: partner.code.lower(),
}


@dataclass(frozen=True)
class Shelf:
    """The latest documents, or videos, of something; `more_url` leads to all of it where there are more of these."""

    is_video: bool
    rows: tuple[DocumentRow, ...]
    more_url: str
    reserve: SafeString


@Prepared
def _latest_about(what: str, *, about: int, now: datetime.datetime) -> QuerySet:
    found = Document.objects.public(now).filter(belonging_to(what, about)).latest_first()
    papers = found.exclude(kind__in=VIDEO_KINDS).values("pk")[: ROWS_IN_PANEL + 1]
    videos = found.filter(kind__in=VIDEO_KINDS).values("pk")[: ROWS_IN_PANEL + 1]
    shown = Document.objects.rewrite(False).filter(Q(pk__in=papers) | Q(pk__in=videos))
    return shown.latest_first().values_list("pk", "files__language", *SHOWN)


def shelves_of(what: str, thing: Any, user: Any = None) -> list[Shelf]:
    """The latest public documents of a thing, then its latest videos, as far as there are any, in one query."""
    languages: dict[int, list[str]] = defaultdict(list)
    facts: dict[int, list[Any]] = {}
    for pk, language, *shown in _latest_about(what, about=thing.pk, now=timezone.now()):
        facts[pk] = shown
        languages[pk].append(language)
    rows = [row_of(shown, languages[pk]) for pk, shown in facts.items()]
    papers = [row for row in rows if not row.is_video]
    videos = [row for row in rows if row.is_video]
    return [_shelf(what, thing, of_a_kind) for of_a_kind in (papers, videos) if of_a_kind]


def _shelf(what: str, thing: Any, rows: list[DocumentRow]) -> Shelf:
    is_video, more_url = rows[0].is_video, ""
    if len(rows) > ROWS_IN_PANEL:
        more_url = f"{reverse('documents:list')}?{urlencode({what: ADDRESSES[what](thing)})}"
    shown = tuple(rows[:ROWS_IN_PANEL])
    return Shelf(is_video, shown, more_url, reserve_below(shown))
