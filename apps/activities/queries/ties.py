"""What one activity is tied to: parts of plans, priorities, topics, objectives of the Global Compact, documents."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import CharField, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from apps.common.bilingual import among_languages, language_codes
from apps.common.models import is_published
from apps.common.prepared import Prepared
from apps.common.templatetags.portal import words
from apps.documents.models import Document
from apps.framework.models import ActionPlan, action_url, area_url, objective_url, wording_of
from apps.framework.models.compact import gcm_anchor

from ..models import Activity, GcmRow
from .rows import by_language

DIGITS = "0123456789"


@dataclass(frozen=True)
class Link:
    """Something with a page; `title` is a safe text in the reader's language, `kind` whose words it is."""

    title: SafeString
    url: str
    kind: str = "adopted"


@dataclass(frozen=True)
class ObjectiveServed:
    """An objective and the numbers of its actions that are served; none where only the objective is known."""

    code: str
    url: str
    actions: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class AreaServed:
    """An area and its objectives that are served; none where only the area is known."""

    number: int
    name: str
    title: Link
    objectives: tuple[ObjectiveServed, ...]


@dataclass(frozen=True)
class PlanServed:
    """A plan and its areas that are served, and its cross-cutting priorities."""

    title: Link
    areas: tuple[AreaServed, ...]
    priorities: tuple[tuple[int, Link], ...]


@dataclass(frozen=True)
class Ties:
    """Everything that an activity is tied to; `has_documents` when there is a public one."""

    plans: tuple[PlanServed, ...]
    topics: tuple[Link, ...]
    compact: tuple[tuple[int, Link], ...]
    has_documents: bool


def _text(value: str = "") -> Value:
    return Value(value, output_field=CharField())


def _titles(path: str) -> list[Any]:
    return [f"{path}title_{code}" for code in language_codes()] if path else [_text() for _ in language_codes()]


def _columns(what: str, plan: str, part: str, objective: str = "", action: str = "") -> list[Any]:
    """The columns of `_Tie`, in one order for all that an activity is tied to; what a thing has not is empty."""
    flag = "title_fr_is_working_translation"
    return [
        _text(what),
        f"{plan}slug" if plan else _text(),
        f"{plan}area_word" if plan else _text(),
        f"{part}number" if part else Value(0),
        f"{part}{flag}" if plan else Value(False),
        f"{objective}code" if objective else _text(),
        f"{action}number" if action else Value(0),
        *_titles(plan),
        *_titles(part),
    ]


@Prepared
def _ties(*, activity: int, now: datetime.datetime) -> QuerySet:
    links = {"activity": activity}
    actions = Activity.actions.through.objects.filter(**links)
    area, objective = "action__objective__area__", "action__objective__"
    found = actions.order_by().values_list(*_columns("part", f"{area}plan__", area, objective, "action__"))
    objectives = Activity.objectives.through.objects.order_by().filter(**links)
    areas = Activity.areas.through.objects.order_by().filter(**links)
    priorities = Activity.cross_cutting.through.objects.order_by().filter(**links)
    topics = Activity.topics.through.objects.order_by().filter(is_published("topic__", now), **links)
    topic_columns = [_text("topic"), "topic__slug", _text(), "topic__position", Value(False), _text(), Value(0)]
    compact = GcmRow.activities.through.objects.order_by().filter(gcmrow__in=GcmRow.objects.shown(), **links)
    papers = Document.objects.public(now).rewrite(False).order_by().filter(activities=activity)
    return found.union(
        objectives.values_list(*_columns("part", "objective__area__plan__", "objective__area__", "objective__")),
        areas.values_list(*_columns("part", "area__plan__", "area__")),
        priorities.values_list(*_columns("priority", "crosscuttingpriority__plan__", "crosscuttingpriority__")),
        topics.values_list(*topic_columns, *_titles("topic__"), *_titles("")),
        compact.values_list(*_columns("compact", "", "gcmrow__objective__")),
        papers.values_list(*_columns("document", "", "")),
        all=True,
    )


class _Tie(NamedTuple):
    """A row of `_ties`: a part of a plan as far down as it is known, a priority, a topic, an objective, a document."""

    what: str
    slug: str
    area_word: str
    number: int
    is_ours: bool
    code: str
    action: int
    title: tuple[str | None, ...]
    part_title: tuple[str | None, ...]

    @classmethod
    def of(cls, row: Sequence[Any]) -> "_Tie":
        """The row cut up."""
        languages = len(language_codes())
        return cls(*row[: -2 * languages], tuple(row[-2 * languages : -languages]), tuple(row[-languages:]))

    @property
    def place(self) -> tuple:
        """Where it stands among its like: in the order of the plans and of their numbers."""
        digits = "".join(letter for letter in self.code if letter in DIGITS)
        return self.what, self.slug, self.number, int(digits or 0), self.code, self.action


def _part_link(tie: _Tie, url: str) -> Link:
    title, kind = wording_of(by_language(tie.part_title), {}, tie.is_ours)
    return Link(words(title), url, kind)


def _objectives(ties: Sequence[_Tie]) -> tuple[ObjectiveServed, ...]:
    """The objectives of one area; an action stands below its own."""
    known = [tie for tie in ties if tie.code]
    return tuple(
        ObjectiveServed(
            code=code,
            url=objective_url(ties[0].slug, code),
            actions=tuple((tie.action, action_url(tie.slug, tie.action)) for tie in alike if tie.action),
        )
        for code, alike in groupby(known, lambda tie: tie.code)
    )


def _area(number: int, ties: Sequence[_Tie]) -> AreaServed:
    first = ties[0]
    name: str | Promise = ActionPlan.AreaWord(first.area_word).label
    return AreaServed(
        number=number,
        name=f"{capfirst(str(name))} {number}",
        title=_part_link(first, area_url(first.slug, number)),
        objectives=_objectives(ties),
    )


def _plan(slug: str, ties: Sequence[_Tie]) -> PlanServed:
    url = reverse("framework:plan", args=[slug])
    parts = [tie for tie in ties if tie.what == "part"]
    return PlanServed(
        title=Link(words(among_languages(by_language(ties[0].title))), url),
        areas=tuple(_area(number, list(alike)) for number, alike in groupby(parts, lambda tie: tie.number)),
        priorities=tuple((tie.number, _part_link(tie, url)) for tie in ties if tie.what == "priority"),
    )


def ties_of(activity_id: int) -> Ties:
    """What the activity is tied to, in the reader's language; every part leads to its own page. One query."""
    ties = sorted(map(_Tie.of, _ties(activity=activity_id, now=timezone.now())), key=lambda tie: tie.place)
    of_plans = sorted((tie for tie in ties if tie.what in ("part", "priority")), key=lambda tie: tie.slug)
    page = reverse("global_compact:page")
    return Ties(
        plans=tuple(_plan(slug, list(alike)) for slug, alike in groupby(of_plans, lambda tie: tie.slug)),
        topics=tuple(
            Link(words(among_languages(by_language(tie.title))), reverse("topics:topic", args=[tie.slug]))
            for tie in ties
            if tie.what == "topic"
        ),
        compact=tuple(
            (tie.number, _part_link(tie, f"{page}#{gcm_anchor(tie.number)}")) for tie in ties if tie.what == "compact"
        ),
        has_documents=any(tie.what == "document" for tie in ties),
    )
