"""What the front pages gather from the rooms below, and what every page's frame says."""

from .about import conferences, governance, pages_of
from .desk import (
    Dashboard,
    dashboard_for,
    facts_of_reader,
    known_of,
    last_visit,
    queue_for,
    visit_ends_after,
    waiting_for,
)
from .frame import frame_texts
from .home import HOME, home
from .latest import all_topics, latest_documents, latest_news

__all__ = [
    "HOME",
    "Dashboard",
    "all_topics",
    "conferences",
    "dashboard_for",
    "facts_of_reader",
    "frame_texts",
    "governance",
    "home",
    "known_of",
    "last_visit",
    "latest_documents",
    "latest_news",
    "pages_of",
    "queue_for",
    "visit_ends_after",
    "waiting_for",
]
