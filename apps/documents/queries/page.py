"""What the page of one document tells beyond its own fields."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from django.db.models import DateField, F, QuerySet, Value
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from apps.common.bilingual import Words, among_languages, in_language, language_codes
from apps.common.dates import YEAR, date_range
from apps.common.files import extension_of
from apps.common.prepared import Prepared
from apps.framework.models import (
    ActionPlan,
    CrossCuttingPriority,
    GcmObjective,
    Topic,
    action_url,
    area_url,
    objective_url,
    wording_of,
)
from apps.framework.models.compact import gcm_anchor
from apps.partners.models import Chairmanship, Partner

from ..models import Document, Kind
from .rows import gcm_reserve, language_name, length_of

SECRETARIAT = "rabatprocess@icmpd.org"
AREA, OBJECTIVE, ACTION = 0, 1, 2
NO_DAY, NO_CODE, NO_NUMBER = Value(None, output_field=DateField()), Value(""), Value(0)


@dataclass(frozen=True)
class Edition:
    """A document in one language, `language` being its name within a sentence: a file, an official address, or both."""

    code: str
    language: str
    file_url: str
    file_words: str
    address: str
    host: str


def editions_of(document: Document) -> list[Edition]:
    """The languages in which a document is to be had, the reader's languages in their order, in one query."""
    places = {code: place for place, code in enumerate(language_codes())}
    kept = sorted(document.files.all(), key=lambda one: (places.get(one.language, len(places)), one.pk))
    return [
        Edition(
            code=one.language,
            language=language_name(one.language),
            file_url=one.url if one.key else "",
            file_words=f"{extension_of(one.display_name).upper()}, {filesizeformat(one.size)}" if one.key else "",
            address=one.address,
            host=urlsplit(one.address).netloc.removeprefix("www."),
        )
        for one in kept
    ]


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


class _Part(NamedTuple):
    """A row of `_parts`."""

    plan_from: datetime.date
    plan: str
    level: int
    number: int
    code: str
    area_word: str
    french_is_ours: bool
    texts: tuple[str | None, ...]
    plan_texts: tuple[str | None, ...]

    @property
    def place(self) -> tuple:
        """The youngest plan first; in a plan areas, objectives, actions."""
        return -self.plan_from.toordinal(), self.plan, self.level, self.number, self.code

    @property
    def link(self) -> Link:
        """The part as the page names it."""
        title, wording = wording_of(_by_language(self.texts), {}, self.french_is_ours)
        name, url = {
            AREA: lambda: (f"{capfirst(ActionPlan.AreaWord(self.area_word).label)} {self.number}", area_url),
            OBJECTIVE: lambda: (gettext("Objective %(code)s") % {"code": self.code}, objective_url),
            ACTION: lambda: (gettext("Action %(number)s") % {"number": self.number}, action_url),
        }[self.level]()
        return Link(name, title, wording, url(self.plan, self.code or self.number))


def _by_language(texts: Iterable[str | None]) -> dict[str, str]:
    return {code: text or "" for code, text in zip(language_codes(), texts, strict=True)}


def _columns_of(level: int, part: str, plan: str, code: Any = NO_CODE) -> list[Any]:
    titles = [f"{part}__title_{language}" for language in language_codes()]
    plan_titles = [f"{plan}__title_{language}" for language in language_codes()]
    facts = [f"{part}__number", code, f"{plan}__area_word", f"{part}__title_fr_is_working_translation"]
    return [f"{plan}__valid_from", f"{plan}__slug", Value(level), *facts, *titles, *plan_titles]


@Prepared
def _parts(*, document: int) -> QuerySet:
    """Areas, objectives and actions of a document."""
    areas = Document.areas.through.objects.filter(document=document)
    objectives = Document.objectives.through.objects.filter(document=document)
    actions = Document.actions.through.objects.filter(document=document)
    return areas.values_list(*_columns_of(AREA, "area", "area__plan")).union(
        objectives.values_list(*_columns_of(OBJECTIVE, "objective", "objective__area__plan", F("objective__code"))),
        actions.values_list(*_columns_of(ACTION, "action", "action__objective__area__plan")),
        all=True,
    )


