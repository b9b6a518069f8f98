"""What the office decides about the laboratory."""

from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import OfficeSetting

from . import periods, queries

SETTINGS = (
    OfficeSetting(
        periods.LOOK_WITHIN,
        5,
        label=_("Working days within which the secretariat looks at a proposal"),
        help_text=_("Counted from the moment at which it was sent; then the queue shows it as overdue."),
        least=1,
        most=60,
    ),
    OfficeSetting(
        periods.ANSWER_WITHIN,
        60,
        label=_("Days within which a partner answers an offer of support"),
        help_text=_("Shown on the partner’s dashboard and in the queue; an offer stays open afterwards."),
        least=1,
        most=365,
    ),
    OfficeSetting(
        queries.SILENT_AFTER,
        60,
        label=_("Days after which an open proposal without an offer comes into the queue"),
        least=1,
        most=365,
    ),
)
