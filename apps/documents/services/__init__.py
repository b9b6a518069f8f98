"""What is done with documents: keeping their files, giving them out, changing their level at its moment."""

from .archives import TooLarge, pack
from .giving import give_file, give_version, note_read
from .keeping import Access, access_of, keep_file, keep_light, take_off_file
from .levels import change_levels
from .making import MadeFile, put_into_library

__all__ = [
    "Access",
    "MadeFile",
    "TooLarge",
    "access_of",
    "change_levels",
    "give_file",
    "give_version",
    "keep_file",
    "keep_light",
    "note_read",
    "pack",
    "put_into_library",
    "take_off_file",
]
