"""Lets colleagues into the office, and back in whoever forgot a password."""

import copy
import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import AddressChange, User
from apps.common.access import require

from .messages import Message
from .models import OutboxMail
from .notifications import (
    AddressChanged,
    AddressLink,
    AddressTaken,
    LoginCode,
    NewAddressLink,
    OfficeAccess,
    OfficeInvitation,
    PasswordResetLink,
)

PAUSE = datetime.timedelta(minutes=10)


@transaction.atomic
def invite_colleague(user: User, *, by: User) -> bool:
    """Mail a member of the office how to get in; returns False where the same mail went out a moment ago.

    Asks `accounts.invite_user`; refuses (`ValidationError`) people who may not sign in or belong to neither group.
    """
    require(by, "accounts.invite_user", user)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.has_perm("accounts.enter_office"):
        raise ValidationError(_("This person does not belong to the office: add them to a group first."))
    message = OfficeInvitation() if user.last_login is None else OfficeAccess()
    if was_told_lately(user, message):
        return False
    return bool(message.queue_for([user]))


def send_reset_link(email: str) -> bool:
    """Queue a link to choose a new password for the active account with this address; returns whether there is one."""
    person = User.objects.active().filter(email=email.lower()).first()
    if person is None:
        return False
    link = PasswordResetLink(uid=user_pk_to_url_str(person), key=default_token_generator.make_token(person))
    with transaction.atomic():
        return bool(link.queue_for([person]))


def send_login_code(email: str, code: str) -> bool:
    """Queue the code for the active account with this address; returns whether there is one."""
    person = User.objects.active().filter(email=email.lower()).first()
    if person is None:
        return False
    with transaction.atomic():
        return bool(LoginCode(code=code).queue_for([person]))


@transaction.atomic
def send_address_links(change_id: int) -> bool:
    """Write to both mailboxes of a change of address that still waits; returns whether it does.

    Where the new address has an account already, its owner is told instead, and the change never comes about.
    """
    change = AddressChange.objects.open().select_related("person").filter(pk=change_id).first()
    if change is None:
        return False
    AddressLink(change).queue_for([change.person])
    owner = User.objects.active().filter(email=change.new_address).first()
    if owner is None:
        # The address may be a slip: whoever reads there learns no name.
        NewAddressLink(change).queue_for([_at(change.person, change.new_address, name="")])
    else:
        AddressTaken().queue_for([owner])
    return True


def tell_of_new_address(person: User, former: str) -> None:
    """Tell the new mailbox and the former one that the account has moved; call it in the transaction of the change."""
    AddressChanged().queue_for([person, _at(person, former)])


def _at(person: User, address: str, **changed: str) -> User:
    """The person as reached at another address; never saved."""
    there = copy.copy(person)
    there.email = address
    for name, value in changed.items():
        setattr(there, name, value)
    return there


def was_told_lately(user: User, message: Message) -> bool:
    """Whether the same message about the same thing was queued for this person a moment ago: a button pressed twice."""
    mails = OutboxMail.objects.filter(recipient=user, message=message.name, created_at__gt=timezone.now() - PAUSE)
    return mails.filter(about_id=message.about.pk if message.about is not None else None).exists()
