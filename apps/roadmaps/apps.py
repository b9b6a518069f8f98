"""Reference countries and, later, their roadmaps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapsConfig(AppConfig):
    name = "apps.roadmaps"
    label = "roadmaps"
    verbose_name = _("Reference countries")

    def ready(self) -> None:
        """Let the room's permissions, the tables of its content and what it shows on other pages be known."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.content import register  # noqa: PLC0415 – app ready

        from . import content, queries, rules  # noqa: F401, PLC0415 – app ready

        register(*content.TABLES)
        registry.roles.add("roadmaps", queries.reference_roles)
        registry.reader_facts.add("roadmaps", queries.facts_of_reader)
        registry.panels.add(
            "reference countries of an area",
            registry.Panel("roadmaps/_area.html", about="framework.area", rows=queries.rows_of_area),
        )
        registry.panels.add(
            "reference areas of a partner",
            registry.Panel("roadmaps/_partner.html", about="partners.partner", rows=queries.rows_of_partner),
        )
