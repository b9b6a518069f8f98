"""A line of a timeline as it is told; the rooms word theirs for each reader."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LineInWords:
    """A line as one reader is told it (components/timeline.html)."""

    at: datetime
    told: str
    who: str
    seat: str = ""
    channel: str = ""
    note: str = ""
    note_lang: str = ""
    audience: str = ""
