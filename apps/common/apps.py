"""The ground floor: what every room uses and which knows none of them."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CommonConfig(AppConfig):
    name = "apps.common"
    label = "common"

    def ready(self) -> None:
        """Register what production is asked for, and what the office decides about the calendar."""
        from . import checks, folding, office_settings, rules, working_days  # noqa: F401, PLC0415 – app ready

        office_settings.declare(working_days.SETTING)
        connection_created.connect(folding.register, dispatch_uid="common.folding")
