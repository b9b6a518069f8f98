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
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.office_settings import declare  # noqa: PLC0415 – app ready

        from . import (  # noqa: PLC0415 – app ready
            checks,  # noqa: F401
            dashboard,
            digests,  # noqa: F401
            manners,
            messages,
            office,
            overview,
            queries,
            reports,  # noqa: F401
            rules,  # noqa: F401
            tasks,
        )

        declare(*office.SETTINGS)
        registry.desk.add("notifications", registry.Desk(lambda user: [], overview.for_office))
        registry.dashboard.add("notifications", dashboard.PANEL)
        registry.personal_pages.add("mails", registry.PersonalPage(_("E-mails and notices"), "notifications:mails"))
        registry.reader_facts.add("notifications", queries.facts_of_reader)
        registry.personal_data.add("notifications", queries.known_of)
        registry.handovers.add("notifications", registry.Handover(lambda partner_id, leaver: [], manners.move_choices))

        autodiscover_modules("notifications", "mail_examples")
        messages.nudges.append(tasks.deliver_soon)
