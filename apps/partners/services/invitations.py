"""Invitations: sent, sent again, revoked and accepted; whoever accepts acts for the seat from that moment."""

import datetime
import hashlib
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.access import require
from apps.common.office_settings import office_setting
from apps.notifications.models import OutboxMail

from ..models import Enquiry, Invitation, Mandate, Seat
from ..notifications import InvitationSent, SeatTakenOver, Welcome
from ..rules import GIVEN_BY_HEAD
from . import enquiries
from .mandates import SeatChanged, begin, lock_seats_of
from .moving import move_everything

PAUSE = datetime.timedelta(minutes=10)
MOST_AN_HOUR = 3


class InvitationClosed(Exception):
    """The link opens nothing: `invitation` tells why, None where it is not one of ours."""

    def __init__(self, invitation: Invitation | None = None) -> None:
        super().__init__()
        self.invitation = invitation


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_to_seat(seat: Seat, *, by: User, address: str, name: str, language: str, role: str) -> Invitation:
    """Invite a person to act for the seat, by one mail in their language.

    Asks `partners.manage_seat`; a head gives no role above GIVEN_BY_HEAD. Raises `ValidationError` at `address` or
    `role`, in words for a form, where the person acts there or is invited already, or the seat has a head.
    """
    require(by, "partners.manage_seat", seat)
    lock_seats_of(seat.partner_id)
    if role not in GIVEN_BY_HEAD:
        if not by.has_perm("partners.invite_mandate"):
            raise ValidationError({"role": _("To pass the headship on, please use the hand-over.")})
        refuse_second_head(seat)
    return write(seat, by=by, address=address, name=name, language=language, role=role)


def refuse_second_head(seat: Seat) -> None:
    """Raise `ValidationError` at `role` where the seat has a head now."""
    if Mandate.objects.standing().of_seat(seat).filter(role=Mandate.Role.HEAD).exists():
        raise ValidationError({"role": _("This seat has a head focal point. Please use the hand-over.")})


def write(seat: Seat, *, by: User, address: str, name: str, language: str, role: str) -> Invitation:
    """Write an invitation and queue its mail, in the transaction and under the lock of the caller."""
    person = _person_at(address, name=name, language=language)
    if not person.is_active or _told_often(person):
        raise ValidationError({"address": _("This address cannot be invited now. Please write to the secretariat.")})
    if Mandate.objects.standing().of_seat(seat).filter(user=person).exists():
        raise ValidationError({"address": _("This person acts for the seat already.")})
    if Invitation.objects.unanswered().of_seat(seat).filter(person=person).exists():
        raise ValidationError({"address": _("This person is invited already: the invitation can be sent again.")})
    return _write(Invitation(person=person, name=name, partner=seat.partner, network=seat.network, role=role), by=by)


def _person_at(address: str, *, name: str, language: str) -> User:
    """The account of that address, made where there is none; who never signed in reads the language chosen last."""
    person = User.objects.filter(email=address.lower()).first()
    if person is None:
        try:
            with transaction.atomic():
                return User.objects.create_user(address, name=name, language=language)
        except IntegrityError:  # another seat invited the same person in this very moment
            person = User.objects.get(email=address.lower())
    if person.last_login is None and not person.has_usable_password() and person.language != language:
        person.language = language
        person.save(update_fields=["language"])
    return person


def invite_holder(mandate: Mandate, *, by: User) -> Invitation | None:
    """Invite the holder of a mandate that the office entered and who never signed in; None where it was just sent."""
    waiting = Invitation.objects.unanswered().of_seat(mandate.seat).filter(person=mandate.user_id)
    open_one = waiting.select_related("person", "partner", "network").first()
    if open_one is not None:
        open_one.mandate, open_one.role = mandate, mandate.role
        return renew(open_one) if open_one.sent_at <= timezone.now() - PAUSE else None
    invitation = Invitation(
        person=mandate.user,
        name=mandate.user.name,
        partner=mandate.partner,
        network=mandate.network,
        role=mandate.role,
        mandate=mandate,
    )
    return _write(invitation, by=by)


def _write(invitation: Invitation, *, by: User) -> Invitation:
    token = secrets.token_urlsafe(32)
    invitation.invited_by, invitation.address = by, invitation.person.email
    invitation.language, invitation.token_digest = invitation.person.language, digest_of(token)
    invitation.expires_at = _expiry()
    invitation.save()
    InvitationSent(invitation, token=token).queue_for([invitation.person])
    return invitation


def _expiry() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=office_setting("partners.invitation_days"))


def _told_often(person: User) -> bool:
    """Whether so many invitations went to the address within an hour that the portal would be a nuisance."""
    since = timezone.now() - datetime.timedelta(hours=1)
    mails = OutboxMail.objects.filter(recipient=person, message=InvitationSent.name, created_at__gt=since)
    return mails.count() >= MOST_AN_HOUR


