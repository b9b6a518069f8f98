"""What the office decides about the dashboard, and the office's own shortcut there."""

from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import OfficeSetting
from apps.common.registry import Shortcut

SETTINGS = (
    OfficeSetting(
        "pages.visit_ends_after",
        30,
        label=_("Minutes of silence after which a visit to the space is over"),
        help_text=_("On the dashboard, what came since the end of the visit before is marked as new."),
        least=5,
        most=1440,
    ),
)
SHORTCUTS = {"office": Shortcut(_("Open the office"), "admin:index", "accounts.enter_office", position=0)}
