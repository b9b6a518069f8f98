"""What a message is: one class each, composed in the language of whoever receives it, queued with its cause."""

import datetime
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext

from apps.common.dates import day

from .choosing import heard_by
from .models import Frequency, Mailing, Notice, OutboxMail
from .topics import DIGEST, topic_called
from .unsubscribing import token_for, unsubscribe_url

KINDS: dict[str, type["Message"]] = {}
# What is called after the commit of a transaction that queued mails; the app's `ready()` puts the worker's bell here.
nudges: list[Callable[[], None]] = []
SUBJECT_LENGTH = 250
AT_A_TIME = 100
# The words of a mail that may not name what it is about.
RESERVED = "notifications/email/reserved"
# What no text contains, because nobody can know it: it keeps the place of the name while composing for many.
NAME_TO_COME = f"\ue000{secrets.token_hex(8)}\ue000"
# The same for the part of an address that is each person's own.
TOKEN_TO_COME = secrets.token_hex(16)
# Not those that must not break, which stand before a French colon.
SPACES = re.compile(r"[ \t\r\n]+")
EMPTY_LINES = re.compile(r"\n\s*\n\s*\n")


def mail_domain() -> str:
    """The domain of the sender, in which message and thread identifiers are made; never the name of the machine."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"


def language_of(person: Any) -> str:
    """The language in which a person is written to; the site's own where theirs is missing or no longer known."""
    known = {code for code, _name in settings.LANGUAGES}
    return person.language if person.language in known else settings.LANGUAGE_CODE


def render_plain(template: str, context: dict[str, Any]) -> str:
    """A template as plain text: nothing in it is escaped for HTML, whatever the template forgets to say."""
    return get_template(template).template.render(Context(context, autoescape=False))


@dataclass(frozen=True)
class Anybody:
    """Stands for all readers of a language while a message is composed for them at once, by the name to come."""

    language: str
    pk: None = None

    def __str__(self) -> str:
        return NAME_TO_COME


