"""The ground floor: what every room uses and which knows none of them."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "apps.common"
    label = "common"

    def ready(self) -> None:
        """Register what production is asked for."""
        from . import checks, rules  # noqa: F401, PLC0415 – app ready
