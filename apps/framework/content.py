"""Which tables of this room the content files fill."""

from apps.common.content import Table
from apps.common.models import published_now

TABLES = (
    Table("plan", "framework.ActionPlan", key=("slug",)),
    Table("area", "framework.Area", key=("plan", "number"), address=("plan__slug", "number")),
    Table("objective", "framework.Objective", key=("area", "code"), address=("area__plan__slug", "code")),
    Table("action", "framework.Action", key=("objective", "number"), address=("objective__area__plan__slug", "number")),
    Table(
        "cross_cutting_priority",
        "framework.CrossCuttingPriority",
        key=("plan", "number"),
        address=("plan__slug", "number"),
    ),
    Table("gcm_objective", "framework.GcmObjective", key=("number",)),
    Table("topic", "framework.Topic", key=("slug",), fresh=published_now),
    Table("topic_figure", "framework.TopicFigure", key=("topic", "position"), address=("pk",)),
)
