"""Documents of the Dialogue: their access levels, and their files or addresses in each language."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "apps.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Let the room's permissions and the tables of its content be known."""
        from apps.common.content import register  # noqa: PLC0415 – app ready

        from . import content, rules  # noqa: F401, PLC0415 – app ready

        register(*content.TABLES)
