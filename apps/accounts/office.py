"""What the office decides about sign-in."""

from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import OfficeSetting

from .sessions import SHORTEST_IDLE

SETTINGS = (
    OfficeSetting(
        "accounts.idle_minutes",
        30,
        label=_("Members of the office are signed out after so many minutes of doing nothing"),
        help_text=_("Twelve hours after sign-in they are signed out in any case."),
        least=SHORTEST_IDLE,
        most=720,
    ),
    OfficeSetting(
        "accounts.trusted_days",
        30,
        label=_("Focal points may stay signed in on a device that they trust, for so many days"),
        help_text=_("0 offers it no longer, and ends such sessions after twelve hours."),
        least=0,
        most=30,
    ),
)
