"""Reference countries and, later, their roadmaps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapsConfig(AppConfig):
    name = "apps.roadmaps"
    label = "roadmaps"
    verbose_name = _("Reference countries")

    def ready(self) -> None:
        """Let the room's permissions and the tables of its content be known."""
        from apps.common.content import register  # noqa: PLC0415 – app ready

        from . import content, rules  # noqa: F401, PLC0415 – app ready

        register(*content.TABLES)
