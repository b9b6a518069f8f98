"""Hands the mails of the outbox to the mail server: each once, to one person, asking again whether they may have it."""

import datetime
import logging
from contextlib import suppress
from dataclasses import dataclass
from email.utils import format_datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from .models import OutboxMail

Status = OutboxMail.Status

# Longer than a mail can take: every one of an exchange's dozen answers may need EMAIL_TIMEOUT seconds.
LEASE = datetime.timedelta(minutes=5)
BACK_OFF = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
MOST_ATTEMPTS = len(BACK_OFF) + 1
BODY_KEPT = datetime.timedelta(days=30)

log = logging.getLogger(__name__)


@dataclass
class Tally:
    """What became of the mails of one round."""

    sent: int = 0
    withheld: int = 0
    failed: int = 0


def deliver_due(limit: int = 200) -> Tally:
    """Send at most `limit` mails that are due, oldest first; several workers may do so at once.

    A mail is claimed by one conditional update, sent outside any transaction, then marked; who loses a claim goes on. A
    worker that dies leaves a lease that runs out. A server that does not answer ends the round after one attempt, so
    that an outage does not use up the attempts of all that wait. Between the server's acceptance and our mark lies the
    one moment in which a kill has a mail handed over again: as the very same mail, so that it can be told apart.
    """
    tally = Tally()
    due = OutboxMail.objects.due().order_by("next_attempt_at", "pk").values_list("pk", flat=True)
    server = _Server()
    try:
        for pk in list(due[:limit]):
            mail = claim(pk)
            if mail is None:
                continue
            if not may_receive(mail):
                tally.withheld += _finish(mail, Status.WITHHELD)
                continue
            error = server.send(mail)
            if error is None:
                tally.sent += _finish(mail, Status.SENT)
                continue
            tally.failed += _postpone(mail, error)
            if _concerns_server(error):
                break
    finally:
        server.hang_up()
    return tally


def deliver_all() -> None:
    """Send what is due, round after round, while the server takes something."""
    while deliver_due().sent:
        continue


def claim(pk: int) -> OutboxMail | None:
    """Take a due mail for this worker until the lease ends; None when another worker has it or it is done.

    It goes to the address that the person has now: the one they had before may be somebody else's mailbox by then.
    """
    now = timezone.now()
    taken = (
        OutboxMail.objects.due(now)
        .filter(pk=pk)
        .update(status=Status.SENDING, claimed_until=now + LEASE, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    mail = OutboxMail.objects.select_related("recipient").get(pk=pk)
    if mail.address != mail.recipient.email:
        mail.address = mail.recipient.email
        OutboxMail.objects.filter(pk=pk).update(address=mail.address)
    return mail


def may_receive(mail: OutboxMail) -> bool:
    """Whether the recipient may still know of what the mail is about, asked anew: people leave, things change."""
    if not mail.recipient.is_active:
        return False
    if mail.about_id is not None and mail.about is None:
        return False
    return not mail.permission or mail.recipient.has_perm(mail.permission, mail.about)


def compose(mail: OutboxMail) -> EmailMultiAlternatives:
    """The mail as it travels: one recipient, both parts, and the same Message-ID and date however often it is tried."""
    headers = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(timezone.localtime(mail.created_at)),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": mail.language,
    }
    if mail.thread_id:
        headers |= {"In-Reply-To": mail.thread_id, "References": mail.thread_id}
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.address],
        headers=headers,
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def erase_old_bodies() -> int:
    """Erase the words of mails that were settled a while ago; who was told of what, and when, stays."""
    return OutboxMail.objects.with_old_bodies(timezone.now() - BODY_KEPT).update(text="", html="")


class _Server:
    """One conversation with the mail server for a whole round, begun at the first mail and begun anew after a fault."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def send(self, mail: OutboxMail) -> Exception | None:
        """Hand over one mail; returns what went wrong, whatever it is: one mail never stops the others for good."""
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
            self._connection.send_messages([compose(mail)])
        except Exception as error:
            log.warning("Mail %s was not sent: %s", mail.pk, type(error).__name__)
            self.hang_up()
            return error
        return None

    def hang_up(self) -> None:
        """End the conversation; a server that is gone already is no news."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
            self._connection = None


def _concerns_server(error: Exception) -> bool:
    """Whether the fault would meet the next mail too: no answer, no sign-in, a full disk; not a refused recipient."""
    return isinstance(error, OSError) and not isinstance(error, (SMTPRecipientsRefused, SMTPDataError))


def _finish(mail: OutboxMail, status: str) -> bool:
    changes = {"status": status, "claimed_until": None, "last_error": ""}
    if status == Status.SENT:
        changes["sent_at"] = timezone.now()
    return _settle(mail, **changes)


def _postpone(mail: OutboxMail, error: Exception) -> bool:
    """Wait longer after each failure, give up after the last; of the fault only its class is kept, never its words."""
    changes = {"last_error": type(error).__name__, "claimed_until": None}
    if mail.attempts >= MOST_ATTEMPTS:
        return _settle(mail, status=Status.DEAD, **changes)
    return _settle(mail, status=Status.QUEUED, next_attempt_at=timezone.now() + BACK_OFF[mail.attempts - 1], **changes)


def _settle(mail: OutboxMail, **changes) -> bool:
    """Write what became of the mail, if the claim is still ours; a secret mail that is settled loses its words."""
    if mail.is_secret and changes["status"] != Status.QUEUED:
        changes |= {"text": "", "html": ""}
    return bool(
        OutboxMail.objects.filter(pk=mail.pk, status=Status.SENDING, claimed_until=mail.claimed_until).update(**changes)
    )
