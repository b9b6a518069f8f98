"""What the office decides about mails: when digests leave, and how many reminders a seat may have."""

from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import OfficeSetting

WEEKDAYS = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)

SETTINGS = (
    OfficeSetting(
        "notifications.reminders_a_week",
        3,
        label=_("Reminders that a seat receives within seven days, at most"),
        help_text=_("What is above this number stands in the inbox and in the weekly digest."),
        least=1,
        most=20,
    ),
    OfficeSetting(
        "notifications.remind_before",
        7,
        label=_("Days before a date at which people are reminded of it"),
        help_text=_("Never before half of the time that they have is over."),
        least=1,
        most=60,
    ),
    OfficeSetting(
        "notifications.remind_after",
        2,
        label=_("Days after a date at which people are reminded that it has passed"),
        least=1,
        most=60,
    ),
    OfficeSetting(
        "notifications.digest_hour",
        7,
        label=_("Hour at which digests leave, in the reader’s time zone"),
        least=0,
        most=23,
    ),
    OfficeSetting(
        "notifications.digest_day",
        "0",
        label=_("Day on which the weekly digest leaves"),
        choices=WEEKDAYS,
    ),
    OfficeSetting(
        "notifications.returns_before_holding",
        3,
        label=_("Mails that come back from an address before further ones are held"),
        help_text=_("Held mails leave once the address is settled or changed. Mails about the account always leave."),
        least=1,
        most=20,
    ),
)
