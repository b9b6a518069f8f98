"""Which tables of this room the content files fill."""

from apps.common.content import Table

TABLES = (Table("reference_country", "roadmaps.ReferenceCountry", key=("partner", "area"), address=("pk",)),)
