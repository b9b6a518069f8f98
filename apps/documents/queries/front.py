"""What the library can be filtered by beside its fixed choices: only what leads to some document."""

import datetime
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import attrgetter, or_
from typing import NamedTuple

from django.db.models import Case, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.bilingual import among_languages, language_codes
from apps.common.dates import YEAR, date_range
from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.framework.models import Action, Area, Objective, Topic
from apps.partners.models import Chairmanship, Partner

from ..models import Document, is_public
from .about import has_many, part_address, ties_to


@dataclass(frozen=True)
class Choice:
    """Something that documents belong to, as a filter offers it: how the address names it, its key, its words.

    `has_many` says by which way the list is best narrowed by it.
    """

    address: str
    pk: int
    words: str
    has_many: bool


@dataclass(frozen=True)
class Choices:
    """The years of documents, the latest first, and what they belong to, by the name of the filter."""

    years: tuple[int, ...]
    belonging: tuple[tuple[str, tuple[Choice, ...]], ...]


def _has_documents(what: str, now: datetime.datetime) -> Q:
    """That something public belongs to it."""
    seen = is_public("document__", now)
    return reduce(or_, (Q(Exists(ties.filter(seen))) for ties in ties_to(what, OuterRef("pk"))))


NO_DAY, NO_CODE, NO_NUMBER = Value(None, output_field=DateField()), Value(""), Value(0)
# Of each thing: how addresses name it, by which number and code, its words, its dates.
COLUMNS = {
    "area": ("plan__slug", "number", NO_CODE, "title", "plan__valid_from", "plan__valid_to"),
    "objective": ("area__plan__slug", "number", "code", "title", "area__plan__valid_from", "area__plan__valid_to"),
    "action": (
        "objective__area__plan__slug",
        "number",
        NO_CODE,
        "title",
        "objective__area__plan__valid_from",
        "objective__area__plan__valid_to",
    ),
    "topic": ("slug", "position", NO_CODE, "title", NO_DAY, NO_DAY),
    "chairmanship": ("slug", "number", NO_CODE, "partner__name", "starts_on", "ends_on"),
    "partner": ("code", NO_NUMBER, NO_CODE, "name", NO_DAY, NO_DAY),
}


@Prepared
def _things(*, now: datetime.datetime) -> QuerySet:
    """Everything that public documents belong to."""
    known = {
        "area": Area.objects.all(),
        "objective": Objective.objects.all(),
        "action": Action.objects.all(),
        "topic": Topic.objects.published(now),
        "chairmanship": Chairmanship.objects.filter(partner__is_invented=False),
        "partner": Partner.objects.real(),
    }
    found = []
    for what, (name, number, code, words, *dates) in COLUMNS.items():
        texts = [f"{words}_{language}" for language in language_codes()]
        things = known[what].rewrite(False).filter(_has_documents(what, now)).order_by()
        many = Case(When(has_many(what, OuterRef("pk")), then=1), default=0)
        found.append(things.values_list(Value(what), "pk", name, number, code, *dates, many, *texts))
    return found[0].union(*found[1:], all=True)


class _Thing(NamedTuple):
    """A row of `_things`."""

    what: str
    pk: int
    name: str
    number: int
    code: str
    first_day: datetime.date | None
    last_day: datetime.date | None
    has_many: int
    texts: tuple[str | None, ...]

    @property
    def place(self) -> tuple:
        """Where it stands among its like: those of the youngest plan first."""
        is_part = self.what in ("area", "objective", "action")
        begins = -self.first_day.toordinal() if is_part and self.first_day else 0
        return begins, self.number, self.code, self.name, self.pk

    @property
    def choice(self) -> Choice:
        """The thing as a filter offers it."""
        title = among_languages(dict(zip(language_codes(), self.texts, strict=True))).text
        years = date_range(self.first_day, self.last_day, YEAR) if self.first_day else ""
        words = {
            "area": f"{self.number} · {title}",
            "objective": gettext("Objective %(code)s") % {"code": self.code},
            "action": gettext("Action %(number)s") % {"number": self.number},
        }.get(self.what, title)
        address = {
            "area": part_address(self.name, self.number),
            "objective": part_address(self.name, self.code),
            "action": part_address(self.name, self.number),
        }.get(self.what, self.name.lower())
        return Choice(address, self.pk, f"{words} ({years})" if years else words, bool(self.has_many))


@Prepared
def _days(*, now: datetime.datetime) -> QuerySet:
    """The last and the first day of public documents."""
    dated = Document.objects.rewrite(False).public(now).filter(issued_on__isnull=False).latest_first()
    first = Subquery(dated.reverse().values("issued_on")[:1])
    return dated.annotate(first_day=first).values_list("issued_on", "first_day")[:1]


@kept_briefly
def filter_choices(language: str) -> Choices:
    """What the library can be filtered by, in that language, which is the active one; in two queries."""
    now = timezone.now()
    things = sorted((_Thing(*row[:8], tuple(row[8:])) for row in _things(now=now)), key=attrgetter("what", "place"))
    belonging = {what: tuple(thing.choice for thing in alike) for what, alike in groupby(things, attrgetter("what"))}
    years = [range(last.year, first.year - 1, -1) for last, first in _days(now=now)]
    return Choices(
        years=tuple(years[0]) if years else (),
        belonging=tuple((what, belonging.get(what, ())) for what in COLUMNS),
    )
