"""Which tables of this room the content files fill."""

from apps.common.content import Table

TABLES = (
    Table("region", "partners.Region", key=("code",)),
    Table("partner", "partners.Partner", key=("code",)),
    Table("membership", "partners.Membership", key=("partner", "body", "starts_on"), address=("pk",)),
    Table("chairmanship", "partners.Chairmanship", key=("number",), address=("slug",)),
    Table("chair_task", "partners.ChairTaskTemplate", key=("code",)),
    Table("network", "partners.Network", key=("code",)),
)
