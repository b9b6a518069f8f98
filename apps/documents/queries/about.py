"""What documents belong to: how the library is narrowed by it, and what of them its own page shows."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from apps.common.asking import in_turn
from apps.common.memory import kept_as_hint
from apps.common.prepared import Prepared

from ..models import VIDEO_KINDS, Document
from .rows import SHOWN, DocumentRow, reserve_below, row_of

ROWS_IN_PANEL = 10
ENOUGH = ROWS_IN_PANEL + 1
NO_KEY = 0
# From so many ties on, the way down the list is the quicker one.
MANY = 1_000
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


def ties_to(what: str, pk: Any) -> list[QuerySet]:
    """The rows that tie documents to that area, objective, action, topic, chairmanship or partner (see `WAYS`)."""
    return [LINKS[link].objects.filter(**{path: pk}) for link, path in WAYS[what]]


def has_many(what: str, pk: Any) -> Q:
    """Whether very many documents are tied to it in one way."""
    return reduce(or_, (Q(Exists(ties[MANY : MANY + 1])) for ties in ties_to(what, pk)))


def among_many(what: str, pk: int) -> Q:
    """Documents of a thing that has many: looked for on the way down the list, where they soon come."""
    return reduce(or_, (Q(in_turn(ties, "document")) for ties in ties_to(what, pk)))


def among_few(what: str, pk: int) -> Q:
    """Documents of a thing that has few, read from its ties; of a thing that has many nothing, at no cost."""
    few = [ties.filter(~Exists(ties[MANY : MANY + 1])).values("document_id") for ties in ties_to(what, pk)]
    return Q(pk__in=few[0].union(*few[1:]) if len(few) > 1 else few[0])


def among_all(what: str, pk: int) -> Q:
    """Documents of a thing however many it has, read from its ties: for counting them, which needs no order."""
    all_of_them = [ties.values("document_id") for ties in ties_to(what, pk)]
    return Q(pk__in=all_of_them[0].union(*all_of_them[1:]) if len(all_of_them) > 1 else all_of_them[0])


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
def _one_tie_further(what: str, place: str, *, about: int) -> QuerySet:
    return ties_to(what, about)[int(place)].order_by().values_list("pk")[MANY : MANY + 1]


@kept_as_hint
def is_tied_to_many(what: str, pk: int) -> bool:
    """Whether very many documents are tied to it in one way, which says how its latest are found quickest."""
    return any(_one_tie_further(what, str(place), about=pk) for place, _way in enumerate(WAYS[what]))


@Prepared
def _first_in_turn(what: str, *, about: int, now: datetime.datetime) -> QuerySet:
    found = Document.objects.rewrite(False).public(now).latest_first().filter(among_many(what, about))
    # Videos kind by kind: the way down the list of one kind is short, however rare it is among all documents.
    shelves = (found.exclude(kind__in=VIDEO_KINDS), *(found.filter(kind=kind) for kind in VIDEO_KINDS))
    every = Document.objects.rewrite(False).order_by()
    # Joined by OR, SQLite would go down each of them twice.
    papers, *videos = (every.filter(pk__in=shelf.values("pk")[:ENOUGH]).values("pk") for shelf in shelves)
    return _told(every.filter(pk__in=papers.union(*videos, all=True)))


@Prepared
def _all_keys(what: str, *, about: int, now: datetime.datetime) -> QuerySet:
    first, *others = (ties.order_by().values("document_id") for ties in ties_to(what, about))
    tied = Q(pk__in=first.union(*others, all=True) if others else first)
    return Document.objects.rewrite(False).public(now).filter(tied).latest_first().values_list("pk", "kind")


@Prepared
def _by_key(**keys: int) -> QuerySet:
    return _told(Document.objects.rewrite(False).filter(pk__in=list(keys.values())))


def _told(found: QuerySet) -> QuerySet:
    """What rows tell of these documents, the latest first; one answer for each language."""
    return found.latest_first().values_list("pk", "files__language", *SHOWN)


def _latest_about(what: str, pk: int) -> list[list[Any]]:
    """The latest papers and the latest videos tied to a thing, by the way that is the quicker one to them."""
    now = timezone.now()
    if is_tied_to_many(what, pk):
        return _first_in_turn(what, about=pk, now=now)
    found = _all_keys(what, about=pk, now=now)
    papers = [key for key, kind in found if kind not in VIDEO_KINDS][:ENOUGH]
    videos = [key for key, kind in found if kind in VIDEO_KINDS][:ENOUGH]
    keys = [*papers, *videos, *[NO_KEY] * (2 * ENOUGH)][: 2 * ENOUGH]
    return _by_key(**{f"key{place}": key for place, key in enumerate(keys)}) if found else []


def shelves_of(what: str, thing: Any, user: Any = None) -> list[Shelf]:
    """The latest public documents of a thing, then its latest videos, as far as there are any, in two queries at most.

    Which way is the quicker one is asked apart, once in a while.
    """
    languages: dict[int, list[str]] = defaultdict(list)
    facts: dict[int, list[Any]] = {}
    for pk, language, *shown in _latest_about(what, thing.pk):
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
