"""Meetings of the Dialogue and what came out of them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "apps.activities"
    label = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        """Let the room's permissions, tables of content and what it shows on other rooms' pages be known."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.content import register  # noqa: PLC0415 – app ready

        from . import content, queries, rules  # noqa: F401, PLC0415 – app ready

        register(*content.TABLES)
        serving = registry.Serving(queries.served_by_activities, queries.parts_served_by_activities)
        registry.serves.add("activities", serving)
        registry.panels.add(
            "activities of a partner",
            registry.Panel("activities/_panel.html", about="partners.partner", rows=queries.panel_rows),
        )
