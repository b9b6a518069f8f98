"""What the office does with mails of the outbox by hand: queue again, send once more, give up, settle a doubt."""

import datetime
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.common.access import require

from . import messages
from .models import OutboxMail, ReturnedMail
from .returns import release_held

Status = OutboxMail.Status
NEVER_WENT_OUT = (Status.DEAD, Status.HELD, Status.STOPPED)
TO_GIVE_UP = (Status.QUEUED, Status.HELD, Status.DEAD)
PAUSE = datetime.timedelta(minutes=10)
COPIED = (
    "recipient_id",
    "language",
    "message",
    "subject",
    "text",
    "html",
    "thread_id",
    "about_type_id",
    "about_id",
    "permission",
    "topic",
    "attachments",
)


def _open(mail: OutboxMail, by: Any) -> OutboxMail:
    """The mail, locked, once the permission was asked."""
    require(by, "notifications.resend_outboxmail", mail)
    return OutboxMail.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=mail.pk)


def _refuse_without_words(mail: OutboxMail) -> None:
    """What opened an account, and what is older than a month, has no words any more (`ValidationError`)."""
    if mail.is_secret or not mail.text:
        raise ValidationError(
            _("The words of this mail are erased. What it was about has a button of its own that sends a new one.")
        )


@transaction.atomic
def resend(mail: OutboxMail, *, by: Any) -> None:
    """Queue a mail that never went out, with the same Message-ID, because it is the same mail.

    Refuses (`ValidationError`) what went out or is on its way, and what the office stopped as a whole.
    """
    mail = _open(mail, by)
    _refuse_without_words(mail)
    is_of_stopped = mail.mailing is not None and mail.mailing.is_stopped
    if mail.status not in NEVER_WENT_OUT or is_of_stopped:
        raise ValidationError(_("This mail is sent, on its way, or part of a mailing that was stopped."))
    mail.status, mail.attempts, mail.last_error, mail.next_attempt_at = Status.QUEUED, 0, "", timezone.now()
    mail.save(update_fields=["status", "attempts", "last_error", "next_attempt_at"])
    _ring()


@transaction.atomic
def send_again(mail: OutboxMail, *, by: Any) -> OutboxMail:
    """Send a mail that went out once more, to somebody who lost it: a new mail with a Message-ID of its own.

    Whether the person may have it is asked anew. Refuses (`ValidationError`) what did not go out, and a second press.
    """
    mail = _open(mail, by)
    _refuse_without_words(mail)
    if mail.status != Status.SENT:
        raise ValidationError(_("This mail did not go out yet: queue it again instead."))
    fields = {name: getattr(mail, name) for name in COPIED}
    same = {name: fields[name] for name in ("recipient_id", "message", "about_type_id", "about_id", "subject")}
    if OutboxMail.objects.filter(**same, created_at__gt=timezone.now() - PAUSE).exclude(pk=mail.pk).exists():
        raise ValidationError(_("The same mail was queued for this person a moment ago."))
    message_id = f"<{secrets.token_hex(16)}@{messages.mail_domain()}>"
    copy = OutboxMail.objects.create(**fields, address=mail.recipient.email, message_id=message_id)
    mail.told.update(digest=copy)
    _ring()
    return copy


@transaction.atomic
def give_up(mail: OutboxMail, *, by: Any) -> None:
    """Send this mail no more; refuses (`ValidationError`) what is sent or on its way."""
    mail = _open(mail, by)
    if mail.status not in TO_GIVE_UP:
        raise ValidationError(_("This mail is sent, on its way, or stopped already."))
    mail.status = Status.STOPPED
    if mail.is_secret:
        mail.text = mail.html = ""
    mail.save(update_fields=["status", "text", "html"])


@transaction.atomic
def settle(returned: ReturnedMail, *, by: Any) -> bool:
    """Trust this address again: what was held for it is queued. Returns whether there was still a doubt."""
    require(by, "notifications.settle_returnedmail", returned)
    doubts = ReturnedMail.objects.filter(person=returned.person_id, address=returned.address, settled_at__isnull=True)
    number = doubts.update(settled_at=timezone.now())
    if release_held():
        _ring()
    return bool(number)


def _ring() -> None:
    for nudge in messages.nudges:
        transaction.on_commit(nudge)
