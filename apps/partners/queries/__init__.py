"""Reads that join partners, mandates and terms."""

from .circle import (
    Circle,
    ListedPartner,
    PartnerName,
    RegionOfPartners,
    by_region,
    columns,
    map_point,
    name_columns,
    real_partners,
    shape_of,
)
from .people import partner_roles, partners_of, people_of, people_of_all_seats
from .terms import (
    BEGINNING,
    Term,
    TermInPlace,
    TermRow,
    begins_in,
    circle_and_troika,
    period_of,
    since_in_words,
    term_in_place,
    term_rows,
)

__all__ = [
    "BEGINNING",
    "Circle",
    "ListedPartner",
    "PartnerName",
    "RegionOfPartners",
    "Term",
    "TermInPlace",
    "TermRow",
    "begins_in",
    "by_region",
    "circle_and_troika",
    "columns",
    "map_point",
    "name_columns",
    "partner_roles",
    "partners_of",
    "people_of",
    "people_of_all_seats",
    "period_of",
    "real_partners",
    "shape_of",
    "since_in_words",
    "term_in_place",
    "term_rows",
]
