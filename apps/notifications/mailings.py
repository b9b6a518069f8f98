"""Mailings of the office: confirmed once, for as many people as were shown, and stopped while the minute lasts."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from apps.common.access import require

from .messages import Message
from .models import Mailing, OutboxMail


@transaction.atomic
def confirm_mailing(
    message: Message, people: Iterable[Any], *, by: Any, once: str, attachments: Sequence = ()
) -> Mailing:
    """Queue a message for many, to leave in a minute. Asks `notifications.confirm_mailing`.

    `once` is the key of the form that was confirmed: the same key again, as by a button pressed twice, is the mailing
    that is there already, and nothing is queued anew.
    """
    require(by, "notifications.confirm_mailing")
    people = [person for person in people if person.is_active]
    about = message.about
    mailing, is_new = Mailing.objects.get_or_create(
        once=once,
        defaults={
            "message": message.name,
            "about_type": ContentType.objects.get_for_model(about) if about is not None else None,
            "about_id": about.pk if about is not None else None,
            "confirmed_by": by,
            "recipients": len(people),
        },
    )
    if is_new:
        message.queue_for(people, mailing=mailing, attachments=attachments)
    return mailing


@transaction.atomic
def stop_mailing(mailing: Mailing, *, by: Any) -> bool:
    """Stop a mailing before it leaves; returns whether it was still to be stopped. Asks `notifications.stop_mailing`.

    One conditional update decides between this and the clock, and between two who press at once; then every mail that
    no worker has taken is stopped by another. A mail that a worker has taken all the same may leave.
    """
    require(by, "notifications.stop_mailing", mailing)
    now = timezone.now()
    if not Mailing.objects.stoppable(now).filter(pk=mailing.pk).update(stopped_at=now, stopped_by=by):
        return False
    waiting = OutboxMail.objects.filter(mailing=mailing, status=OutboxMail.Status.QUEUED)
    waiting.update(status=OutboxMail.Status.STOPPED)
    mailing.refresh_from_db()
    return True
