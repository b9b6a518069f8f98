"""What the office decides about the laboratory."""

from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import OfficeSetting

from . import periods

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
        periods.EXPLAIN_WITHIN,
        5,
        label=_("Working days within which a seat answers what the secretariat asked"),
        help_text=_("Until the answer is there, the days of the secretariat do not count; then they begin anew."),
        least=1,
        most=60,
    ),
    OfficeSetting(
        periods.ESCALATE_AFTER,
        3,
        label=_("Working days overdue after which the head of the secretariat is told of a proposal not looked at"),
        help_text=_("Where nobody is head, the whole secretariat is told."),
        least=1,
        most=60,
    ),
    OfficeSetting(
        periods.OFFERS_WITHIN,
        2,
        label=_("Months during which a request for assistance takes offers"),
        help_text=_("From its publication; the secretariat and the partner may set another date for each request."),
        least=1,
        most=24,
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
        periods.SILENT_AFTER,
        60,
        label=_("Days without news after which the seat of a proposal is asked for one line"),
        help_text=_("A step, a comment, an offer or a line is news. Without any offer it also comes into the queue."),
        least=1,
        most=365,
    ),
    OfficeSetting(
        periods.RETURN_WITHIN,
        10,
        label=_("Working days within which a seat completes a proposal that was returned"),
        help_text=_("Shown on its page and on the desk of the seat; it may be sent afterwards too."),
        least=1,
        most=120,
    ),
    OfficeSetting(
        periods.DRAFT_AFTER,
        30,
        label=_("Days after which a draft is recalled to its seat"),
        help_text=_("Counted from its last change, and again and again; a draft is never overdue."),
        least=1,
        most=365,
    ),
    OfficeSetting(
        periods.SUGGESTION_WITHIN,
        10,
        label=_("Working days within which a suggestion is answered by whom it is put to"),
        help_text=_("From its publication; shown to the seat that suggests and to the addressee."),
        least=1,
        most=120,
    ),
    OfficeSetting(
        periods.COMPILE_WITHIN,
        10,
        label=_("Working days within which the answers to questions to all are compiled"),
        help_text=_("From the moment at which the questions are closed; shown to who asked and to the secretariat."),
        least=1,
        most=120,
    ),
)
