"""People: an address, a name, a language; how they sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Let the office's groups give roles."""
        from apps.common import registry  # noqa: PLC0415 – app ready

        from . import rules  # noqa: PLC0415 – app ready

        registry.roles.add("accounts", rules.office_roles)
