"""Documents of the Dialogue: their access levels, and their files or addresses in each language."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SHOWN_ON = {
    "framework.area": "area",
    "framework.objective": "objective",
    "framework.action": "action",
    "framework.topic": "topic",
    "partners.chairmanship": "chairmanship",
    "partners.partner": "partner",
}


class DocumentsConfig(AppConfig):
    name = "apps.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Let the room's permissions, tables of content and what it shows on other rooms' pages be known."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.content import register  # noqa: PLC0415 – app ready
        from apps.common.office_settings import declare  # noqa: PLC0415 – app ready

        from . import content, dashboard, office, personal, queries, rules  # noqa: F401, PLC0415 – app ready

        register(*content.TABLES)
        declare(*office.SETTINGS)
        for model, field in (("DocumentFile", "key"), ("DocumentFile", "light_key"), ("DocumentVersion", "key")):
            kept = registry.KeptFiles("private", f"documents.{model}", field)
            registry.kept_files.add(f"documents.{model}.{field}", kept)
        for about, what in SHOWN_ON.items():
            rows = partial(queries.shelves_of, what)
            registry.panels.add(f"documents of {about}", registry.Panel("documents/_panel.html", about, rows, place=1))
        registry.dashboard.add("documents", dashboard.PANEL)
        registry.personal_data.add("documents", personal.known_of)
