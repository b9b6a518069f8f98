"""Documents at their levels, their files and former versions, and who read the protected ones."""

from ..access import LADDER, Level, Reach, is_held, is_public, is_stricter, reach_of
from .documents import LATEST_FIRST, VIDEO_KINDS, Document, DocumentQuerySet, Kind, LatestFirstIndex
from .files import LEADS_NOWHERE, DocumentFile, DocumentVersion
from .reads import DocumentRead

__all__ = [
    "LADDER",
    "LATEST_FIRST",
    "LEADS_NOWHERE",
    "VIDEO_KINDS",
    "Document",
    "DocumentFile",
    "DocumentQuerySet",
    "DocumentRead",
    "DocumentVersion",
    "Kind",
    "LatestFirstIndex",
    "Level",
    "Reach",
    "is_held",
    "is_public",
    "is_stricter",
    "reach_of",
]
