"""Which tables of this room the content files fill; pages that come from a file are published."""

from apps.common.content import Table
from apps.common.models import published_now

TABLES = (
    Table("text", "pages.SiteText", key=("key",)),
    Table("page", "pages.Page", key=("slug",), fresh=published_now),
)
