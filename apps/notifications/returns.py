"""Mails that came back: which mail a report is about, what follows for its address, and when the doubt ends.

A report changes something only when it names one of our mails by a mark that we made: it travels in the envelope's
sender, or in the note that a provider hands back. So whoever forges a report forges it in vain.
"""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from apps.common.office_settings import office_setting

from .models import OutboxMail, ReturnedMail
from .notifications import AddressInDoubt

SALT = "apps.notifications.returns"
TOKEN = re.compile(r"(?P<pk>[0-9]{1,18})-(?P<mark>[0-9a-f]{24})", re.ASCII)
Status = OutboxMail.Status


def token_of(mail: OutboxMail) -> str:
    """The mark by which a report names this mail; small letters and digits, so that any mail server keeps it."""
    return f"{mail.pk}-{_mark(mail.pk)}"


def _mark(pk: int) -> str:
    return salted_hmac(SALT, str(pk), algorithm="sha256").hexdigest()[:24]


def return_address(mail: OutboxMail) -> str:
    """The envelope's sender of this mail, to which reports come; empty where the office has no mailbox for them."""
    mailbox, at, domain = settings.RETURN_ADDRESS.rpartition("@")
    return f"{mailbox}+{token_of(mail)}@{domain}" if at else ""


def mail_of_token(text: Any) -> OutboxMail | None:
    """The mail that a text names by our mark, be it the mark alone or an address around it; None for any other text."""
    for found in TOKEN.finditer(str(text or "")[:1000]):
        pk = int(found["pk"])
        if constant_time_compare(found["mark"], _mark(pk)):
            return OutboxMail.objects.select_related("recipient").filter(pk=pk, attempts__gt=0).first()
    return None


def note(mail: OutboxMail, kind: str, code: str = "") -> bool:
    """Note what became of a mail, each kind once; returns whether that is news.

    Where it makes the address doubtful, the other people of the office are told, once until the doubt is settled.
    """
    with transaction.atomic():
        was_doubted = ReturnedMail.objects.unsettled().filter(person=mail.recipient_id).exists()
        row, is_new = ReturnedMail.objects.get_or_create(
            report=f"{mail.pk}:{kind}",
            defaults={
                "mail": mail,
                "person_id": mail.recipient_id,
                "address": mail.address,
                "kind": kind,
                "status_code": code[:20],
            },
        )
        is_doubted = is_new and ReturnedMail.objects.unsettled().filter(pk=row.pk).exists()
        if is_doubted and not was_doubted:
            office = get_user_model().objects.in_office().exclude(pk=mail.recipient_id)
            AddressInDoubt(row, address=row.address).queue_for(office)
    return is_new


def is_held_back(mail: OutboxMail) -> bool:
    """Whether a mail waits because its address is in doubt.

    What people may choose, and mailings, wait after as many returns as the office decides; what is mandatory or about
    the account always goes, for the person may be asking for it at this very moment.
    """
    if not (mail.topic or mail.mailing_id):
        return False
    returned = ReturnedMail.objects.unsettled().filter(person=mail.recipient_id).count()
    return returned >= office_setting("notifications.returns_before_holding")


def release_held() -> int:
    """Queue the mails that were held for an address that is no longer in doubt: settled, or changed since."""
    doubts = ReturnedMail.objects.unsettled().filter(person=OuterRef("recipient"))
    held = OutboxMail.objects.filter(~Exists(doubts), status=Status.HELD).exclude(text="")
    return held.update(status=Status.QUEUED, next_attempt_at=timezone.now())


def people_without_reachable_address() -> QuerySet:
    """The active people whose present address is in doubt."""
    doubts = ReturnedMail.objects.unsettled().filter(person=OuterRef("pk"))
    return get_user_model().objects.active().filter(Exists(doubts)).order_by("pk")
