"""The laboratory of ideas: a seat puts an idea or a request before all others, and they answer with support."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabConfig(AppConfig):
    name = "apps.lab"
    label = "lab"
    verbose_name = _("Laboratory of ideas")

    def ready(self) -> None:
        """Let the room's permissions, messages, content, desk and figures be known."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.content import register  # noqa: PLC0415 – app ready

        from . import content, notifications, queries, rules  # noqa: F401, PLC0415 – app ready

        register(*content.TABLES)
        registry.desk.add("lab", registry.Desk(for_person=queries.for_person, for_office=queries.for_office))
        registry.figures.add("lab", queries.public_figures)
