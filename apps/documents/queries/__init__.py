"""Reads that join documents with their files and with what they belong to."""

from .about import Shelf, among_few, among_many, shelves_of
from .front import Choices, filter_choices
from .narrowed import NarrowedDocuments
from .page import told
from .rows import DocumentRow, language_name, reserve_below, rows_of

__all__ = [
    "Choices",
    "DocumentRow",
    "NarrowedDocuments",
    "Shelf",
    "among_few",
    "among_many",
    "filter_choices",
    "language_name",
    "reserve_below",
    "rows_of",
    "shelves_of",
    "told",
]
