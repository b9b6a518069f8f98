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
from .circulars import Addressee, Circular, CircularPaper, CircularQuerySet
from .contacts import DirectoryEntry, SeatContact
from .dated import Dated, DatedQuerySet, Precision
from .enquiries import Enquiry, EnquiryQuerySet
from .handovers import SeatHandover
from .invitations import Invitation, InvitationQuerySet
from .mandates import LEAST_NOTICE, Mandate, MandateQuerySet, Network, Seat
from .seats import SeatStory, found_in, people_in, people_of_chair, story_of

__all__ = [
    "LEAST_NOTICE",
    "NFP",
    "OBSERVING",
    "Addressee",
    "ChairTask",
    "ChairTaskTemplate",
    "Chairmanship",
    "ChairmanshipQuerySet",
    "Circular",
    "CircularPaper",
    "CircularQuerySet",
    "Dated",
    "DatedQuerySet",
    "DirectoryEntry",
    "Enquiry",
    "EnquiryQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Mandate",
    "MandateQuerySet",
    "Membership",
    "Network",
    "Partner",
    "PartnerQuerySet",
    "Precision",
    "Region",
    "Seat",
    "SeatContact",
    "SeatHandover",
    "SeatStory",
    "begins_at",
    "found_in",
    "holder_among",
    "people_in",
    "people_of_chair",
    "story_of",
    "takes_over_after",
    "troika_among",
]
