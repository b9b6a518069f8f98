"""Reads that join documents with their files and with what they belong to."""

from .about import Shelf, belonging_to, shelves_of
from .front import Choices, filter_choices
from .page import told
from .rows import DocumentRow, language_name, public_of, reserve_below, rows_of

__all__ = [
    "Choices",
    "DocumentRow",
    "Shelf",
    "belonging_to",
    "filter_choices",
    "language_name",
    "public_of",
    "reserve_below",
    "rows_of",
    "shelves_of",
    "told",
]
