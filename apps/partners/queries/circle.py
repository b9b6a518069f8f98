"""Reads that join partners, mandates and terms."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.bilingual import Words, among_languages, language_codes
from apps.common.dates import date_range
from apps.common.map import MapPoint, Shape
from apps.common.prepared import Prepared
from apps.common.registry import Role

from .models import NFP, OBSERVING, Chairmanship, Mandate, Membership, Partner, Precision, Region, troika_among
from .rules import READING, seats_of


@Prepared
def _mandates(*, today: datetime.date, person: int) -> QuerySet:
    running = Mandate.objects.running(today).filter(user=person).order_by("pk")
    return running.values_list("partner_id", "partner__standing", "role", "network__code")


@Prepared
def _committee(*, today: datetime.date) -> QuerySet:
    return Membership.objects.running(today).order_by("pk").values_list("partner_id")


class _Turn(NamedTuple):
    """A term of the chair by its dates."""

    starts_on: datetime.date
    ends_on: datetime.date | None
    partner_id: int


@Prepared
def _turns(*, today: datetime.date) -> QuerySet:
    begun = Chairmanship.objects.rewrite(False).filter(starts_on__lte=today).order_by("starts_on", "number")
    return begun.values_list("starts_on", "ends_on", "partner_id")


def partner_roles(user) -> Iterable[Role]:
    """The roles that running mandates give, with the committee's and the chair's where the partner sits or chairs now.

    A mandate of an observer gives the role `reader`, whatever it says: observers read (design 1). A former partner's
    mandates give nothing. Committee and chair rights follow from mandates of the National Focal Point network only.
    """
    today = timezone.localdate()
    mandates = _mandates(today=today, person=user.pk)
    for partner_id, standing, role, network in mandates:
        if standing != Partner.Standing.FORMER:
            yield Role(str(Mandate.Role.READER) if standing in OBSERVING else role, partner_id, network)
    seats = {partner_id for partner_id, _standing, _role, network in mandates if network == NFP}
    if not seats:
        return
    for (partner_id,) in _committee(today=today):
        if partner_id in seats:
            yield Role("committee", partner_id, NFP)
    chair = troika_among(map(_Turn._make, _turns(today=today)), today)["current"]
    if chair is not None and chair.partner_id in seats:
        yield Role("chair", chair.partner_id, NFP)


def people_of(*partner_ids: int, network: str = NFP, roles: Iterable[str] | None = None) -> QuerySet:
    """The active people with a running mandate for one of these partners, each once."""
    mandates = Mandate.objects.acting(network).filter(partner__in=partner_ids)
    if roles is not None:
        mandates = mandates.filter(role__in=list(roles))
    return get_user_model().objects.filter(pk__in=mandates.values("user")).order_by("pk")


def people_of_all_seats(network: str = NFP) -> QuerySet:
    """The active people of every seat of the network, each once; former partners have no seat."""
    mandates = Mandate.objects.acting(network).exclude(partner__standing=Partner.Standing.FORMER)
    return get_user_model().objects.filter(pk__in=mandates.values("user")).order_by("pk")


def partners_of(user, roles: Iterable[str] = READING) -> QuerySet:
    """The partners for which a person acts in one of these roles."""
    return Partner.objects.filter(pk__in=seats_of(user, roles)).order_by("pk")


def map_point(partner: "Partner | ListedPartner", *, is_chair: bool = False, url: str = "") -> MapPoint | None:
    """The partner on the map, or None where it has no reference point."""
    if partner.longitude is None or partner.latitude is None:
        return None
    is_organisation = partner.kind == Partner.Kind.ORGANISATION
    return MapPoint(
        label=partner.name,
        longitude=partner.longitude,
        latitude=partner.latitude,
        shape=Shape.ORGANISATION if is_organisation else Shape.OBSERVER if partner.is_observer else Shape.PARTNER,
        url=url,
        current=is_chair,
    )


class ListedPartner(NamedTuple):
    """A partner where it is one of many: fewer columns and no model, a third of the time. Sorts as the reader reads."""

    sort: str
    pk: int
    code: str
    name: str
    kind: str
    standing: str
    region_id: int | None
    longitude: float | None
    latitude: float | None

    def get_absolute_url(self) -> str:
        """The partner's public page."""
        return reverse("partners:partner", args=[self.code.lower()])

    @property
    def is_observer(self) -> bool:
        """Whether it observes."""
        return self.standing in OBSERVING

    @property
    def is_observing_country(self) -> bool:
        """A state that observes: marked where it stands among partners."""
        return self.is_observer and self.kind == Partner.Kind.STATE


WIDTH = len(ListedPartner._fields)


def columns(language: str) -> list[str]:
    """The columns of a `ListedPartner`, with its name in that language.

    Read with `rewrite(False)`: the columns name their language, so no field has to be looked up in the other one.
    """
    listed = ["kind", "standing", "region_id", "longitude", "latitude"]
    return [f"sort_{language}", "pk", "code", f"name_{language}", *listed]


