"""Mandates begin, change and end; all of a seat at a time wait for one another at the row of its partner."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.services import end_sessions
from apps.common.access import require
from apps.common.files import serve_private, store_privately

from ..models import Mandate, Partner, Seat
from ..rules import GIVEN_BY_HEAD


class SeatChanged(Exception):
    """The mandate or the invitation is no longer what the person had before them: somebody was faster."""


def lock_seats_of(partner_id: int) -> None:
    """Let all that changes the seats of this partner happen one after the other; only inside a transaction."""
    Partner.objects.select_for_update(of=("self",)).get(pk=partner_id)


def begin(user: User, seat: Seat, role: str) -> Mandate:
    """Begin a mandate today, in the transaction and under the lock of the caller, who has asked whether that may be.

    Raises `ValidationError` with `role` or `starts_on` where it would be a second head or a second mandate.
    """
    mandate = Mandate(user=user, partner=seat.partner, network=seat.network, role=role, starts_on=timezone.localdate())
    mandate.full_clean()
    mandate.save()
    return mandate


@transaction.atomic
def change_role(mandate: Mandate, role: str, *, by: User) -> Mandate:
    """Give a colleague another role; a head gives none above their own. Raises `SeatChanged`, `ValidationError`."""
    mandate = standing(mandate)
    require(by, "partners.change_role_mandate", mandate)
    if role not in GIVEN_BY_HEAD and not by.has_perm("partners.invite_mandate"):
        raise ValidationError({"role": _("To pass the headship on, please use the hand-over.")})
    mandate.role, mandate._history_user = role, by
    mandate.full_clean()
    mandate.save()
    return mandate


@transaction.atomic
def end(mandate: Mandate, *, by: User) -> Mandate:
    """End a mandate now; where no other is left the person is signed out everywhere. Raises `SeatChanged`."""
    mandate = standing(mandate)
    require(by, "partners.end_mandate", mandate)
    close(mandate, by=by)
    return mandate


def standing(mandate: Mandate) -> Mandate:
    """The mandate as it stands now, its seat locked; `SeatChanged` where it has ended meanwhile."""
    lock_seats_of(mandate.partner_id)
    locked = Mandate.objects.select_for_update(of=("self",))
    fresh = locked.select_related("user", "partner", "network").get(pk=mandate.pk)
    if not fresh.is_standing:
        raise SeatChanged
    return fresh


def close(mandate: Mandate, *, by: User) -> None:
    """Write the end of a mandate, in the transaction and under the lock of the caller."""
    mandate.ended_at, mandate.ends_on, mandate._history_user = timezone.now(), timezone.localdate(), by
    mandate.save()
    if not Mandate.objects.standing().filter(user=mandate.user_id).exists() and not _is_of_office(mandate.user):
        end_sessions(mandate.user)


def _is_of_office(user: User) -> bool:
    return User.objects.get(pk=user.pk).has_perm("accounts.enter_office")


@transaction.atomic
def keep_letter(mandate: Mandate, file, *, by: User) -> None:
    """Keep the letter by which the partner named the person, in the private storage; `file` was checked by its form."""
    require(by, "partners.change_mandate", mandate)
    stored = store_privately(file)
    mandate.letter_key, mandate.letter_name, mandate._history_user = stored.key, stored.display_name, by
    mandate.save(update_fields=["letter_key", "letter_name"])


def letter_of(mandate: Mandate, *, by: User):
    """The designation letter as a download, for the office only."""
    require(by, "partners.view_mandate", mandate)
    return serve_private(mandate.letter_key, mandate.letter_name)


@transaction.atomic
def lift_pause(mandate: Mandate, *, by: User) -> bool:
    """Record that the person is in post, as the office found out, and give the rights back; returns whether paused."""
    mandate = standing(mandate)
    require(by, "partners.lift_pause_mandate", mandate)
    was_paused = mandate.paused_at is not None
    mandate.confirmed_at, mandate.asked_at, mandate.paused_at = timezone.now(), None, None
    mandate._history_user = by
    mandate.save()
    return was_paused
