"""Reads that join documents with their files and with what they belong to."""

from .about import Shelf, among_few, among_many, shelves_of
from .front import Choices, filter_choices
from .page import told
from .rows import DocumentRow, language_name, public_of, reserve_below, rows_of

__all__ = [
    "Choices",
    "DocumentRow",
    "Shelf",
    "among_few",
    "among_many",
    "filter_choices",
    "language_name",
    "public_of",
    "reserve_below",
    "rows_of",
    "shelves_of",
    "told",
]
