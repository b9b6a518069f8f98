"""Which tables of this room the content files fill."""

from apps.common.content import Table

TABLES = (Table("text", "pages.SiteText", key=("key",)),)
