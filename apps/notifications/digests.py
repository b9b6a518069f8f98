"""Digests: what a person does not want to hear at once, in one mail a day or a week, grouped by what it is about."""

import datetime
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.office_settings import office_setting

from .messages import Message
from .models import Frequency, Notice, OutboxMail
from .queries import visible_rows
from .topics import DIGEST, topic_called

KINDS_OF_DIGEST = (Frequency.DAILY, Frequency.WEEKLY)
# What one mail holds, so that it stays light; what is above it goes into a further mail, and after these waits.
NOTICES_A_MAIL, NOTICES_AT_ONCE = 15, 75
BYTES_OF_WORDS = 9 * 1024
# What nobody could be told for so long is told no more: it stands in the inbox.
OLDEST = datetime.timedelta(days=60)


class Digest(Message):
    """Several notices in one mail; facts: `frequency`, and `notices`, their primary keys."""

    name = "notifications.digest"
    template = "notifications/email/digest"
    topic = DIGEST
    is_kept = False

    def address_of(self, person: Any) -> str:
        """The inbox, which has all of it."""
        return reverse("notifications:inbox")

    def once_for(self, person: Any) -> str | None:
        """Each notice is told in one digest, so its first one names the mail."""
        return f"digest-{self.facts['frequency']}-{self.facts['notices'][0]}" if self.facts["notices"] else None

    def context(self, person: Any) -> dict[str, Any]:
        """The notices that this person may see now, grouped: `sections`, and how many `number`."""
        rows = Notice.objects.filter(pk__in=self.facts["notices"]).order_by("created_at", "pk")
        told = list(told_to(person, visible_rows(person, rows)))
        is_daily = self.facts["frequency"] == Frequency.DAILY
        return {"sections": grouped(told), "number": len(told), "is_daily": is_daily}


def told_to(person: Any, rows: Iterable[tuple[Notice, Message]]) -> Iterable[dict[str, Any]]:
    """What a digest says of each row, in the language that is active; once the mail is full, without the words."""
    room = BYTES_OF_WORDS
    for row, message in rows:
        told = message.told_in_digest(person)
        weight = len((told["text"] + told["html"]).encode())
        if weight > room:
            told |= {"text": "", "html": ""}
        else:
            room -= weight
        yield told | {
            "at": row.created_at,
            "asks": message.asks,
            "topic": message.topic,
            "thread": message.thread() or f"notice-{row.pk}",
        }


def grouped(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sections by topic, each with its objects, each with what happened to it, in the order in which it happened.

    Topics and objects of which something is asked come first.
    """
    sections: dict[str, dict[str, list]] = {}
    for entry in told:
        sections.setdefault(entry["topic"], {}).setdefault(entry["thread"], []).append(entry)
    return [
        {"label": _label(topic), "objects": sorted(objects.values(), key=_asks_nothing)}
        for topic, objects in sorted(sections.items(), key=lambda section: all(map(_asks_nothing, section[1].values())))
    ]


def _asks_nothing(entries: list[dict[str, Any]]) -> bool:
    return not any(entry["asks"] for entry in entries)


def _label(name: str) -> str:
    topic = topic_called(name)
    return str(topic.label) if topic is not None else gettext("Other notices")


def latest_slot(frequency: str, zone: str, now: datetime.datetime) -> datetime.datetime:
    """The last moment not after `now` at which such a digest was to leave, in the reader's time zone."""
    here = now.astimezone(_zone(zone))
    hour = office_setting("notifications.digest_hour")
    day = here.date() - datetime.timedelta(days=here.hour < hour)
    if frequency == Frequency.WEEKLY:
        day -= datetime.timedelta(days=(day.weekday() - int(office_setting("notifications.digest_day"))) % 7)
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=_zone(zone))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def queue_due(now: datetime.datetime | None = None) -> int:
    """Queue every digest whose moment has come; returns how many mails. Several workers may do so at once."""
    now = now or timezone.now()
    queued = 0
    for frequency in KINDS_OF_DIGEST:
        waiting = Notice.objects.arrived(now).untold(frequency).order_by().values("recipient")
        firsts = dict(waiting.annotate(first=Min("created_at")).values_list("recipient", "first"))
        for person in get_user_model().objects.filter(pk__in=firsts).order_by("pk"):
            slot = latest_slot(frequency, person.time_zone, now)
            if firsts[person.pk] <= slot:
                queued += tell(person, frequency, slot)
    return queued


@transaction.atomic
def tell(person: Any, frequency: str, slot: datetime.datetime) -> int:
    """Queue what waited for this digest of one person when its moment came; returns how many mails.

    The rows are locked and marked in the transaction of the mail, so that another worker finds none: a notice is told
    once or, when this fails, not yet. Who may see none of it gets no mail. What came after the moment waits.
    """
    waiting = Notice.objects.arrived(slot).untold(frequency).filter(recipient=person, created_at__lte=slot)
    rows = list(waiting.order_by("created_at", "pk").select_for_update(of=("self",))[:NOTICES_AT_ONCE])
    young = [row for row in rows if row.created_at > slot - OLDEST]
    seen = [row.pk for row, _message in visible_rows(person, young)] if is_member(person) else []
    queued = 0
    for start in range(0, len(seen), NOTICES_A_MAIL):
        part = seen[start : start + NOTICES_A_MAIL]
        digest = Digest(frequency=str(frequency), notices=part)
        queued += digest.queue_for([person])
        mail = OutboxMail.objects.get(once=digest.once_for(person))
        Notice.objects.filter(pk__in=part).update(digest=mail)
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(digested_at=timezone.now())
    return queued


def is_member(person: Any) -> bool:
    """Whether somebody still has something to do here."""
    return person.is_active and person.has_perm("accounts.enter_portal")


def may_leave(mail: OutboxMail) -> bool:
    """Whether a mail that is about to be sent may be; a digest is worded anew, without what was lost meanwhile."""
    if mail.message != Digest.name:
        return True
    kept = list(mail.told.order_by("created_at", "pk"))
    rows = [row.pk for row, _message in visible_rows(mail.recipient, kept)]
    if not rows:
        return False
    if len(rows) < len(kept):
        frequency = kept[0].frequency
        words = Digest(frequency=frequency, notices=rows).compose(mail.recipient)
        OutboxMail.objects.filter(pk=mail.pk).update(**words)
        mail.subject, mail.text, mail.html = words["subject"], words["text"], words["html"]
    return True