def plans_of(document: Document) -> list[PlanServed]:
    """What a document has to do with plan by plan, the youngest first, in one query."""
    width = len(language_codes())
    rows = (_Part(*row[:7], tuple(row[7 : 7 + width]), tuple(row[7 + width :])) for row in _parts(document=document.pk))
    plans: dict[str, PlanServed] = {}
    for part in sorted(rows, key=attrgetter("place")):
        if part.plan not in plans:
            title = among_languages(_by_language(part.plan_texts))
            plans[part.plan] = PlanServed(title, reverse("framework:plan", args=[part.plan]))
        plan, link = plans[part.plan], part.link
        (plan.links if link.title else plan.untitled).append(link)
    return list(plans.values())


@Prepared
def _belongings(*, document: int, now: datetime.datetime) -> QuerySet:
    """Topics, terms of the chair, priorities, objectives of the Global Compact and partners of a document."""
    known = {
        "topic": (Topic.objects.published(now), "slug", "position", "title"),
        "chairmanship": (Chairmanship.objects.filter(partner__is_invented=False), "slug", "number", "partner__name"),
        "priority": (CrossCuttingPriority.objects.all(), "plan__slug", "number", "title"),
        "gcm": (GcmObjective.objects.all(), NO_CODE, "number", "title"),
        "partner": (Partner.objects.real(), "code", NO_NUMBER, "name"),
    }
    found = []
    for what, (things, name, number, words) in known.items():
        texts = [f"{words}_{language}" for language in language_codes()]
        days = ["starts_on", "ends_on"] if what == "chairmanship" else [NO_DAY, NO_DAY]
        linked = things.rewrite(False).filter(documents=document).order_by()
        found.append(linked.values_list(Value(what), name, number, *texts, *days))
    # The first one tells how days are read.
    found.insert(0, found.pop(1))
    return found[0].union(*found[1:], all=True)


def _belonging(what: str, name: str, number: int, texts: Sequence[str | None], days: Sequence[Any]) -> Link:
    """A row of `_belongings` as the page names it."""
    address, args = {
        "topic": ("topics:topic", [name]),
        "chairmanship": ("chairmanships:chairmanship", [name]),
        "priority": ("framework:plan", [name]),
        "gcm": ("global_compact:page", []),
        "partner": ("partners:partner", [name.lower()]),
    }[what]
    anchor = f"#{gcm_anchor(number)}" if what == "gcm" else ""
    years = date_range(*days, YEAR) if days[0] else ""
    name = str(number) if what in ("gcm", "priority") else ""
    return Link(name, among_languages(_by_language(texts)), "adopted", f"{reverse(address, args=args)}{anchor}", years)


def belongings_of(document: Document) -> dict[str, list[Link]]:
    """What else a document belongs to, by what it is (topic, chairmanship, priority, gcm, partner), in one query."""
    width = len(language_codes())
    links: dict[str, list[Link]] = defaultdict(list)
    rows = _belongings(document=document.pk, now=timezone.now())
    for what, name, number, *rest in sorted(rows, key=lambda row: (row[2], row[1])):
        links[what].append(_belonging(what, name, number, rest[:width], rest[width:]))
    return {what: links[what] for what in ("topic", "chairmanship", "priority", "gcm", "partner")}


def told(document: Document) -> dict[str, Any]:
    """Everything that the page of a document shows, in three further queries."""
    editions = editions_of(document)
    summary, title = in_language(document, "summary"), in_language(document, "title")
    there = {edition.code for edition in editions}
    belongings = belongings_of(document)
    return {
        "document": document,
        "description": "" if summary.is_fallback else summary.text,
        "kind": Kind(document.kind).label,
        "year": document.issued_on.year if document.issued_on else "",
        "is_translated_by_us": document.title_fr_is_working_translation and title.language == "fr",
        "length": length_of(document.seconds),
        "editions": editions,
        "languages": ", ".join(edition.language for edition in editions),
        "absent": [language_name(code) for code in language_codes() if code not in there],
        "mailbox": SECRETARIAT,
        "mail_url": f"mailto:{SECRETARIAT}?subject={quote(title.text)}",
        "plans": plans_of(document),
        "belongings": belongings,
        "reserve": gcm_reserve() if belongings["gcm"] or document.kind == Kind.ALIGNMENT_TABLE else "",
    }
