"""What the front pages gather from the rooms below, and what every page's frame says."""

from .about import conferences, governance, pages_of
from .desk import newest_proposals, waiting_for
from .frame import frame_texts
from .home import home

__all__ = ["conferences", "frame_texts", "governance", "home", "newest_proposals", "pages_of", "waiting_for"]
