"""What a message is: one class each, composed in the language of whoever receives it, queued with its cause."""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import pgettext

from .models import Notice, OutboxMail

KINDS: dict[str, type["Message"]] = {}
# What is called after the commit of a transaction that queued mails; the app's `ready()` puts the worker's bell here.
nudges: list[Callable[[], None]] = []
SUBJECT_LENGTH = 250
# What no text contains, because nobody can know it: it keeps the place of the name while composing for many.
NAME_TO_COME = f"\ue000{secrets.token_hex(8)}\ue000"
EMPTY_LINES = re.compile(r"\n\s*\n\s*\n")


def mail_domain() -> str:
    """The domain of the sender, in which message and thread identifiers are made; never the name of the machine."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"


def render_plain(template: str, context: dict[str, Any]) -> str:
    """A template as plain text: nothing in it is escaped for HTML, whatever the template forgets to say."""
    return get_template(template).template.render(Context(context, autoescape=False))


@dataclass(frozen=True)
class Anybody:
    """Stands for all readers of a language while a message is composed for them at once, by the name to come."""

    language: str

    def __str__(self) -> str:
        return NAME_TO_COME


class Message:
    """A message about something. A room subclasses it in its `notifications.py`; only services queue it.

    `name` is unique ("lab.offer_made"); `template` is the stem of three templates: `<stem>_title.txt`, `.txt`, `.html`;
    the last two extend `notifications/email/base.txt` and `base.html`.
    `asks` says whether something is asked of the reader: the subject begins with it.
    `permission` is asked again, about `about`, when the mail is sent and when the notice is shown: who may no longer
    see it receives nothing. `is_kept` says whether it also stands in the inbox, `is_secret` whether its link opens an
    account. `is_same_for_all` says that nothing but the greeting differs from person to person: then it is composed
    once a language, which a message to hundreds needs. `related` names the relations of `about` that the title reads.
    A subclass keeps the constructor; facts are texts, numbers and truth values, because the inbox row keeps them.
    """

    name: ClassVar[str]
    template: ClassVar[str]
    asks: ClassVar[bool] = False
    permission: ClassVar[str] = ""
    is_kept: ClassVar[bool] = True
    is_secret: ClassVar[bool] = False
    is_same_for_all: ClassVar[bool] = False
    related: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in vars(cls):
            if cls.name in KINDS:
                raise ValueError(f"two messages are called {cls.name}")
            KINDS[cls.name] = cls

    def __init__(self, about: models.Model | None = None, **facts: Any) -> None:
        self.about, self.facts = about, facts

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

    def title_for(self, person: Any) -> str:
        """What the message says in one line, in the language that is active: the inbox row."""
        return self._title(self._context(person))

    def compose(self, person: Any) -> dict[str, str]:
        """Subject, text and HTML in the language of `person`: the keys `subject`, `text`, `html`."""
        with translation.override(person.language):
            context = self._context(person)
            context["url"] = settings.SITE_URL + self.address_of(person)
            context["subject"] = subject = self._subject(self._title(context))
            text = render_plain(f"{self.template}.txt", context)
            return {
                "subject": subject,
                "text": EMPTY_LINES.sub("\n\n", text).strip() + "\n",
                "html": get_template(f"{self.template}.html").render(context),
            }

    def queue_for(self, people: Iterable[Any]) -> int:
        """Write an inbox row and a mail for each active person, in the cause's transaction; returns how many mails.

        Call it inside that transaction: both rows stand or fall with it. The worker is nudged after the commit and
        sweeps the outbox anyway.
        """
        about_type = ContentType.objects.get_for_model(self.about) if self.about is not None else None
        about = {"about_type": about_type, "about_id": self.about.pk if self.about is not None else None}
        people = [person for person in people if person.is_active]
        mails = [self._mail(person, about, words) for person, words in self._composed(people)]
        if not mails:
            return 0
        with transaction.atomic():
            mails = self._written(mails)
            if self.is_kept:
                Notice.objects.bulk_create(
                    Notice(recipient_id=mail.recipient_id, message=self.name, facts=self.facts, **about)
                    for mail in mails
                )
            for nudge in nudges:
                transaction.on_commit(nudge)
        return len(mails)

    def _context(self, person: Any) -> dict[str, Any]:
        return {
            "about": self.about,
            "person": person,
            "site_url": settings.SITE_URL,
            "is_demo": settings.DEMO,
            "language": translation.get_language(),
            **self.context(person),
        }

    def _title(self, context: dict[str, Any]) -> str:
        return " ".join(render_plain(f"{self.template}_title.txt", context).split())

    def _subject(self, title: str) -> str:
        if self.asks:
            subject = pgettext("subject of a mail that asks for something", "[Action] %(title)s")
        else:
            subject = pgettext("subject of a mail that only informs", "[Info] %(title)s")
        return (subject % {"title": title})[:SUBJECT_LENGTH]

    @staticmethod
    def _written(mails: list[OutboxMail]) -> list[OutboxMail]:
        """Insert the mails and return those that were not there already under the same `once`."""
        OutboxMail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=100)
        if all(mail.once is None for mail in mails):
            return mails
        new = OutboxMail.objects.filter(message_id__in=[mail.message_id for mail in mails])
        new = set(new.values_list("message_id", flat=True))
        return [mail for mail in mails if mail.message_id in new]

    def _composed(self, people: list[Any]) -> Iterator[tuple[Any, dict[str, str]]]:
        """Each person with the words for them."""
        if not self.is_same_for_all:
            yield from ((person, self.compose(person)) for person in people)
            return
        drafts = {language: self.compose(Anybody(language)) for language in {person.language for person in people}}
        for person in people:
            draft, name = drafts[person.language], str(person)
            yield (
                person,
                {
                    "subject": draft["subject"],
                    "text": draft["text"].replace(NAME_TO_COME, name),
                    "html": draft["html"].replace(NAME_TO_COME, escape(name)),
                },
            )

    def _mail(self, person: Any, about: dict[str, Any], words: dict[str, str]) -> OutboxMail:
        thread, domain = self.thread(), mail_domain()
        return OutboxMail(
            recipient=person,
            address=person.email,
            language=person.language,
            message=self.name,
            message_id=f"<{secrets.token_hex(16)}@{domain}>",
            thread_id=f"<{thread}@{domain}>" if thread else "",
            once=self.once_for(person),
            permission=self.permission,
            is_secret=self.is_secret,
            created_at=timezone.now(),
            **about,
            **words,
        )