@dataclass(frozen=True)
class Circle:
    """Who takes part in the Dialogue now, in the reader's order; invented and former partners are not of it."""

    partners: list[ListedPartner]

    @cached_property
    def by_id(self) -> dict[int, ListedPartner]:
        """The same by primary key."""
        return {partner.pk: partner for partner in self.partners}

    @cached_property
    def countries(self) -> list[ListedPartner]:
        """The states, those that observe among them."""
        return [partner for partner in self.partners if partner.kind == Partner.Kind.STATE]

    @cached_property
    def observing_countries(self) -> list[ListedPartner]:
        """The states that observe."""
        return [partner for partner in self.countries if partner.is_observer]

    @cached_property
    def organisations(self) -> list[ListedPartner]:
        """The organisations that are partners."""
        return [one for one in self.partners if one.kind == Partner.Kind.ORGANISATION and not one.is_observer]

    @cached_property
    def observing_organisations(self) -> list[ListedPartner]:
        """The organisations that observe."""
        return [one for one in self.partners if one.kind == Partner.Kind.ORGANISATION and one.is_observer]

    def points(self, chair_id: int | None = None) -> dict[int, MapPoint]:
        """The partners that stand on the map, by primary key; too close together for each to be a link."""
        points = {one.pk: map_point(one, is_chair=one.pk == chair_id) for one in self.partners}
        return {pk: point for pk, point in points.items() if point is not None}


class PartnerName(NamedTuple):
    """A partner where only its name is shown. Sorts as the reader reads."""

    sort: str
    pk: int
    code: str
    name: str


def name_columns(language: str) -> list[str]:
    """The columns of a `PartnerName` in that language."""
    return columns(language)[:4]


@Prepared
def _real(language: str) -> QuerySet:
    return Partner.objects.real().rewrite(False).in_reading_order(language).values_list(*name_columns(language))


def real_partners(language: str) -> dict[int, PartnerName]:
    """All real partners, former ones too, by primary key in the reader's order, in one query."""
    return {one.pk: one for one in map(PartnerName._make, _real(language))}


@dataclass(frozen=True)
class RegionOfPartners:
    """A region with its partners in the reader's order; the region is None for partners of no region."""

    region: Region | None
    partners: list[ListedPartner]


def by_region(partners: Iterable[ListedPartner]) -> list[RegionOfPartners]:
    """The partners under their regions, those of no region last, in one query."""
    members: dict[int | None, list[ListedPartner]] = defaultdict(list)
    for partner in partners:
        members[partner.region_id].append(partner)
    regions = [*Region.objects.order_by("position", "pk"), None]
    groups = [RegionOfPartners(region, members[region.pk if region else None]) for region in regions]
    return [group for group in groups if group.partners]


@dataclass(frozen=True)
class Term:
    """A term of the chair as a page tells it."""

    name: str
    url: str
    period: str


def period_of(term: Chairmanship) -> str:
    """From when to when a term ran, as exactly as it is known: "2015", "until 21 March 2017", "since 29 January 2026".

    An end that no source gives is told by the beginning alone, unless the term still runs.
    """
    starts, ends = term.starts_on, term.ends_on
    if starts and ends:
        is_even = term.starts_precision == term.ends_precision
        return date_range(starts, ends, term.starts_precision if is_even else Precision.YEAR)
    if starts:
        day = date_range(starts, None, term.starts_precision)
        return gettext("since %(day)s") % {"day": day} if term.starts_precision == Precision.DAY else day
    return gettext("until %(day)s") % {"day": date_range(ends, None, term.ends_precision)} if ends else ""


class ListedTerm(NamedTuple):
    """A term of the chair without its model; `priorities` in the reader's language."""

    starts_on: datetime.date
    ends_on: datetime.date | None
    partner: ListedPartner
    priorities: Words

    @property
    def told(self) -> Term:
        """The term with its years, as a page tells it."""
        years = date_range(self.starts_on, self.ends_on, Precision.YEAR)
        return Term(self.partner.name, self.partner.get_absolute_url(), years)


@Prepared
def _partners_and_terms(language: str) -> QuerySet:
    found = Partner.objects.real().taking_part().rewrite(False).in_reading_order(language)
    priorities = [f"chairmanships__priorities_{code}" for code in language_codes()]
    dates = ["chairmanships__starts_on", "chairmanships__ends_on", "chairmanships__number"]
    return found.values_list(*columns(language), *dates, *priorities)


def circle_and_troika(language: str) -> tuple[Circle, dict[str, ListedTerm | None]]:
    """Who takes part now, and the outgoing, current and incoming term of the chair among them, in one query."""
    partners: dict[int, ListedPartner] = {}
    terms: list[tuple[int, ListedTerm]] = []
    for row in _partners_and_terms(language):
        one = ListedPartner._make(row[:WIDTH])
        partners[one.pk] = one
        starts_on, ends_on, number, *texts = row[WIDTH:]
        if starts_on is not None:
            words = among_languages(
                {code: text or "" for code, text in zip(language_codes(), texts, strict=True)}, language
            )
            terms.append((number, ListedTerm(starts_on, ends_on, one, words)))
    ordered = [term for _number, term in sorted(terms, key=lambda item: (item[1].starts_on, item[0]))]
    return Circle(list(partners.values())), troika_among(ordered, timezone.localdate())
