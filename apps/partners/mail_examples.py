"""Examples of the messages about seats and circulars, for the office to look at: nobody in them exists."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.notifications.previews import NOBODY, example, reader

from . import notifications as told
from .models import NFP, Circular, Enquiry, Invitation, Mandate, Network, Partner, SeatHandover

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def in_each_language(**texts: str) -> dict[str, str]:
    """The same words in the columns of every language."""
    return {f"{name}_{language}": words for name, words in texts.items() for language in LANGUAGES}


def a_partner() -> Partner:
    """A partner that does not exist."""
    return Partner(pk=NOBODY, code="XX", **in_each_language(name=_("Name of the partner")))


def a_network() -> Network:
    """The main network, as far as an example needs it."""
    return Network(pk=NOBODY, code=NFP, **in_each_language(name=_("National Focal Points")))


def a_mandate() -> Mandate:
    """The invented reader acts for that partner."""
    role = Mandate.Role.HEAD
    return Mandate(pk=NOBODY, user=reader(get_language()), partner=a_partner(), network=a_network(), role=role)


@example("partners.invitation")
def invitation() -> told.InvitationSent:
    """Somebody is invited."""
    mandate = a_mandate()
    invited = Invitation(
        pk=NOBODY,
        person=mandate.user,
        address=mandate.user.email,
        name=mandate.user.name,
        partner=mandate.partner,
        network=mandate.network,
        role=mandate.role,
        invited_by=mandate.user,
        expires_at=timezone.now() + datetime.timedelta(days=14),
    )
    return told.InvitationSent(invited)


@example("partners.mandate_announced")
def mandate_announced() -> told.MandateAnnounced:
    """A further mandate."""
    return told.MandateAnnounced(a_mandate())


@example("partners.welcome")
def welcome() -> told.Welcome:
    """The first steps."""
    return told.Welcome(a_mandate())


@example("partners.seat_taken_over")
def seat_taken_over() -> told.SeatTakenOver:
    """A seat is handed over."""
    ended = a_mandate()
    handover = SeatHandover(
        pk=NOBODY,
        partner=ended.partner,
        network=ended.network,
        ended=ended,
        successor=ended.user,
        handed_over_by=ended.user,
        note=_("A word of the predecessor."),
    )
    return told.SeatTakenOver(handover)


@example("partners.still_in_post")
def still_in_post() -> told.StillInPost:
    """The question of each quarter."""
    return told.StillInPost(a_mandate(), days=0)


@example("partners.access_paused")
def access_paused() -> told.AccessPaused:
    """Nobody answered."""
    return told.AccessPaused(a_mandate(), days=0)


@example("partners.enquiry_received")
def enquiry_received() -> told.EnquiryReceived:
    """Somebody wrote to the secretariat."""
    person = reader(get_language())
    kind = Enquiry.Kind.values[0]
    asked = Enquiry(pk=NOBODY, kind=kind, name=person.name, address=person.email, partner=a_partner())
    return told.EnquiryReceived(asked)


@example("partners.circular")
def circular() -> told.CircularSent:
    """The secretariat writes to seats."""
    texts = in_each_language(title=_("Title of the circular"), body=_("The text of the circular, as it was written."))
    return told.CircularSent(Circular(network=a_network(), **texts))