@transaction.atomic
def resend(invitation: Invitation, *, by: User) -> bool:
    """Send an unanswered invitation again, with a new link; the old one dies. False where it went out a moment ago.

    Raises `SeatChanged` where it was accepted or revoked meanwhile.
    """
    invitation = _unanswered(invitation)
    require(by, "partners.resend_invitation", invitation)
    if invitation.sent_at > timezone.now() - PAUSE or _told_often(invitation.person):
        return False
    return renew(invitation) is not None


def renew(invitation: Invitation) -> Invitation:
    """Give an invitation a new link and time, and mail it to the address that it had from the beginning."""
    token = secrets.token_urlsafe(32)
    invitation.token_digest, invitation.expires_at = digest_of(token), _expiry()
    invitation.sent_at, invitation.times_sent = timezone.now(), invitation.times_sent + 1
    invitation.save()
    InvitationSent(invitation, token=token).queue_for([invitation.person])
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """Let the link open nothing any more; a mail that still waits is withheld. Raises `SeatChanged`."""
    invitation = _unanswered(invitation)
    require(by, "partners.revoke_invitation", invitation)
    invitation.revoked_at = timezone.now()
    invitation.save()
    return invitation


def _unanswered(invitation: Invitation) -> Invitation:
    lock_seats_of(invitation.partner_id)
    fresh = Invitation.objects.select_related("person", "partner", "network").get(pk=invitation.pk)
    if not fresh.is_unanswered:
        raise SeatChanged
    return fresh


def invitation_of(token: str) -> Invitation:
    """The invitation that the token opens; raises `InvitationClosed`. Changes nothing: mail scanners open links too."""
    invitation = (
        Invitation.objects.select_related("person", "partner", "network", "invited_by", "mandate")
        .filter(token_digest=digest_of(token))
        .first()
    )
    if invitation is None or not invitation.person.has_perm("partners.accept_invitation", invitation):
        raise InvitationClosed(invitation)
    return invitation


def needs_sign_in(invitation: Invitation) -> bool:
    """Whether the person has an account in use, and accepts by signing in; else they choose how to sign in."""
    return invitation.person.last_login is not None or invitation.person.has_usable_password()


def accept(token: str, *, by: User | None) -> Invitation:
    """Begin the mandate that the invitation offers; `by` is who is signed in, None for a person without an account yet.

    Raises `InvitationClosed` for a link that is used up, `PermissionDenied` where somebody else is signed in, and
    `SeatChanged` where the seat has a head meanwhile: then the secretariat is told.
    """
    try:
        return _accept(token, by)
    except ValidationError as refusal:
        invitation = invitation_of(token)
        with transaction.atomic():
            enquiries.record(Enquiry.Kind.INVITATION, person=invitation.person, partner=invitation.partner)
        raise SeatChanged from refusal


@transaction.atomic
def _accept(token: str, by: User | None) -> Invitation:
    lock_seats_of(invitation_of(token).partner_id)
    invitation = invitation_of(token)
    if (by is None and needs_sign_in(invitation)) or (by is not None and by.pk != invitation.person_id):
        raise PermissionDenied
    if invitation.mandate is None:
        invitation.mandate = begin(invitation.person, invitation.seat, invitation.role)
    elif not invitation.mandate.is_standing:
        raise InvitationClosed(invitation)
    invitation.accepted_at = timezone.now()
    invitation.save()
    _greet(invitation)
    return invitation


def _greet(invitation: Invitation) -> None:
    """One mail to who begins: what is open where a seat was handed over to them, else the welcome."""
    person = User.objects.get(pk=invitation.person_id)
    handover = getattr(invitation, "handover", None)
    if handover is None:
        Welcome(invitation.mandate).queue_for([person])
        return
    handover.completed_at = invitation.accepted_at
    handover.save()
    move_everything(handover, person)
    SeatTakenOver(handover).queue_for([person])


@transaction.atomic
def ask_for_new_one(token: str) -> str:
    """What an invited person can do about a link that opens nothing any more: "sent", "asked" or, as for none, "".

    An expired one is sent again to the same address; of a revoked one the secretariat is asked. Neither more often than
    every ten minutes, nor than three times an hour.
    """
    invitation = Invitation.objects.select_related("person", "invited_by").filter(token_digest=digest_of(token)).first()
    if invitation is None or not invitation.person.is_active or invitation.accepted_at:
        return ""
    lock_seats_of(invitation.partner_id)
    if invitation.has_expired and invitation.invited_by.has_perm("partners.resend_invitation", invitation):
        if invitation.sent_at <= timezone.now() - PAUSE and not _told_often(invitation.person):
            renew(invitation)
        return "sent"
    enquiries.record(
        Enquiry.Kind.INVITATION, person=invitation.person, partner=invitation.partner, name=invitation.name
    )
    return "asked"
