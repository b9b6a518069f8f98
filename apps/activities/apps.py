"""Meetings of the Dialogue and what came out of them."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SHOWN_ON = {
    "framework.area": "area",
    "framework.objective": "objective",
    "framework.action": "action",
    "framework.topic": "topic",
    "partners.partner": "partner",
    "documents.document": "document",
}


class ActivitiesConfig(AppConfig):
    name = "apps.activities"
    label = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        """Let the room's permissions, tables of content and what it shows on other rooms' pages be known."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.content import register  # noqa: PLC0415 – app ready

        from . import content, dashboard, queries, rules  # noqa: F401, PLC0415 – app ready
        from .queries.handover import open_at_handover  # noqa: PLC0415 – app ready
        from .queries.papers import meetings_of_paper  # noqa: PLC0415 – app ready

        register(*content.TABLES)
        serving = registry.Serving(queries.served_by_activities, queries.parts_served_by_activities)
        registry.serves.add("activities", serving)
        for about, what in SHOWN_ON.items():
            rows = partial(queries.latest_of, what)
            registry.panels.add(f"activities of {about}", registry.Panel("activities/_panel.html", about, rows))
        programme = registry.Panel("activities/_panel.html", "partners.chairmanship", queries.programme_of)
        registry.panels.add("activities of partners.chairmanship", programme)
        meetings = registry.Panel("activities/_meetings_of_paper.html", "space.document", meetings_of_paper)
        registry.panels.add("meetings of a document in the space", meetings)
        handover = registry.Panel("activities/_open_at_handover.html", "partners.handover", open_at_handover)
        registry.panels.add("activities at the handover of the chair", handover)
        registry.dashboard.add("activities", dashboard.PANEL)
