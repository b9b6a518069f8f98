"""Words a person's inbox: the rows keep facts, the sentences are made for the reader when shown."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import QuerySet, prefetch_related_objects

from .choosing import choices_of
from .messages import KINDS, Message
from .models import Notice, OutboxMail
from .topics import topic_called

# How many rows are read for each one shown: some are about what the reader may no longer see.
READ_AHEAD = 3


@dataclass(frozen=True)
class WordedNotice:
    """An inbox row in the reader's language: what happened, where it is, when, and whether it was read."""

    pk: int
    title: str
    url: str
    at: datetime.datetime
    is_read: bool
    asks: bool = False
    topic: str = ""


def notices_for(user: Any, limit: int = 10, since: datetime.datetime | None = None) -> list[WordedNotice]:
    """The latest notices of this person, at most `limit`, those after `since` only, worded in the active language.

    Left out is what is gone, what the person may no longer see, and messages that no room knows any more. One query for
    the rows and one for each kind of thing they are about.
    """
    found = Notice.objects.visible_to(user).order_by("-created_at", "-pk")
    found = found.filter(created_at__gt=since) if since is not None else found
    rows = found[: limit * READ_AHEAD]
    return [word(user, row, message) for row, message in visible_rows(user, rows)[:limit]]


def word(user: Any, row: Notice, message: Message) -> WordedNotice:
    """The row in the language that is active."""
    topic = topic_called(message.topic)
    return WordedNotice(
        pk=row.pk,
        title=message.title_for(user),
        url=message.address_of(user),
        at=row.created_at,
        is_read=row.read_at is not None,
        asks=message.asks,
        topic=str(topic.label) if topic is not None else "",
    )


def visible_rows(user: Any, rows: Iterable[Notice]) -> list[tuple[Notice, Message]]:
    """Each row that this person may see now with its message; the things they are about are fetched kind by kind."""
    rows = [row for row in rows if row.message in KINDS]
    load_what_they_are_about(rows)
    found = [(row, KINDS[row.message](row.about, **row.facts)) for row in rows]
    return [(row, message) for row, message in found if _may_see(user, row, message)]


def unread_count(user: Any) -> int:
    """How many notices this person has not marked as read; one query."""
    return Notice.objects.visible_to(user).unread().count()


def known_of(user: Any) -> dict[str, Any]:
    """What this room knows of a person, as plain values: choices of mails, notices they may see, mails sent to them."""
    rows = list(Notice.objects.visible_to(user).order_by("created_at", "pk"))
    mails = OutboxMail.objects.filter(recipient=user).order_by("created_at", "pk")
    return {
        "mail_choices": choices_of(user.pk),
        "notices": [
            {
                "title": message.title_for(user),
                "at": row.created_at.isoformat(),
                "read_at": row.read_at.isoformat() if row.read_at else None,
            }
            for row, message in visible_rows(user, rows)
        ],
        "mails": [
            {
                "message": mail.message,
                "address": mail.address,
                "status": mail.status,
                "queued_at": mail.created_at.isoformat(),
                "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
            }
            for mail in mails.defer("text", "html", "attachments")
        ],
    }


def _may_see(user: Any, row: Notice, message: Message) -> bool:
    if row.about_id is not None and row.about is None:
        return False
    return not message.permission or user.has_perm(message.permission, row.about)


def load_what_they_are_about(rows: list[Notice] | list[OutboxMail]) -> None:
    """Fetch the objects of all rows, one query a table, with the relations that the titles read."""
    related: dict[int, set[str]] = {}
    for row in rows:
        if row.about_type_id is not None:
            related.setdefault(row.about_type_id, set()).update(
                KINDS[row.message].related if row.message in KINDS else ()
            )
    querysets: list[QuerySet] = []
    for type_id, names in related.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None:
            objects = model._default_manager.all()
            querysets.append(objects.select_related(*sorted(names)) if names else objects)
    if querysets:
        prefetch_related_objects(rows, GenericPrefetch("about", querysets))
