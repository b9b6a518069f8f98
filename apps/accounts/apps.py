"""People: an address, a name, a language; how they sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Let the office's groups give roles; put the tabs of one's settings and what is known of a person in place."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.office_settings import declare  # noqa: PLC0415 – app ready

        from . import models, office, queries, rules  # noqa: PLC0415 – app ready

        registry.roles.add("accounts", rules.office_roles)
        registry.reader_facts.add("accounts", models.facts_of_reader)
        registry.personal_data.add("accounts", queries.known_of)
        for name, label in (
            ("personal", _("Language and time")),
            ("security", _("Sign-in and security")),
            ("sessions", _("Devices")),
            ("data", _("Your data")),
        ):
            registry.personal_pages.add(name, registry.PersonalPage(label, f"settings:{name}"))
        declare(*office.SETTINGS)
