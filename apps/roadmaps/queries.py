"""Which partner looks after which area of a plan, as pages tell it."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from apps.common.bilingual import among_languages, language_codes
from apps.common.dates import as_html
from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.common.registry import Role
from apps.common.templatetags.portal import words
from apps.framework.models import ActionPlan, Area, area_url, wording_of
from apps.partners.models import OBSERVING, Mandate, Partner
from apps.partners.networks import NFP
from apps.partners.queries import since_in_words

from .models import ReferenceCountry
from .rules import REFERENCE

NOTES = tuple(f"note_{code}" for code in language_codes())
TITLES = tuple(f"title_{code}" for code in language_codes())
SEPARATOR = " · "
# Under this name whoever reads carries whether they act for a reference country.
REFERS = "acts_for_a_reference_country"


@dataclass(frozen=True)
class ReferenceRow:
    """A partner that looks after an area; `details`, a safe text, says since when and what is noted."""

    name: str
    url: str
    details: SafeString


@dataclass(frozen=True)
class AreaWithReferences:
    """An area and who looks after it; `title` is a safe text, `kind` says whose words it is."""

    number: int
    name: str
    title: SafeString
    kind: str
    url: str
    rows: tuple[ReferenceRow, ...]


@dataclass(frozen=True)
class PlanWithReferences:
    """The plan in force with its areas; `title` is a safe text."""

    title: SafeString
    url: str
    areas: tuple[AreaWithReferences, ...]

    @property
    def is_looked_after(self) -> bool:
        """Whether any area has a reference country."""
        return any(area.rows for area in self.areas)


def _in_languages(texts: Sequence[str | None]) -> dict[str, str]:
    return {code: text or "" for code, text in zip(language_codes(), texts, strict=True)}


def _details(starts_on: datetime.date | None, precision: str, notes: Sequence[str | None]) -> SafeString:
    since = as_html(since_in_words(starts_on, precision)) if starts_on else ""
    parts = [since, words(among_languages(_in_languages(notes)))]
    return mark_safe(SEPARATOR.join(conditional_escape(part) for part in parts if part))


def name_of_area(word: str, number: int) -> str:
    """Area 3; domain 3 where the plan calls its areas so."""
    if word == ActionPlan.AreaWord.DOMAIN:
        return gettext("Domain %(number)s") % {"number": number}
    return gettext("Area %(number)s") % {"number": number}


def _looked_after_by(person: Any, today: datetime.date) -> QuerySet:
    """The areas of plans in force that the seats of a person look after on that day, in the main network."""
    seats = Mandate.objects.running(today).filter(user=person, network__code=NFP)
    seats = seats.exclude(partner__standing__in=(*OBSERVING, Partner.Standing.FORMER))
    plans = ActionPlan.objects.in_force(today)
    return (
        ReferenceCountry.objects.rewrite(False)
        .confirmed(today)
        .filter(partner__in=seats.values("partner"), area__plan__in=plans.values("pk"))
    )


@Prepared
def _looked_after(*, person: int, today: datetime.date) -> QuerySet:
    return _looked_after_by(person, today).order_by("pk").values_list("partner_id", "area_id")


def facts_of_reader(now: datetime.datetime, today: datetime.date) -> dict[str, Exists]:
    """Whether whoever reads acts for a reference country, so that most people's areas need not be asked for."""
    return {REFERS: Exists(_looked_after_by(OuterRef(OuterRef("pk")), today).order_by())}


def reference_roles(user: Any) -> Iterator[Role]:
    """The role that the seats of a person have as reference countries today: its scope is the key of the area."""
    if not getattr(user, REFERS, True):
        return
    for partner_id, area_id in _looked_after(person=user.pk, today=timezone.localdate()):
        yield Role(REFERENCE, partner_id, str(area_id))


@Prepared
def _areas_in_force(*, today: datetime.date) -> QuerySet:
    """A row for each area of the plan in force, which is one plan; the areas of no other are asked for."""
    plan = ActionPlan.objects.in_force(today).values("pk")[:1]
    areas = Area.objects.rewrite(False).filter(plan=Subquery(plan)).order_by("number")
    of_plan = ("plan__slug", "plan__area_word", *(f"plan__{title}" for title in TITLES))
    return areas.values_list(*of_plan, "pk", "number", "title_fr_is_working_translation", *TITLES)


@Prepared
def _confirmed(language: str, *, today: datetime.date) -> QuerySet:
    plan = ActionPlan.objects.in_force(today).values("pk")[:1]
    found = ReferenceCountry.objects.rewrite(False).confirmed(today).filter(area__plan=Subquery(plan))
    found = found.filter(partner__is_invented=False).order_by("area__number", f"partner__sort_{language}", "pk")
    return found.values_list("area_id", "partner__code", f"partner__name_{language}", "starts_on", "precision", *NOTES)


def _reference_row(code: str, name: str, starts_on: datetime.date | None, precision: str, *notes: str) -> ReferenceRow:
    return ReferenceRow(name, reverse("partners:partner", args=[code.lower()]), _details(starts_on, precision, notes))


@kept_briefly
def references_in_force(language: str) -> PlanWithReferences | None:
    """The plan in force by area with its reference countries, in that language, which is the active one; two queries.

    None where no plan is in force.
    """
    today = timezone.localdate()
    areas = _areas_in_force(today=today)
    if not areas:
        return None
    grouped = groupby(_confirmed(language, today=today), key=itemgetter(0))
    rows = {area: tuple(_reference_row(*row) for _area, *row in found) for area, found in grouped}
    slug, word, *rest = areas[0]
    titles = rest[: len(TITLES)]
    return PlanWithReferences(
        title=words(among_languages(_in_languages(titles))),
        url=reverse("framework:plan", args=[slug]),
        areas=tuple(_area(slug, word, row[2 + len(TITLES) :], rows) for row in areas),
    )


def _area(slug: str, word: str, row: Sequence[Any], rows: dict[int, tuple[ReferenceRow, ...]]) -> AreaWithReferences:
    pk, number, is_ours, *titles = row
    title, kind = wording_of(_in_languages(titles), {}, is_ours)
    return AreaWithReferences(
        number=number,
        name=name_of_area(word, number),
        title=words(title),
        kind=kind,
        url=area_url(slug, number),
        rows=rows.get(pk, ()),
    )


def rows_of_area(area: Area, user: Any = None) -> tuple[ReferenceRow, ...]:
    """The partners that look after an area now, for its page; one query."""
    found = ReferenceCountry.objects.confirmed().filter(area=area, partner__is_invented=False)
    ordered = found.select_related("partner").order_by("partner__sort", "pk")
    return tuple(
        _reference_row(
            one.partner.code,
            one.partner.name,
            one.starts_on,
            one.precision,
            *(getattr(one, note) for note in NOTES),
        )
        for one in ordered
    )


@dataclass(frozen=True)
class AreaRow:
    """An area that a partner looks after, as the partner's page names it; `title` and `details` are safe texts."""

    name: str
    title: SafeString
    url: str
    details: SafeString


def rows_of_partner(partner: Partner, user: Any = None) -> tuple[AreaRow, ...]:
    """The areas that a partner looks after now, for its page; one query."""
    found = ReferenceCountry.objects.confirmed().filter(partner=partner).select_related("area__plan")
    return tuple(
        AreaRow(
            name=name_of_area(one.area.plan.area_word, one.area.number),
            title=words(one.area, "title"),
            url=one.area.get_absolute_url(),
            details=_details(one.starts_on, one.precision, [getattr(one, note) for note in NOTES]),
        )
        for one in found.order_by("-area__plan__valid_from", "area__number", "pk")
    )
