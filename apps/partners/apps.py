"""Partners, and who acts for whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "apps.partners"
    label = "partners"
    verbose_name = _("Partners and mandates")

    def ready(self) -> None:
        """Let mandates, memberships and chairmanships give roles, and this room's other entries be known."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 – app ready

        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.content import register  # noqa: PLC0415 – app ready
        from apps.common.office_settings import declare  # noqa: PLC0415 – app ready

        from . import arrivals, content, office, queries, rules  # noqa: F401, PLC0415 – app ready

        registry.roles.add("partners", queries.partner_roles)
        registry.desk.add("partners", registry.Desk(for_person=queries.for_person, for_office=queries.for_office))
        registry.personal_data.add("partners", queries.known_of)
        declare(*office.SETTINGS)
        for model, field in (("partners.Mandate", "letter_key"), ("partners.CircularPaper", "key")):
            registry.kept_files.add(model, registry.KeptFiles("private", model, field))
        register(*content.TABLES)
        user_logged_in.connect(arrivals.greet_who_begins, dispatch_uid="partners.greet_who_begins")
