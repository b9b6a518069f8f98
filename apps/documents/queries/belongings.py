"""What a document belongs to, for its own page: parts of plans, topics, terms of the chair, partners; in one query."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import BooleanField, DateField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from apps.common.bilingual import Words, among_languages, language_codes, sort_key
from apps.common.dates import YEAR, date_range
from apps.common.prepared import Prepared
from apps.framework.models import (
    Action,
    ActionPlan,
    Area,
    CrossCuttingPriority,
    GcmObjective,
    Objective,
    Topic,
    action_url,
    area_url,
    objective_url,
    wording_of,
)
from apps.framework.models.compact import gcm_anchor
from apps.partners.models import Chairmanship, Partner

from ..models import Document

PARTS = ("area", "objective", "action")
OTHERS = ("topic", "chairmanship", "priority", "gcm", "partner")
NO_TEXT, NO_NUMBER = Value(""), Value(0)
NO_DAY, NOT_OURS = Cast(None, DateField()), Value(False, output_field=BooleanField())
OURS = "title_fr_is_working_translation"
# Of each thing: the way to its plan, how addresses name it, by which number and code, its words, its dates.
COLUMNS: dict[str, tuple] = {
    "area": ("plan", "plan__slug", "number", NO_TEXT, "title", OURS, "plan__valid_from", NO_DAY),
    "objective": (
        "area__plan",
        "area__plan__slug",
        "number",
        "code",
        "title",
        OURS,
        "area__plan__valid_from",
        NO_DAY,
    ),
    "action": (
        "objective__area__plan",
        "objective__area__plan__slug",
        "number",
        NO_TEXT,
        "title",
        OURS,
        "objective__area__plan__valid_from",
        NO_DAY,
    ),
    "topic": ("", "slug", "position", NO_TEXT, "title", NOT_OURS, NO_DAY, NO_DAY),
    "chairmanship": ("", "slug", "number", NO_TEXT, "partner__name", NOT_OURS, "starts_on", "ends_on"),
    "priority": ("", "plan__slug", "number", NO_TEXT, "title", OURS, NO_DAY, NO_DAY),
    "gcm": ("", NO_TEXT, "number", NO_TEXT, "title", NOT_OURS, NO_DAY, NO_DAY),
    "partner": ("", "code", NO_NUMBER, NO_TEXT, "name", NOT_OURS, NO_DAY, NO_DAY),
}


@dataclass(frozen=True)
class Link:
    """Something that the document belongs to: its number, its title and whose words that is, where it is told."""

    name: str
    title: Words
    wording: str
    url: str
    years: str = ""


@dataclass
class PlanServed:
    """What a document has to do with in one plan, from the areas down to the actions; the untitled ones apart."""

    title: Words
    url: str
    links: list[Link] = field(default_factory=list)
    untitled: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Belongings:
    """All that a document belongs to: the plans, the youngest first, and the `OTHERS` by what they are."""

    plans: list[PlanServed]
    others: dict[str, list[Link]]


@Prepared
def _ask(*, document: int, now: datetime.datetime) -> QuerySet:
    known = {
        "area": Area.objects.all(),
        "objective": Objective.objects.all(),
        "action": Action.objects.all(),
        "topic": Topic.objects.published(now),
        "chairmanship": Chairmanship.objects.filter(partner__is_invented=False),
        "priority": CrossCuttingPriority.objects.all(),
        "gcm": GcmObjective.objects.all(),
        "partner": Partner.objects.real(),
    }
    found = []
    for what, (plan, name, number, code, words, ours, *days) in COLUMNS.items():
        texts = [f"{words}_{language}" for language in language_codes()]
        plan_texts = [f"{plan}__title_{language}" if plan else NO_TEXT for language in language_codes()]
        area_word = f"{plan}__area_word" if plan else NO_TEXT
        linked = known[what].rewrite(False).filter(documents=document).order_by()
        facts = (Value(what), name, number, code, area_word, ours, *days)
        found.append(linked.values_list(*facts, *texts, *plan_texts))
    return found[0].union(*found[1:], all=True)


class _Row(NamedTuple):
    """A row of the answer."""

    what: str
    name: str
    number: int
    code: str
    area_word: str
    french_is_ours: bool
    first_day: datetime.date | None
    last_day: datetime.date | None
    texts: dict[str, str]
    plan_texts: dict[str, str]

    @classmethod
    def of(cls, row: list[Any]) -> "_Row":
        """The row with its texts by language."""
        width = len(language_codes())
        return cls(*row[:8], _by_language(row[8 : 8 + width]), _by_language(row[8 + width :]))

    @property
    def place(self) -> tuple:
        """Where it stands among all: parts by plan, the youngest first, and downwards; partners as the reader reads."""
        if self.what in PARTS:
            return -self.first_day.toordinal(), self.name, PARTS.index(self.what), self.number, self.code
        reading = sort_key(among_languages(self.texts).text) if self.what == "partner" else ("", "")
        return 0, "", len(PARTS), self.number, *reading

    @property
    def part(self) -> Link:
        """A part of a plan as the page names it."""
        title, wording = wording_of(self.texts, {}, self.french_is_ours)
        if self.what == "area":
            name = f"{capfirst(ActionPlan.AreaWord(self.area_word).label)} {self.number}"
            return Link(name, title, wording, area_url(self.name, self.number))
        if self.what == "objective":
            name = gettext("Objective %(code)s") % {"code": self.code}
            return Link(name, title, wording, objective_url(self.name, self.code))
        name = gettext("Action %(number)s") % {"number": self.number}
        return Link(name, title, wording, action_url(self.name, self.number))

    @property
    def other(self) -> Link:
        """Anything else as the page names it."""
        address, args = {
            "topic": ("topics:topic", [self.name]),
            "chairmanship": ("chairmanships:chairmanship", [self.name]),
            "priority": ("framework:plan", [self.name]),
            "gcm": ("global_compact:page", []),
            "partner": ("partners:partner", [self.name.lower()]),
        }[self.what]
        title, wording = wording_of(self.texts, {}, self.french_is_ours)
        number = str(self.number) if self.what in ("gcm", "priority") else ""
        anchor = f"#{gcm_anchor(self.number)}" if self.what == "gcm" else ""
        years = date_range(self.first_day, self.last_day, YEAR) if self.first_day else ""
        return Link(number, title, wording, f"{reverse(address, args=args)}{anchor}", years)


def _by_language(texts: Iterable[str | None]) -> dict[str, str]:
    return {code: text or "" for code, text in zip(language_codes(), texts, strict=True)}


def belongings_of(document: Document) -> Belongings:
    """What a document belongs to, in one query; topics as far as visitors see them, no invented partners."""
    plans: dict[str, PlanServed] = {}
    others: dict[str, list[Link]] = defaultdict(list)
    rows = map(_Row.of, _ask(document=document.pk, now=timezone.now()))
    for row in sorted(rows, key=lambda one: one.place):
        if row.what not in PARTS:
            others[row.what].append(row.other)
            continue
        if row.name not in plans:
            url = reverse("framework:plan", args=[row.name])
            plans[row.name] = PlanServed(among_languages(row.plan_texts), url)
        link = row.part
        (plans[row.name].links if link.title else plans[row.name].untitled).append(link)
    return Belongings(list(plans.values()), {what: others[what] for what in OTHERS})
