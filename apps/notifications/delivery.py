"""Hands the mails of the outbox to the mail server: each once, to one person, asking again whether they may have it."""

import datetime
import logging
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage as EmailHeaders
from email.mime.text import MIMEText
from email.utils import format_datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from . import digests, returns, unsubscribing
from .messages import KINDS
from .models import OutboxMail

Status = OutboxMail.Status

# Longer than a mail can take: every one of an exchange's dozen answers may need EMAIL_TIMEOUT seconds.
LEASE = datetime.timedelta(minutes=5)
BACK_OFF = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
MOST_ATTEMPTS = len(BACK_OFF) + 1
# What a provider answers about one mail; 401, 403 and 429 are about all of them.
REFUSALS_OF_ONE_MAIL = (400, 404, 406, 413, 422)
BODY_KEPT = datetime.timedelta(days=30)

log = logging.getLogger(__name__)


@dataclass
class Tally:
    """What became of the mails of one round."""

    sent: int = 0
    withheld: int = 0
    held: int = 0
    stopped: int = 0
    failed: int = 0


def deliver_due(limit: int = 200) -> Tally:
    """Send at most `limit` mails that are due, oldest first; several workers may do so at once.

    A mail is claimed by one conditional update, sent outside any transaction, then marked; who loses a claim goes on. A
    worker that dies leaves a lease that runs out. A server that does not answer ends the round after one attempt, so
    that an outage does not use up the attempts of all that wait. Between the server's acceptance and our mark lies the
    one moment in which a kill has a mail handed over again: as the very same mail, so that it can be told apart.
    """
    tally = Tally()
    returns.release_held()
    due = OutboxMail.objects.due().order_by("next_attempt_at", "pk").values_list("pk", flat=True)
    server = _Server()
    try:
        for pk in list(due[:limit]):
            mail = claim(pk)
            if mail is None:
                continue
            if refusal := why_not(mail):
                _count(tally, refusal, _finish(mail, refusal))
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

    It goes to the address that the person has now: the one they had before may be somebody else's mailbox by then. Only
    a message that says so goes to the address that it is about.
    """
    now = timezone.now()
    taken = (
        OutboxMail.objects.due(now)
        .filter(pk=pk)
        .update(status=Status.SENDING, claimed_until=now + LEASE, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    mail = OutboxMail.objects.select_related("recipient", "mailing").get(pk=pk)
    if mail.address != mail.recipient.email and not _keeps_address(mail):
        mail.address = mail.recipient.email
        OutboxMail.objects.filter(pk=pk).update(address=mail.address)
    return mail


def _keeps_address(mail: OutboxMail) -> bool:
    return mail.message in KINDS and KINDS[mail.message].keeps_address


def why_not(mail: OutboxMail) -> str:
    """The status of a claimed mail that must not be sent; empty where it may go."""
    if mail.mailing is not None and mail.mailing.is_stopped:
        return Status.STOPPED
    if not may_receive(mail) or not digests.may_leave(mail):
        return Status.WITHHELD
    return Status.HELD if returns.is_held_back(mail) else ""


def may_receive(mail: OutboxMail) -> bool:
    """Whether the recipient may still know of what the mail is about, asked anew: people leave, things change."""
    if not mail.recipient.is_active:
        return False
    if mail.about_id is not None and mail.about is None:
        return False
    if mail.permission:
        return mail.recipient.has_perm(mail.permission, mail.about)
    kind = KINDS.get(mail.message)
    is_for_members = kind is None or not kind.is_about_account
    return not is_for_members or mail.recipient.has_perm("accounts.enter_portal")


def compose(mail: OutboxMail) -> EmailMultiAlternatives:
    """The mail as it travels: one recipient, both parts, and the same Message-ID and date however often it is tried."""
    headers = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(timezone.localtime(mail.created_at)),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": mail.language,
        **unsubscribing.headers_of(mail),
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
    for attachment in mail.attachments:
        message.attach(_attached(attachment))
    _say_where_it_returns_to(message, mail)
    return message


def _attached(attachment: dict[str, str]) -> MIMEText:
    """A small text as a file of the mail, with the parameters of its type, such as the method of a calendar entry."""
    kind = EmailHeaders()
    kind["Content-Type"] = attachment["content_type"]
    part = MIMEText(attachment["text"], kind.get_content_subtype(), "utf-8")
    for name, value in kind["Content-Type"].params.items():
        if name != "charset":
            part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment["name"])
    return part


def _say_where_it_returns_to(message: EmailMultiAlternatives, mail: OutboxMail) -> None:
    """Let whatever comes back name this very mail: to a provider by its own note, else by the envelope's sender."""
    if settings.EMAIL_PROVIDER:
        message.metadata = {"mail": returns.token_of(mail)}
    elif address := returns.return_address(mail):
        message.from_email = address
        message.extra_headers["From"] = settings.DEFAULT_FROM_EMAIL


def erase_old_bodies() -> int:
    """Erase the words of mails that were settled a while ago; who was told of what, and when, stays."""
    return OutboxMail.objects.with_old_bodies(timezone.now() - BODY_KEPT).update(text="", html="", attachments=[])


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
    if getattr(error, "status_code", None) in REFUSALS_OF_ONE_MAIL:
        return False
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
        if code := _final_refusal(error, mail.address):
            returns.note(mail, "hard", code)
        return _settle(mail, status=Status.DEAD, **changes)
    return _settle(mail, status=Status.QUEUED, next_attempt_at=timezone.now() + BACK_OFF[mail.attempts - 1], **changes)


def _final_refusal(error: Exception, address: str) -> str:
    """The code with which the server refused this address for good; empty for any other fault."""
    if not isinstance(error, SMTPRecipientsRefused):
        return ""
    code, _words = error.recipients.get(address, (0, b""))
    return str(code) if 500 <= code < 600 else ""


def _count(tally: Tally, status: str, was_settled: bool) -> None:
    """Add a mail that was not sent to the tally, under the name of its status."""
    setattr(tally, status, getattr(tally, status) + was_settled)


def _settle(mail: OutboxMail, **changes) -> bool:
    """Write what became of the mail, if the claim is still ours; a secret mail that is settled loses its words."""
    if mail.is_secret and changes["status"] != Status.QUEUED:
        changes |= {"text": "", "html": "", "attachments": []}
    return bool(
        OutboxMail.objects.filter(pk=mail.pk, status=Status.SENDING, claimed_until=mail.claimed_until).update(**changes)
    )
