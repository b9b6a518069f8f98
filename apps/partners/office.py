"""What the office decides about seats: periods of invitations and of the question, and what observers are."""

from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import OfficeSetting

_READS = _("Otherwise they have the directory, the papers and the meetings of their network only.")
_WRITES = _("Otherwise they read, whatever their mandates say.")
_ASKED = _("Whether they answer or not, they are never counted as silent.")
SETTINGS = (
    OfficeSetting("partners.invitation_days", 14, _("Days for which an invitation opens"), least=1, most=90),
    OfficeSetting(
        "partners.ask_after_days",
        90,
        _("Days after which people are asked whether they are still in post"),
        least=7,
        most=720,
    ),
    OfficeSetting(
        "partners.pause_after_days",
        180,
        _("Days without an answer after which access is paused"),
        _("Counted from the last answer. People are reminded 30 days, 7 days and one day before."),
        least=45,
        most=1500,
    ),
    OfficeSetting("partners.observer_states_read", True, _("Observer states read what all seats read"), _READS),
    OfficeSetting("partners.observer_states_act", False, _("Observer states may comment, write and offer"), _WRITES),
    OfficeSetting("partners.observer_states_asked", False, _("Observer states are asked for their answers"), _ASKED),
    OfficeSetting(
        "partners.observer_organisations_read", True, _("Observer organisations read what all seats read"), _READS
    ),
    OfficeSetting(
        "partners.observer_organisations_act", False, _("Observer organisations may comment, write and offer"), _WRITES
    ),
    OfficeSetting(
        "partners.observer_organisations_asked", False, _("Observer organisations are asked for their answers"), _ASKED
    ),
)
