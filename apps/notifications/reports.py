"""Reads what mail servers and providers report about our mails, and notes it."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any

from anymail.signals import inbound, tracking
from django.dispatch import receiver

from .models import ReturnedMail
from .returns import mail_of_token, note

Kind = ReturnedMail.Kind
LARGEST_REPORT = 1024 * 1024
ADDRESSED_IN = ("delivered-to", "x-original-to", "envelope-to", "to")
STATUS_CODE = re.compile(r"\b([245]\.[0-9]{1,3}\.[0-9]{1,3})\b", re.ASCII)
FULL_MAILBOX = "5.2.2"
# What a provider's event says of the address; what is not here says nothing about it.
KIND_OF_EVENT = {"bounced": Kind.HARD, "rejected": Kind.HARD, "deferred": Kind.SOFT, "complained": Kind.COMPLAINT}
KIND_OF_REASON = {
    "timed_out": Kind.SOFT,
    "blocked": Kind.SOFT,
    "other": Kind.SOFT,
    "spam": Kind.COMPLAINT,
    "unsubscribed": Kind.COMPLAINT,
}


def read_report(content: bytes, sent_to: str = "") -> bool:
    """Note what a mail to our return address reports (RFC 3464); returns whether that is news.

    `sent_to` is the envelope's recipient, where it is known. Automatic answers, mails of people, and reports that do
    not bear our mark change nothing.
    """
    report = message_from_bytes(content[:LARGEST_REPORT])
    found = next(_kinds(report), None)
    if found is None:
        return False
    addressed = [sent_to, *(str(value) for name in ADDRESSED_IN for value in report.get_all(name, []))]
    mail = next((mail for one in addressed if (mail := mail_of_token(one)) is not None), None)
    return mail is not None and note(mail, *found)


def _kinds(report: Mail) -> Iterator[tuple[str, str]]:
    """Kind and code of each recipient that the report tells of; nothing for what is no report."""
    if report.get_content_type() != "multipart/report":
        return
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list):
            for fields in part.get_payload():
                kind, code = _kind_of(fields)
                if kind:
                    yield kind, code


def _kind_of(fields: Mail) -> tuple[str, str]:
    """What the fields of one recipient say: refused for good, refused or delayed for now, or nothing."""
    action = str(fields.get("action", "")).strip().lower().partition(" ")[0]
    told = STATUS_CODE.search(f"{fields.get('status', '')} {fields.get('diagnostic-code', '')}")
    code = told[1] if told else ""
    if action == "failed":
        is_for_good = code.startswith("5") and code != FULL_MAILBOX
        return (Kind.HARD if is_for_good else Kind.SOFT), code
    return (Kind.SOFT if action == "delayed" else ""), code


@receiver(tracking, dispatch_uid="notifications: events of the provider")
def note_event(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """A signed event of the provider: it names the mail by our mark, and the very address to which that went."""
    kind = KIND_OF_REASON.get(event.reject_reason or "", KIND_OF_EVENT.get(event.event_type))
    mail = mail_of_token((event.metadata or {}).get("mail"))
    if mail is None or event.event_type not in KIND_OF_EVENT or event.recipient.lower() != mail.address.lower():
        return
    told = STATUS_CODE.search(str(event.mta_response or ""))
    note(mail, kind, told[1] if told else "")


@receiver(inbound, dispatch_uid="notifications: reports by way of the provider")
def note_inbound(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """A mail to our return address that the provider received and hands over."""
    read_report(event.message.as_bytes(), event.message.envelope_recipient or "")