class Message:
    """A message about something. A room subclasses it in its `notifications.py`; only services queue it.

    `name` is unique ("lab.offer_made"); `template` is the stem of three templates: `<stem>_title.txt`, `.txt`, `.html`;
    the last two extend `notifications/email/base.txt` and `base.html`.
    `asks` says whether something is asked of the reader: the subject begins with it.
    `permission` is asked again, about `about`, when the mail is sent and when the notice is shown: who may no longer
    see it receives nothing. `is_kept` says whether it also stands in the inbox, `is_secret` whether its link opens an
    account, `keeps_address` that it goes to the very address it was queued for, also when the person has another one.
    `is_same_for_all` says that nothing but the greeting differs from person to person: then it is composed
    once a language, which a message to hundreds needs. `related` names the relations of `about` that the title reads.
    `topic` is the name of a declared topic, for which people choose how often they hear; "" is not for choosing and
    always comes at once, and so does what `is_mandatory`. `is_addressed` says that it is meant for the very reader: who
    chose nothing hears of it at once, of all else in a weekly digest. `is_reminder` says that it repeats what was asked
    already: the office lets a seat have so many a week, and what is above them waits for the weekly digest.
    `is_confidential` says that it stays between its writer and its reader: the office sees no row of its mails either.
    `is_about_account` lets it reach people who hold no role (any more), where no permission is asked anyway.
    A subclass keeps the constructor; facts are texts, numbers and truth values, because the inbox row keeps them.
    """

    name: ClassVar[str]
    template: ClassVar[str]
    asks: ClassVar[bool] = False
    permission: ClassVar[str] = ""
    is_kept: ClassVar[bool] = True
    is_secret: ClassVar[bool] = False
    keeps_address: ClassVar[bool] = False
    is_same_for_all: ClassVar[bool] = False
    topic: ClassVar[str] = ""
    is_mandatory: ClassVar[bool] = False
    is_addressed: ClassVar[bool] = False
    is_reminder: ClassVar[bool] = False
    is_about_account: ClassVar[bool] = False
    is_confidential: ClassVar[bool] = False
    related: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in vars(cls):
            if cls.name in KINDS:
                raise ValueError(f"two messages are called {cls.name}")
            KINDS[cls.name] = cls
        if cls.topic not in ("", DIGEST) and not (cls.is_kept or cls.is_mandatory):
            raise ValueError(f"{cls.__name__} can wait for a digest, so the inbox must keep it")

    def __init__(self, about: models.Model | None = None, **facts: Any) -> None:
        self.about, self.facts = about, facts

    @classmethod
    def known_to(cls, objects: models.QuerySet, person: Any) -> models.QuerySet:
        """What messages of this kind are about, with what `permission` asks of it and of this person: an inbox asks
        once for all its rows."""
        return objects

    def address_of(self, person: Any) -> str:
        """The path of the page that the message is about, in the language that is active."""
        return self.about.get_absolute_url()

    def context(self, person: Any) -> dict[str, Any]:
        """What the templates need besides `about`, `person` and `url`; called in the recipient's language."""
        return dict(self.facts)

    def thread(self) -> str:
        """What holds mails together in the reader's program: one thread per object."""
        return f"{self.about._meta.label_lower}-{self.about.pk}" if self.about is not None else ""

    def once_for(self, person: Any) -> str | None:
        """A key under which this is sent to the person at most once ever, or None where repeating is meant."""
        return None

    def due(self) -> datetime.datetime | None:
        """Until when something is asked of the reader: the subject says so."""
        return None

    def carries_content(self, person: Any) -> bool:
        """Whether a mail may name and quote what it is about; else it only says that something waits behind the door.

        Whatever is not for everybody's eyes by its distribution mark answers no. The inbox has the words all the same.
        """
        return True

    def reserved_address_of(self, person: Any) -> str:
        """Where a mail without content leads: the inbox, because the thing's own address may be made of its title."""
        return reverse("notifications:inbox")

    def is_choosable(self) -> bool:
        """Whether people may choose how they hear of this, and give it up."""
        return bool(self.topic) and not self.is_mandatory

    def title_for(self, person: Any) -> str:
        """What the message says in one line, in the language that is active: the inbox row."""
        return self._title(self.template, self._context(person))

    def compose(self, person: Any) -> dict[str, str]:
        """Subject, text and HTML in the language of `person`: the keys `subject`, `text`, `html`."""
        with translation.override(language_of(person)):
            stem, context = self._worded(person)
            context["subject"] = subject = self._subject(self._title(stem, context))
            text = render_plain(f"{stem}.txt", context)
            return {
                "subject": subject,
                "text": EMPTY_LINES.sub("\n\n", text).strip() + "\n",
                "html": get_template(f"{stem}.html").render(context),
            }

    def told_in_digest(self, person: Any) -> dict[str, str]:
        """What a digest tells of it, in the language that is active: the keys `title`, `url`, `text`, `html`."""
        stem, context = self._worded(person)
        context["is_part"] = True
        return {
            "title": self._title(stem, context),
            "url": context["url"],
            "text": EMPTY_LINES.sub("\n\n", render_plain(f"{stem}.txt", context)).strip(),
            "html": mark_safe(get_template(f"{stem}.html").render(context).strip()),
        }

    def seat_of(self, person: Any) -> int | None:
        """The partner whose seat a reminder goes to: what it is about belongs to one, or the room says otherwise."""
        return getattr(self.about, "partner_id", None)

    def queue_for(self, people: Iterable[Any], *, mailing: Mailing | None = None, attachments: Sequence = ()) -> int:
        """Tell each active person, in the cause's transaction: an inbox row, and a mail where they hear at once.

        Returns how many people are newly told. Call it inside that transaction: all rows stand or fall with it. With a
        `mailing` the mails wait until it leaves, and the inbox shows its rows only then. `attachments` are small texts:
        mappings of `name`, `content_type` and `text`. The worker is nudged after the commit and sweeps anyway.
        """
        told = heard_by(self, [person for person in people if person.is_active])
        if not told:
            return 0
        with transaction.atomic():
            rows = self._about_fields() | {"message": self.name, "mailing": mailing}
            at_once = [person for person, frequency in told if frequency == Frequency.AT_ONCE]
            number = self._write_mails(at_once, rows, list(attachments))
            if self.is_kept:
                number = self._write_notices(told, rows)
            for nudge in nudges:
                transaction.on_commit(nudge)
        return number

    def _about_fields(self) -> dict[str, Any]:
        about_type = ContentType.objects.get_for_model(self.about) if self.about is not None else None
        return {"about_type": about_type, "about_id": self.about.pk if self.about is not None else None}

    def _write_mails(self, people: list[Any], rows: dict[str, Any], attachments: list[Any]) -> int:
        """Insert the mails; returns how many are new, where another worker may have written the same `once`."""
        now = timezone.now()
        rows = rows | {"attachments": attachments, "created_at": now, "next_attempt_at": now}
        if rows["mailing"] is not None:
            rows["next_attempt_at"] = rows["mailing"].leaves_at
        composed, new = self._composed(people), 0
        # A hundred at a time: the texts of five hundred mails need not be held together.
        while some := [self._mail(person, rows | words) for person, words in islice(composed, AT_A_TIME)]:
            OutboxMail.objects.bulk_create(some, ignore_conflicts=True)
            if all(mail.once is None for mail in some):
                new += len(some)
            else:
                new += OutboxMail.objects.filter(message_id__in=[mail.message_id for mail in some]).count()
        return new

    def _write_notices(self, told: list[tuple[Any, str]], rows: dict[str, Any]) -> int:
        """Insert the inbox rows; returns how many."""
        notices = [
            Notice(
                recipient=person,
                facts=self.facts,
                frequency=frequency,
                once=self.once_for(person),
                **rows,
            )
            for person, frequency in told
        ]
        Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=100)
        return len(notices)

    def _worded(self, person: Any) -> tuple[str, dict[str, Any]]:
        """The stem of the templates and what they need, in a mail to this person."""
        context = self._context(person)
        is_open = self.carries_content(person)
        address = self.address_of(person) if is_open else self.reserved_address_of(person)
        context["url"] = settings.SITE_URL + address
        return (self.template if is_open else RESERVED), context

    def _context(self, person: Any) -> dict[str, Any]:
        token = TOKEN_TO_COME if person.pk is None else token_for(person.pk, self.topic)
        return {
            "about": self.about,
            "person": person,
            "site_url": settings.SITE_URL,
            "is_demo": settings.DEMO,
            "is_part": False,
            "due": self.due(),
            "language": translation.get_language(),
            "mail_topic": topic_called(self.topic),
            "unsubscribe_url": unsubscribe_url(token) if self.is_choosable() else "",
            **self.context(person),
        }

    def _title(self, stem: str, context: dict[str, Any]) -> str:
        return SPACES.sub(" ", render_plain(f"{stem}_title.txt", context)).strip()

    def _subject(self, title: str) -> str:
        """What is asked comes first, its date last; a title that is too long gives way."""
        due = self.due() if self.asks else None
        if due is not None:
            frame = pgettext("subject of a mail that asks for something by a date", "[Action] %(title)s – by %(date)s")
        elif self.asks:
            frame = pgettext("subject of a mail that asks for something", "[Action] %(title)s")
        else:
            frame = pgettext("subject of a mail that only informs", "[Info] %(title)s")
        date = day(due) if due is not None else ""
        room = SUBJECT_LENGTH - len(frame % {"title": "", "date": date})
        return frame % {"title": title if len(title) <= room else title[: room - 1] + "…", "date": date}

    def _composed(self, people: list[Any]) -> Iterator[tuple[Any, dict[str, str]]]:
        """Each person with the words for them."""
        if not self.is_same_for_all:
            yield from ((person, self.compose(person)) for person in people)
            return
        languages = {language_of(person) for person in people}
        drafts = {language: self.compose(Anybody(language)) for language in languages}
        for person in people:
            draft, name = drafts[language_of(person)], str(person)
            token = token_for(person.pk, self.topic) if self.is_choosable() else ""
            yield (
                person,
                {
                    "subject": draft["subject"],
                    "text": draft["text"].replace(TOKEN_TO_COME, token).replace(NAME_TO_COME, name),
                    "html": draft["html"].replace(TOKEN_TO_COME, token).replace(NAME_TO_COME, escape(name)),
                },
            )

    def _mail(self, person: Any, fields: dict[str, Any]) -> OutboxMail:
        thread, domain = self.thread(), mail_domain()
        return OutboxMail(
            recipient=person,
            address=person.email,
            language=language_of(person),
            message_id=f"<{secrets.token_hex(16)}@{domain}>",
            thread_id=f"<{thread}@{domain}>" if thread else "",
            once=self.once_for(person),
            permission=self.permission,
            is_secret=self.is_secret,
            topic=self.topic if self.is_choosable() else "",
            is_reminder=self.is_reminder,
            seat=self.seat_of(person) if self.is_reminder else None,
            **fields,
        )
