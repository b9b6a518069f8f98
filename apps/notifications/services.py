"""Lets colleagues into the office, and back in whoever forgot a password."""

import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.access import require

from .messages import Message
from .models import OutboxMail
from .notifications import OfficeAccess, OfficeInvitation, PasswordResetLink

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


def was_told_lately(user: User, message: Message) -> bool:
    """Whether the same message about the same thing was queued for this person a moment ago: a button pressed twice."""
    mails = OutboxMail.objects.filter(recipient=user, message=message.name, created_at__gt=timezone.now() - PAUSE)
    return mails.filter(about_id=message.about.pk if message.about is not None else None).exists()
