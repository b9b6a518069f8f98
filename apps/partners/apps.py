"""Partners, and who acts for whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "apps.partners"
    label = "partners"
    verbose_name = _("Partners and mandates")

    def ready(self) -> None:
        """Let mandates, committee memberships and chairmanships give roles, and content files fill the tables."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.content import register  # noqa: PLC0415 – app ready

        from . import content, queries, rules  # noqa: F401, PLC0415 – app ready

        registry.roles.add("partners", queries.partner_roles)
        register(*content.TABLES)
