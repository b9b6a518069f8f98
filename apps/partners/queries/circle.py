"""Who takes part in the Dialogue now: partners in the reader's order, by region, on the map."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from apps.common.bilingual import active_language
from apps.common.map import MapPoint, Shape
from apps.common.prepared import Prepared

from ..models import OBSERVING, Partner, Region


def in_reading_order(partners: Iterable[Partner]) -> list[Partner]:
    """Partners by their names in the language that is active, as everywhere."""
    return sorted(partners, key=lambda one: (getattr(one, f"sort_{active_language()}"), one.pk))


def shape_of(partner: "Partner | ListedPartner") -> Shape:
    """How a partner is drawn: organisations have no territory, observers are an open ring."""
    if partner.kind == Partner.Kind.ORGANISATION:
        return Shape.ORGANISATION
    return Shape.OBSERVER if partner.is_observer else Shape.PARTNER


def map_point(partner: "Partner | ListedPartner", *, is_chair: bool = False, url: str = "") -> MapPoint | None:
    """The partner on the map, or None where it has no reference point."""
    if partner.longitude is None or partner.latitude is None:
        return None
    return MapPoint(
        label=partner.name,
        longitude=partner.longitude,
        latitude=partner.latitude,
        shape=shape_of(partner),
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
