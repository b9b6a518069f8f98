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
        from apps.common.office_settings import declare  # noqa: PLC0415 – app ready
        from apps.notifications.topics import declare_topic  # noqa: PLC0415 – app ready

        from . import (  # noqa: PLC0415 – app ready
            content,
            dashboard,
            deadlines,
            handovers,
            notifications,  # noqa: F401
            office,
            personal,
            queries,
            rules,  # noqa: F401
        )

        register(*content.TABLES)
        registry.desk.add("lab", registry.Desk(for_person=queries.for_person, for_office=queries.for_office))
        registry.desk.add("ask", registry.Desk(queries.queries_for_person, queries.queries_for_office))
        registry.handovers.add("lab", handovers.HANDOVER)
        registry.figures.add("lab", queries.public_figures)
        registry.personal_data.add("lab", personal.known_of)
        registry.deadlines.add("lab", deadlines.deadlines)
        declare(*office.SETTINGS)
        declare_topic(
            "lab",
            _("Laboratory of ideas"),
            _("Your seat’s proposals and offers, which are addressed to you; new proposals of other partners."),
        )
        registry.dashboard.add("lab", dashboard.PANEL)
        registry.kept_files.add("lab", registry.KeptFiles("private", "lab.Attachment", "key"))
        registry.kept_files.add("lab comments", registry.KeptFiles("private", "lab.CommentFile", "key"))
        for name, shortcut in dashboard.SHORTCUTS.items():
            registry.shortcuts.add(name, shortcut)
