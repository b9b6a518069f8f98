"""Examples of what is said when a standing offer and a proposal fit."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.notifications.previews import NOBODY, example, reader
from apps.partners.mail_examples import a_partner

from .. import notifications as told
from ..models import StandingOffer
from .base import a_proposal


@example("lab.match_found")
def match_found() -> told.MatchFound:
    """One that seeks what somebody holds ready."""
    facts = {"standing": "example", "offered": _("Title of the standing offer"), "written_in": get_language()}
    return told.MatchFound(a_proposal(), **facts)


@example("lab.standing_fits")
def standing_fits() -> told.StandingFits:
    """One that fits two proposals."""
    standing = StandingOffer(
        pk=NOBODY,
        reference="example",
        partner=a_partner(),
        author=reader(get_language()),
        kind=StandingOffer.Kind.EXPERTISE,
        language=get_language(),
        title=_("Title of the standing offer"),
    )
    return told.StandingFits(standing, number=2)
