"""What the list of activities can be filtered by beside its fixed choices."""

import datetime
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import groupby
from operator import attrgetter, or_
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.bilingual import among_languages, language_codes
from apps.common.dates import YEAR, date_range
from apps.common.memory import kept_briefly
from apps.common.models import is_published
from apps.common.prepared import Prepared
from apps.framework.models import Action, Area, Objective, Topic
from apps.partners.models import Chairmanship, Partner
from apps.partners.queries import PartnerName, name_columns

from ..models import Activity
from .about import WAYS, part_address, span_of
from .rows import by_language

PLAN_PARTS = ("area", "objective", "action")
NO_DAY = Value(None, output_field=DateField())
NO_TEXT, NO_NUMBER = Value("", output_field=CharField()), Value(0)
NO_PRECISION = (NO_TEXT, NO_TEXT)
NO_PLAN = [NO_TEXT for _ in language_codes()]


@dataclass(frozen=True)
class Choice:
    """Something that activities belong to, as a filter offers it: how the address names it, its key, its words.

    The key of a term of the chair is the span of its days, that of other things their primary key.
    """

    address: str
    key: Any
    words: str


@dataclass(frozen=True)
class Choices:
    """The years in which activities began, the latest first; all real partners in the reader's order; all else."""

    years: tuple[int, ...]
    in_order: tuple[PartnerName, ...]
    belonging: tuple[tuple[str, tuple[Choice, ...]], ...]

    @cached_property
    def partners(self) -> dict[int, PartnerName]:
        """The partners by primary key, in the same order."""
        return {one.pk: one for one in self.in_order}


def _has_activities(what: str, now: datetime.datetime) -> Q:
    """That a published activity belongs to it."""
    seen = is_published("activity__", now)
    found = (links.objects.filter(seen, **{path: OuterRef("pk")}) for links, path in WAYS[what])
    return reduce(or_, (Q(Exists(links)) for links in found))


def _titles(path: str = "title") -> list[str]:
    return [f"{path}_{code}" for code in language_codes()]


def _of_plan(path: str) -> tuple[Any, ...]:
    return f"{path}slug", f"{path}valid_from", NO_DAY


@Prepared
def _things(language: str, *, now: datetime.datetime) -> QuerySet:
    """Partners, each beside the first and the last day of all activities; then what activities belong to.

    Columns: what it is, key, address, first and last day, number, code, how exactly the days are known, sort, words of
    the thing, words of its plan.
    """
    begun = Activity.objects.published(now).order_by("starts_on").values("starts_on")
    days = {"first_day": Subquery(begun[:1]), "last_day": Subquery(begun.reverse()[:1])}
    sort, pk, code, name = name_columns(language)
    empty = [*NO_PLAN, *NO_PLAN[1:]]
    partners = Partner.objects.real().rewrite(False).order_by().annotate(**days)
    return partners.values_list(
        *(Value("partner"), pk, code, "first_day", "last_day"), *(NO_NUMBER, NO_TEXT, *NO_PRECISION, sort, name, *empty)
    ).union(*_parts_of_plans(now), _topics(now), _terms(), all=True)


def _parts_of_plans(now: datetime.datetime) -> list[QuerySet]:
    return [
        model.objects.rewrite(False)
        .filter(_has_activities(what, now))
        .order_by()
        .values_list(
            Value(what),
            "pk",
            *_of_plan(path),
            "number",
            code,
            *NO_PRECISION,
            NO_TEXT,
            *_titles(),
            *_titles(f"{path}title"),
        )
        for what, model, path, code in (
            ("area", Area, "plan__", NO_TEXT),
            ("objective", Objective, "area__plan__", "code"),
            ("action", Action, "objective__area__plan__", NO_TEXT),
        )
    ]


def _topics(now: datetime.datetime) -> QuerySet:
    found = Topic.objects.rewrite(False).published(now).filter(_has_activities("topic", now)).order_by()
    numbered = ("position", NO_TEXT, *NO_PRECISION, NO_TEXT)
    return found.values_list(Value("topic"), "pk", "slug", NO_DAY, NO_DAY, *numbered, *_titles(), *NO_PLAN)


def _terms() -> QuerySet:
    found = Chairmanship.objects.rewrite(False).filter(partner__is_invented=False).order_by()
    numbered = ("number", NO_TEXT, "starts_precision", "ends_precision", NO_TEXT)
    days = ("starts_on", "ends_on")
    return found.values_list(Value("chairmanship"), "pk", "slug", *days, *numbered, *_titles("partner__name"), *NO_PLAN)


class _Thing(NamedTuple):
    """A row of `_things`."""

    what: str
    pk: int
    name: str
    first_day: datetime.date | None
    last_day: datetime.date | None
    number: int
    code: str
    starts_precision: str
    ends_precision: str
    sort: str
    texts: tuple[str | None, ...]
    plan: tuple[str | None, ...]

    @property
    def place(self) -> tuple:
        """Where it stands among its like: those of the youngest plan first."""
        begins = -self.first_day.toordinal() if self.what in PLAN_PARTS else 0
        return begins, self.number, self.code, self.name, self.pk

    @property
    def partner(self) -> PartnerName:
        """The partner that it is."""
        return PartnerName(self.sort, self.pk, self.name, self.texts[0] or "")

    @property
    def key(self) -> Any:
        """By what activities are found."""
        if self.what != "chairmanship":
            return self.pk
        return span_of(self.pk, self.first_day, self.last_day, self.starts_precision, self.ends_precision)

    @property
    def choice(self) -> Choice:
        """The thing as a filter offers it."""
        title = among_languages(by_language(self.texts)).text
        first = self.first_day or self.last_day
        words = {
            "area": f"{self.number} · {title}",
            "objective": gettext("Objective %(code)s") % {"code": self.code},
            "action": gettext("Action %(number)s") % {"number": self.number},
        }.get(self.what, title)
        if self.what in PLAN_PARTS:
            words = f"{words} · {among_languages(by_language(self.plan))}"
        elif first:
            words = f"{words} ({date_range(first, self.last_day, YEAR)})"
        part = self.code if self.what == "objective" else self.number
        address = part_address(self.name, part) if self.what in PLAN_PARTS else self.name.lower()
        return Choice(address, self.key, words)


@kept_briefly
def filter_choices(language: str) -> Choices:
    """What the list can be narrowed by, in that language, which is the active one; in one query."""
    return _choices(language, tuple(map(tuple, _things(language, now=timezone.now()))))


@lru_cache(maxsize=8)
def _choices(language: str, rows: tuple[tuple[Any, ...], ...]) -> Choices:
    """Remembered by what there is: it changes rarely, and making the words of two hundred choices takes a while."""
    count = len(language_codes())
    things = [_Thing(*row[:10], row[10 : 10 + count], row[10 + count :]) for row in rows]
    partners = [thing for thing in things if thing.what == "partner"]
    others = sorted((thing for thing in things if thing.what != "partner"), key=attrgetter("what", "place"))
    first, last = (partners[0].first_day, partners[0].last_day) if partners else (None, None)
    return Choices(
        years=tuple(range(last.year, first.year - 1, -1)) if first and last else (),
        in_order=tuple(sorted(thing.partner for thing in partners)),
        belonging=tuple(
            (what, tuple(choice for thing in alike if (choice := thing.choice).key is not None))
            for what, alike in groupby(others, attrgetter("what"))
        ),
    )
