"""Words a person's inbox: the rows keep facts, the sentences are made for the reader when shown."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.common.prepared import PreparedObjects

from .choosing import choices_of
from .messages import KINDS, Message
from .models import Notice, OutboxMail
from .topics import topic_called

# How many rows are read for each one shown: some are about what the reader may no longer see.
READ_AHEAD = 3
# So many rows are given what they are about in questions that are put in words once.
AT_ONCE = 24
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
# Under this name whoever reads carries how many notices they have not marked as read.
UNREAD = "unread_notices"


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


@PreparedObjects
def _latest(number: int, *, person: int, since: datetime.datetime, now: datetime.datetime) -> QuerySet:
    found = Notice.objects.filter(recipient=person, created_at__gt=since).arrived(now)
    return found.order_by("-created_at", "-pk")[:number]


def notices_for(
    user: Any, limit: int = 10, since: datetime.datetime | None = None, kinds: int | None = None
) -> list[WordedNotice]:
    """The latest notices of this person, at most `limit`, those after `since` only, worded in the active language.

    Left out is what is gone, what the person may no longer see, and messages that no room knows any more. One query for
    the rows and one for each kind of thing they are about: the list ends where a kind above the number `kinds` begins.
    """
    rows = _latest(limit * READ_AHEAD, person=user.pk, since=since or LONG_AGO, now=timezone.now())
    rows = rows if kinds is None else list(_of_few_kinds(rows, kinds))
    return [word(user, row, message) for row, message in visible_rows(user, rows)[:limit]]


def _of_few_kinds(rows: Iterable[Notice], most: int) -> Iterator[Notice]:
    met = set()
    for row in rows:
        met.add(row.about_type_id)
        if len(met - {None}) > most:
            return
        yield row


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
    load_what_they_are_about(rows, user)
    found = [(row, KINDS[row.message](row.about, **row.facts)) for row in rows]
    return [(row, message) for row, message in found if _may_see(user, row, message)]


def facts_of_reader(now: datetime.datetime, today: datetime.date) -> dict[str, Any]:
    """How many notices whoever reads has not marked as read."""
    theirs = Notice.objects.filter(recipient=OuterRef("pk")).arrived(now).unread().order_by()
    number = theirs.values("recipient").annotate(number=Count("pk")).values("number")
    return {UNREAD: Coalesce(Subquery(number), 0)}


def unread_count(user: Any) -> int:
    """How many notices this person has not marked as read: known of whoever reads, asked for of others."""
    known = getattr(user, UNREAD, None)
    return Notice.objects.visible_to(user).unread().count() if known is None else known


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


def load_what_they_are_about(rows: list[Notice] | list[OutboxMail], person: Any = None) -> None:
    """Fetch the objects of all rows, one query a table, with the relations that the titles read; for one `person` with
    what their rights to each depend on.
    """
    kinds: dict[int, dict[str, type[Message]]] = {}
    for row in rows:
        if row.about_type_id is not None:
            of_table = kinds.setdefault(row.about_type_id, {})
            if row.message in KINDS:
                of_table[row.message] = KINDS[row.message]
    models = {type_id: ContentType.objects.get_for_id(type_id).model_class() for type_id in kinds}
    if person is not None and len(rows) <= AT_ONCE:
        for type_id, model in models.items():
            _put_in_place([row for row in rows if row.about_type_id == type_id], model, tuple(kinds[type_id]), person)
        return
    querysets = [
        _objects(model, kinds[type_id].values(), person) for type_id, model in models.items() if model is not None
    ]
    if querysets:
        prefetch_related_objects(rows, GenericPrefetch("about", querysets))


def _told_to(model: type[Model], messages: tuple[str, ...], person: Any, **keys: int) -> QuerySet:
    return _objects(model, [KINDS[name] for name in messages], person).filter(pk__in=list(keys.values())).order_by()


_asked_of = PreparedObjects(_told_to, key_of=lambda model, messages, person: (model, messages, person.roles.all))


def _put_in_place(rows: list[Notice], model: type[Model] | None, messages: tuple[str, ...], person: Any) -> None:
    """Give rows of one table what they are about; the question has always as many keys, so it is put in words once."""
    wanted = list({row.about_id for row in rows})
    keys = {f"key_{place}": wanted[place % len(wanted)] for place in range(AT_ONCE)}
    found = {one.pk: one for one in _asked_of(model, messages, person, **keys)} if model is not None else {}
    field = Notice._meta.get_field("about")
    for one in found.values():
        one.known_to = person.pk
    for row in rows:
        field.set_cached_value(row, found.get(row.about_id))


def _objects(model: type[Model], messages: Iterable[type[Message]], person: Any) -> QuerySet:
    names = {name for message in messages for name in message.related}
    objects = model._default_manager.all()
    objects = objects.select_related(*sorted(names)) if names else objects
    if person is not None:
        for message in messages:
            objects = message.known_to(objects, person)
    return objects
