"""Who is told of what, by which way; delivery."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "apps.notifications"
    label = "notifications"
    verbose_name = _("Notices and mails")

    def ready(self) -> None:
        """Know every room's messages, so that inbox rows can be worded, and ring for the worker."""
        from . import messages, rules, tasks  # noqa: F401, PLC0415 – app ready

        autodiscover_modules("notifications")
        messages.nudges.append(tasks.deliver_soon)
