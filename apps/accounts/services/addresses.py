"""Moves an account to another address once both mailboxes have said yes, each by a link that is good once."""

import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.core import signing
from django.db import transaction
from django.utils import timezone

from ..models import ADDRESS_CHANGE_HOLDS, AddressChange, User
from .access import note

SALT = "apps.accounts.address"
OLD, NEW = "old", "new"
MOST_IN_AN_HOUR = 3


class AddressLinkClosed(Exception):
    """The link has expired, was used, or is not one of ours; which of them is nobody's business."""


class TooManyChanges(Exception):
    """This person asked for another address three times within an hour: no mailbox is flooded by way of the portal."""


def ask_for_address(user: User, address: str) -> AddressChange:
    """Begin to move the account to this address: an earlier wish is dropped, both mailboxes are written to.

    Whether the address belongs to another account is found out by the worker, so that the answer and the time it takes
    are the same; its owner is told, and nothing moves. The worker is called after the commit. Raises `TooManyChanges`.
    """
    change = _begin_change(user, address.lower())
    get_adapter().ask_for_address_links(change.pk)
    return change


@transaction.atomic
def _begin_change(user: User, address: str) -> AddressChange:
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    now = timezone.now()
    lately = AddressChange.objects.filter(person=user, asked_at__gt=now - datetime.timedelta(hours=1))
    if lately.count() >= MOST_IN_AN_HOUR:
        raise TooManyChanges
    AddressChange.objects.open(now).filter(person=user).update(dropped_at=now)
    change = AddressChange.objects.create(person=user, old_address=user.email, new_address=address)
    note(user, "address_asked")
    return change


def withdraw_change(user: User) -> None:
    """Drop whatever change of address this person has under way."""
    AddressChange.objects.open().filter(person=user).update(dropped_at=timezone.now())


def make_address_token(change: AddressChange, side: str) -> str:
    """A token by which one of the two mailboxes, `OLD` or `NEW`, confirms the change, once."""
    return signing.dumps({"change": change.pk, "side": side}, salt=SALT)


def change_of_token(token: str) -> tuple[AddressChange, str]:
    """The change that the token is about, and its side; raises `AddressLinkClosed`. Changes nothing."""
    return _change_of_token(token, AddressChange.objects.select_related("person"))


@transaction.atomic
def answer_address_link(token: str, *, is_confirmed: bool) -> AddressChange:
    """Confirm the change for the token's side, or drop it; when both sides have confirmed, the account moves.

    The row is locked, so that of two who press at once one is heard. Both mailboxes are told when it is done. An
    address that somebody else has taken meanwhile ends the change. Raises `AddressLinkClosed`.
    """
    change, side = _change_of_token(token, AddressChange.objects.select_for_update(of=("self",)))
    now = timezone.now()
    if not is_confirmed:
        change.dropped_at = now
    elif side == OLD:
        change.old_confirmed_at = now
    else:
        change.new_confirmed_at = now
    if change.old_confirmed_at and change.new_confirmed_at:
        _move(change, now)
    change.save()
    return change


def _change_of_token(token: str, changes: Any) -> tuple[AddressChange, str]:
    try:
        claims = signing.loads(token, salt=SALT, max_age=ADDRESS_CHANGE_HOLDS)
        change = changes.open().get(pk=claims["change"])
    except (signing.BadSignature, AddressChange.DoesNotExist) as error:
        raise AddressLinkClosed from error
    is_used = change.old_confirmed_at if claims["side"] == OLD else change.new_confirmed_at
    if is_used or not change.person.is_active or change.person.email != change.old_address:
        raise AddressLinkClosed
    return change, claims["side"]


def _move(change: AddressChange, now: datetime.datetime) -> None:
    if User.objects.filter(email=change.new_address).exists():
        change.dropped_at = now
        return
    person = User.objects.select_for_update(of=("self",)).get(pk=change.person_id)
    person.email = change.new_address
    person.save(update_fields=["email"])
    change.done_at = now
    note(person, "address")
    get_adapter().tell_of_new_address(person, change.old_address)
