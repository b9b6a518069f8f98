"""Examples of the laboratory's messages, for the office to look at."""

from . import asking, clocks, office, proposals, standing, talk

__all__ = [
    "asking",
    "clocks",
    "office",
    "proposals",
    "standing",
    "talk",
]
