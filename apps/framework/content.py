"""Which tables of this room the content files fill."""

from apps.common.content import Table

TABLES = (
    Table("plan", "framework.ActionPlan", key=("slug",)),
    Table("area", "framework.Area", key=("plan", "number"), address=("plan__slug", "number")),
    Table("objective", "framework.Objective", key=("area", "code"), address=("area__plan__slug", "code")),
    Table("action", "framework.Action", key=("objective", "number"), address=("objective__area__plan__slug", "number")),
)
