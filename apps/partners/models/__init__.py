"""Partners of the Dialogue, their regions, bodies and terms, and the mandates by which people act for them."""

from ..networks import NFP
from .chair import (
    Chairmanship,
    ChairmanshipQuerySet,
    ChairTask,
    ChairTaskTemplate,
    begins_at,
    holder_among,
    takes_over_after,
    troika_among,
)
from .circle import OBSERVING, Membership, Partner, PartnerQuerySet, Region
from .dated import Dated, DatedQuerySet, Precision
from .mandates import Mandate, MandateQuerySet, Network

__all__ = [
    "NFP",
    "OBSERVING",
    "ChairTask",
    "ChairTaskTemplate",
    "Chairmanship",
    "ChairmanshipQuerySet",
    "Dated",
    "DatedQuerySet",
    "Mandate",
    "MandateQuerySet",
    "Membership",
    "Network",
    "Partner",
    "PartnerQuerySet",
    "Precision",
    "Region",
    "begins_at",
    "holder_among",
    "takes_over_after",
    "troika_among",
]
