"""A seat passes from one person to another, in one action."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.access import require

from ..models import Invitation, Mandate, SeatHandover
from ..notifications import SeatTakenOver
from .invitations import write
from .mandates import SeatChanged, close, standing
from .moving import move_everything


@dataclass(frozen=True)
class Successor:
    """Who comes after: a colleague of the seat, a person to invite by address, or, with neither, nobody yet."""

    colleague: User | None = None
    address: str = ""
    name: str = ""
    language: str = "en"


@transaction.atomic
def hand_over_seat(mandate: Mandate, successor: Successor, *, by: User, note: str = "") -> SeatHandover:
    """End a mandate now and let the successor have its role; all or nothing.

    A colleague takes over at once, who is invited with their acceptance. Asks `partners.hand_over_mandate`. Raises
    `SeatChanged` where the mandate has ended meanwhile, `ValidationError` at `colleague` or `address`.
    """
    mandate = standing(mandate)
    require(by, "partners.hand_over_mandate", mandate)
    if by.pk != mandate.user_id and not by.has_perm("partners.invite_mandate"):
        require(by, "partners.end_mandate", mandate)
    handover = SeatHandover(partner=mandate.partner, network=mandate.network, ended=mandate, handed_over_by=by)
    handover.note = note
    close(mandate, by=by)
    if successor.colleague is not None:
        handover.successor, handover.completed_at = successor.colleague, timezone.now()
        _promote(mandate, successor.colleague, by=by)
    elif successor.address:
        handover.invitation = _invited(mandate, successor, by=by)
        handover.successor = handover.invitation.person
    handover.save()
    if handover.completed_at or handover.successor is None:
        move_everything(handover, handover.successor)
    if handover.completed_at:
        SeatTakenOver(handover).queue_for([User.objects.get(pk=handover.successor_id)])
    return handover


def _promote(ended: Mandate, colleague: User, *, by: User) -> None:
    """Give a colleague of the seat the role of who left, unless they have a higher one."""
    theirs = Mandate.objects.standing().of_seat(ended).filter(user=colleague).select_related("network").first()
    if theirs is None or theirs.user_id == ended.user_id:
        raise ValidationError({"colleague": _("This person does not act for the seat any more. Please choose again.")})
    ranks = Mandate.Role.values.index
    if ranks(ended.role) < ranks(theirs.role):
        theirs.role, theirs._history_user = ended.role, by
        theirs.full_clean()
        theirs.save()


def _invited(ended: Mandate, successor: Successor, *, by: User) -> Invitation:
    if successor.address.lower() == ended.user.email:
        raise ValidationError({"address": _("This is the address of the person who leaves.")})
    if ended.role == Mandate.Role.HEAD:
        for waiting in Invitation.objects.unanswered().of_seat(ended).filter(role=Mandate.Role.HEAD):
            waiting.revoked_at = timezone.now()
            waiting.save()
    return write(
        ended.seat,
        by=by,
        address=successor.address,
        name=successor.name,
        language=successor.language,
        role=ended.role,
    )


__all__ = ["SeatChanged", "Successor", "hand_over_seat"]
