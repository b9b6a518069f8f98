"""What the front pages gather from the rooms below, and what every page's frame says."""

from .about import conferences, governance, pages_of
from .desk import newest_proposals, waiting_for
from .frame import frame_texts
from .home import HOME, home
from .latest import all_topics, latest_documents, latest_news

__all__ = [
    "HOME",
    "all_topics",
    "conferences",
    "frame_texts",
    "governance",
    "home",
    "latest_documents",
    "latest_news",
    "newest_proposals",
    "pages_of",
    "waiting_for",
]
