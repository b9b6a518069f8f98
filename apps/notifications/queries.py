"""Words a person's inbox: the rows keep facts, the sentences are made for the reader when shown."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import QuerySet, prefetch_related_objects

from .messages import KINDS, Message
from .models import Notice, OutboxMail

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


def notices_for(user: Any, limit: int = 10) -> list[WordedNotice]:
    """The latest notices of this person, at most `limit`, worded in the active language.

    Left out is what is gone, what the person may no longer see, and messages that no room knows any more. One query for
    the rows and one for each kind of thing they are about.
    """
    rows = list(Notice.objects.visible_to(user).order_by("-created_at", "-pk")[: limit * READ_AHEAD])
    rows = [row for row in rows if row.message in KINDS]
    load_what_they_are_about(rows)
    worded: list[WordedNotice] = []
    for row in rows:
        message = KINDS[row.message](row.about, **row.facts)
        if _may_see(user, row, message):
            title, url = message.title_for(user), message.address_of(user)
            worded.append(WordedNotice(row.pk, title, url, row.created_at, row.read_at is not None))
        if len(worded) == limit:
            break
    return worded


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
