"""Who took part in one activity, which others stand around it, and what is told of it line by line."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import DateField, IntegerField, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from apps.common.bilingual import among_languages, language_codes
from apps.common.dates import as_html, date_range
from apps.common.prepared import Prepared
from apps.common.templatetags.portal import words
from apps.partners.queries import ListedPartner, columns

from ..models import Activity, DateChange, Outcome, Status
from .rows import by_language

NO_DAY, NO_NUMBER = Value(None, output_field=DateField()), Value(None, output_field=IntegerField())


def _texts(path: str) -> list[str]:
    return [f"{path}_{code}" for code in language_codes()]


@dataclass(frozen=True)
class Circle:
    """The partners of an activity, each group in the reader's order; the invented ones of a demonstration are none."""

    host: ListedPartner | None
    co_chairs: tuple[ListedPartner, ...]
    organisers: tuple[ListedPartner, ...]


@Prepared
def _partners(language: str, *, activity: int) -> QuerySet:
    named = [f"partner__{column}" for column in columns(language)]
    real = {"activity": activity, "partner__is_invented": False}
    chairs = Activity.co_chairs.through.objects.order_by().filter(**real)
    organisers = Activity.organisers.through.objects.order_by().filter(**real)
    host = Activity.objects.rewrite(False).order_by().filter(pk=activity, country__is_invented=False)
    return chairs.values_list(Value("chair"), *named).union(
        organisers.values_list(Value("organiser"), *named),
        host.values_list(Value("host"), *(f"country__{column}" for column in columns(language))),
        all=True,
    )


def circle_of(activity_id: int, language: str) -> Circle:
    """Host, co-chairs and organisers with their names in that language, in one query."""
    groups: dict[str, list[ListedPartner]] = {"chair": [], "organiser": [], "host": []}
    for role, *cells in _partners(language, activity=activity_id):
        groups[role].append(ListedPartner._make(cells))
    host = groups["host"][0] if groups["host"] else None
    return Circle(host, tuple(sorted(groups["chair"])), tuple(sorted(groups["organiser"])))


@dataclass(frozen=True)
class Neighbour:
    """An activity near another; `title` and `when` are safe texts, `status` is said unless it was simply held.

    Without `url` it is the activity itself, in the chain of what it follows and what follows it.
    """

    title: SafeString
    when: SafeString
    url: str
    status: str


@dataclass(frozen=True)
class Related:
    """Activities around one: what it is part of, its parts, and the chain of what it follows and what follows it."""

    parent: Neighbour | None
    parts: tuple[Neighbour, ...]
    chain: tuple[Neighbour, ...]


class _Near(NamedTuple):
    """A row of `_near`."""

    role: str
    starts_on: datetime.date
    pk: int
    ends_on: datetime.date | None
    precision: str
    status: str
    slug: str
    titles: tuple[str | None, ...]

    @property
    def told(self) -> Neighbour:
        """The activity as a page names it; itself without a way to where one is."""
        return Neighbour(
            title=words(among_languages(by_language(self.titles))),
            when=as_html(date_range(self.starts_on, self.ends_on, self.precision)),
            url="" if self.role == "here" else reverse("activities:activity", args=[self.slug]),
            status="" if self.status == Status.HELD else str(Status(self.status).label),
        )


# How each of those around an activity is tied to it; the chain goes two steps back and two on.
AROUND = {
    "parent": "parts",
    "part": "parent",
    "before": "followed_by",
    "long before": "followed_by__followed_by",
    "after": "follows",
    "long after": "follows__follows",
}
CHAIN = ("before", "long before", "after", "long after")


@Prepared
def _near(*, activity: int, now: datetime.datetime) -> QuerySet:
    seen = Activity.objects.rewrite(False).published(now).order_by()
    shown = ("starts_on", "pk", "ends_on", "precision", "status", "slug", *_texts("title"))
    first, *others = (seen.filter(**{tie: activity}).values_list(Value(role), *shown) for role, tie in AROUND.items())
    here = Activity.objects.rewrite(False).order_by().filter(pk=activity)
    return first.union(*others, here.values_list(Value("here"), *shown), all=True)


def _in_order(found: Iterable[_Near]) -> tuple[Neighbour, ...]:
    """Each once, in the order of the days."""
    by_key = {near.pk: near for near in sorted(found, key=lambda near: near.role != "here", reverse=True)}
    return tuple(near.told for near in sorted(by_key.values(), key=lambda near: (near.starts_on, near.pk)))


def related_to(activity_id: int) -> Related:
    """The published activities around one, in one query; the chain holds the activity itself where it holds another."""
    found = [_Near(*row[:7], tuple(row[7:])) for row in _near(activity=activity_id, now=timezone.now())]
    chain = [near for near in found if near.role in CHAIN and near.pk != activity_id]
    return Related(
        parent=next((near.told for near in found if near.role == "parent"), None),
        parts=_in_order(near for near in found if near.role == "part"),
        chain=_in_order([*chain, *(near for near in found if near.role == "here")]) if chain else (),
    )


@dataclass(frozen=True)
class Line:
    """An outcome or a step in the history of the dates; `text` and `when` are safe texts in the reader's language."""

    kind: str
    number: int | None
    when: SafeString
    text: SafeString


@Prepared
def _lines(*, activity: int) -> QuerySet:
    outcomes = Outcome.objects.rewrite(False).order_by().filter(activity=activity)
    changes = DateChange.objects.rewrite(False).order_by().filter(activity=activity)
    dates = (NO_DAY, NO_DAY, Value(""))
    return outcomes.values_list(Value("outcome"), "position", "pk", "kind", "number", *dates, *_texts("text")).union(
        changes.values_list(
            *(Value("date"), "position", "pk", "step", NO_NUMBER, "starts_on", "ends_on", "precision"),
            *_texts("reason"),
        ),
        all=True,
    )


def lines_of(activity_id: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What the activity concluded, and the history of its dates, each in its order; in one query."""
    told: dict[str, list[Line]] = {"outcome": [], "date": []}
    for what, _position, _pk, kind, number, *rest in sorted(_lines(activity=activity_id), key=lambda row: row[:3]):
        told[what].append(_line(kind, number, rest))
    return tuple(told["outcome"]), tuple(told["date"])


def _line(kind: str, number: int | None, rest: list[Any]) -> Line:
    starts_on, ends_on, precision, *texts = rest
    return Line(
        kind=kind,
        number=number,
        when=as_html(date_range(starts_on, ends_on, precision)) if starts_on else SafeString(),
        text=words(among_languages(by_language(texts))),
    )
