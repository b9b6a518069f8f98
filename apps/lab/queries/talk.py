"""The conversation as the page of a proposal shows it: the newest threads, with the latest answers of each."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone

from apps.common.bilingual import Words, active_language
from apps.common.paging import NEAR, ROWS_A_PAGE, Listed, Page
from apps.common.prepared import PreparedObjects, by_rights
from apps.partners.rules import seats_of

from ..models import (
    Addition,
    Attachment,
    Comment,
    CommentFile,
    ConsolidatedReply,
    Following,
    Match,
    Offer,
    Proposal,
    Sequel,
)

REPLIES_SHOWN = 20
LONGEST_REMEMBERED = 4_000
SHOWN = ("partner", "author", "between")


@dataclass(frozen=True)
class FileSaid:
    """A file of a comment."""

    reference: str
    display_name: str
    size: int


@dataclass(frozen=True)
class Added:
    """A word that was added to a comment."""

    words: Words
    who: str
    at: datetime.datetime


@dataclass(frozen=True)
class Said:
    """A comment in plain values, so that it is drawn once for all who are shown the same in the same time zone."""

    reference: str
    speaker: str
    author: str
    between: str
    words: Words | None
    at: datetime.datetime
    edited_at: datetime.datetime | None
    changes_until: datetime.datetime | None
    is_example: bool
    can_answer: bool
    can_add: bool
    can_take_back: bool
    named: tuple[str, ...]
    files: tuple[FileSaid, ...]
    added: tuple[Added, ...]
    zone: str

    @property
    def is_long(self) -> bool:
        """Whether it is too long to be remembered as drawn."""
        texts = [self.words, *(added.words for added in self.added)]
        return sum(len(words.text) for words in texts if words) > LONGEST_REMEMBERED


@dataclass
class Entry:
    """A comment as one reader is shown it, and what they may do with it; of one taken back its place only."""

    comment: Comment
    may: frozenset[str]
    files: list[FileSaid] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    replies: list["Entry"] = field(default_factory=list)
    earlier: int = 0

    @cached_property
    def said(self) -> "Said":
        """The comment as it is drawn for this reader."""
        one = self.comment
        return Said(
            reference=one.reference,
            speaker=one.speaker,
            author=str(one.author),
            between=str(one.between) if one.is_private else "",
            words=None if one.is_deleted else one.words,
            at=one.at,
            edited_at=one.edited_at,
            changes_until=one.changes_until if self.can_change else None,
            is_example=one.is_example,
            can_answer=self.can_answer,
            can_add=self.can_add,
            can_take_back=self.can_take_back,
            named=tuple(self.named),
            files=tuple(self.files),
            added=tuple(self.added),
            zone=timezone.get_current_timezone_name(),
        )

    @property
    def can_answer(self) -> bool:
        """Whether the reader may answer in its thread."""
        return "answer_comment" in self.may

    @property
    def can_change(self) -> bool:
        """Whether the reader may change its words now."""
        return "change_comment" in self.may and self.comment.can_change

    @property
    def can_add(self) -> bool:
        """Whether the reader may add to it, now that its words stand for them."""
        return "add_to_comment" in self.may and not self.can_change and not self.comment.is_deleted

    @property
    def can_take_back(self) -> bool:
        """Whether the reader may take it back."""
        return "take_back_comment" in self.may and not self.comment.is_deleted


class ThreadsPage(Page):
    """Threads of one proposal; how many pages there are is not counted, and links lead to the conversation."""

    @property
    def pages(self) -> None:
        """Not counted."""
        return

    def query_of(self, number: int) -> str:
        """The query of that page, with the conversation's place on it."""
        return f"{super().query_of(number)}#comments"


def threads_of(proposal: Proposal, user: Any) -> QuerySet:
    """The comments that begin a thread on the page, the newest first; questions about an offer stand with the offer."""
    return _threads(proposal.pk, user, is_own=proposal.partner_id in seats_of(user))


def _threads(proposal: int, user: Any, *, is_own: bool) -> QuerySet:
    found = Comment.objects.on_page(proposal, user, is_own=is_own).filter(parent__isnull=True, offer__isnull=True)
    return found.order_by("-at", "-pk")


@partial(PreparedObjects, key_of=by_rights)
def _first_threads(user: Any, is_own: bool, start: int, stop: int, *, proposal: int) -> QuerySet:
    return _threads(proposal, user, is_own=is_own).select_related(*SHOWN)[start:stop]


class Threads(Listed):
    """The threads of a proposal as this reader may see them, the newest first."""

    def __init__(self, proposal: Proposal, user: Any) -> None:
        self._proposal, self._user = proposal, user

    @cached_property
    def queryset(self) -> QuerySet:
        """The same as a queryset, for pages further on."""
        return threads_of(self._proposal, self._user).select_related(*SHOWN)

    def near(self, start: int, stop: int) -> list[Comment]:
        """Rows of the first pages."""
        is_own = self._proposal.partner_id in seats_of(self._user)
        return _first_threads(self._user, is_own, start, stop, proposal=self._proposal.pk)


def page_of_threads(proposal: Proposal, user: Any, raw: str | None) -> ThreadsPage:
    """One page of the conversation."""
    return ThreadsPage(Threads(proposal, user), raw)


def answers_of(thread: Comment) -> QuerySet:
    """All answers of a thread, the oldest first."""
    return thread.replies.select_related(*SHOWN).order_by("at", "pk")


def _latest_of(found: QuerySet) -> QuerySet:
    """Of these comments the latest of each thread and each offer, the oldest first."""
    apart = [F("parent"), F("offer")]
    found = found.annotate(
        place=Window(RowNumber(), partition_by=apart, order_by=[F("at").desc(), F("pk").desc()]),
        among=Window(Count("pk"), partition_by=apart),
    )
    return found.filter(place__lte=REPLIES_SHOWN).select_related(*SHOWN).order_by("at", "pk")


@partial(PreparedObjects, key_of=by_rights)
def _latest_beside(user: Any, is_own: bool, start: int, stop: int, *, proposal: int) -> QuerySet:
    threads = _threads(proposal, user, is_own=is_own).values("pk")[start:stop]
    offers = Offer.objects.filter(proposal=proposal).visible_to(user).order_by().values("pk")
    found = Comment.objects.on_page(proposal, user, is_own=is_own)
    return _latest_of(found.filter(Q(parent__in=threads) | Q(offer__in=offers)))


def _latest(proposal: Proposal, user: Any, page: ThreadsPage, offers: list[Offer]) -> list[Comment]:
    """The latest answers of these threads, and what was asked about these offers, the oldest first; one query."""
    if not page.rows and not offers:
        return []
    is_own, start = proposal.partner_id in seats_of(user), (page.number - 1) * page.size
    if start < NEAR:
        return _latest_beside(user, is_own, start, start + page.size, proposal=proposal.pk)
    threads = [thread.pk for thread in page]
    found = Comment.objects.of_page(proposal, user).filter(Q(parent__in=threads) | Q(offer__in=offers))
    return list(_latest_of(found))


class Conversation:
    """Entries of comments on one proposal for one reader; what belongs to them is asked for in one query."""

    def __init__(self, proposal: Proposal, user: Any) -> None:
        self._proposal, self._user = proposal, user
        self._verbs = ("answer_comment", "change_comment", "add_to_comment") if proposal.is_talking else ()
        self._entries: dict[int, Entry] = {}

    def entry(self, comment: Comment) -> Entry:
        """The comment with what the reader may do."""
        comment.proposal = self._proposal
        verbs = (*self._verbs, "take_back_comment")
        may = frozenset(verb for verb in verbs if self._user.has_perm(f"lab.{verb}", comment))
        return self._entries.setdefault(comment.pk, Entry(comment, may))

    def complete(self) -> None:
        """Add files, additions and named partners to all entries whose words stand."""
        standing = [pk for pk, entry in self._entries.items() if not entry.comment.is_deleted]
        for comment_id, what, first, second, third, number, at in sorted(_belongings(standing), key=_by_time):
            entry = self._entries[comment_id]
            if what == "file":
                entry.files.append(FileSaid(first, second, number))
            elif what == "named":
                entry.named.append(first)
            else:
                words = Words(first, second, is_fallback=second != active_language())
                entry.added.append(Added(words, third, at))


def _by_time(row: tuple) -> tuple:
    return row[-1], row[-2]


def _belongings(comments: list[int]) -> Iterable[tuple]:
    """What belongs to these comments, in rows of one shape: comment, what, three texts, number, moment; one query."""
    if not comments:
        return []
    moment = Value(timezone.now(), output_field=Addition._meta.get_field("at"))

    def texts(*columns: Any) -> list:
        return [Cast(column, TextField()) for column in columns]

    def rows(manager: Any, what: str, columns: list, number: Any, at: Any) -> QuerySet:
        found = manager.filter(comment__in=comments).order_by()
        return found.values_list(F("comment"), Value(what, CharField()), *columns, number, at)

    number = Cast(F("pk"), IntegerField())
    return rows(Addition.objects, "added", texts("text", "language", "author__name"), number, F("at")).union(
        rows(
            CommentFile.objects,
            "file",
            texts("reference", "display_name", Value("")),
            Cast(F("size"), IntegerField()),
            moment,
        ),
        rows(
            Comment.mentioned.through.objects,
            "named",
            texts(f"partner__name_{active_language()}", Value(""), Value("")),
            number,
            moment,
        ),
        all=True,
    )


def conversation_on_page(
    proposal: Proposal, user: Any, page: ThreadsPage, offers: list[Offer]
) -> tuple[list[Entry], dict[int, list[Entry]]]:
    """The entries of a page of threads with their latest answers, and those of what was asked about each offer."""
    conversation = Conversation(proposal, user)
    threads = {comment.pk: conversation.entry(comment) for comment in page}
    asked: dict[int, list[Entry]] = {}
    questions: dict[int, Entry] = {}
    for comment in _latest(proposal, user, page, offers):
        entry = conversation.entry(comment)
        thread = threads.get(comment.parent_id) or questions.get(comment.parent_id)
        if comment.parent_id is None:
            questions[comment.pk] = entry
            asked.setdefault(comment.offer_id, []).append(entry)
        elif thread is not None:
            thread.replies.append(entry)
            thread.earlier = comment.among - REPLIES_SHOWN if comment.among > REPLIES_SHOWN else 0
    conversation.complete()
    return list(threads.values()), asked


def entries_of(proposal: Proposal, user: Any, comments: Iterable[Comment]) -> list[Entry]:
    """These comments as the reader is shown them."""
    conversation = Conversation(proposal, user)
    entries = [conversation.entry(comment) for comment in comments]
    conversation.complete()
    return entries


def place_of(comment: Comment, user: Any) -> tuple[bool, int]:
    """Where a comment stands: whether on the page of its thread, and the number of the page there or of the proposal's.

    Answers that are among the latest of their thread stand on the proposal's page.
    """
    top, before, after = comment.top, Q(), Q()
    if comment.parent_id is not None:
        before = Q(at__lt=comment.at) | Q(at=comment.at, pk__lt=comment.pk)
        after = Q(at__gt=comment.at) | Q(at=comment.at, pk__gt=comment.pk)
        if top.replies.filter(after).count() >= REPLIES_SHOWN:
            return True, top.replies.filter(before).count() // ROWS_A_PAGE + 1
    if top.offer_id is not None:
        return False, 1
    newer = threads_of(comment.proposal, user).filter(Q(at__gt=top.at) | Q(at=top.at, pk__gt=top.pk))
    return False, newer.count() // ROWS_A_PAGE + 1


def with_talk(proposals: QuerySet, user: Any) -> QuerySet:
    """Adds the answer to a suggestion, whether the reader follows, and of what few proposals have, whether it is there
    to be asked for: a reply of the secretariat, what followed, standing offers that fit, files.
    """
    there = {
        "is_followed": Following.objects.filter(person=user),
        "has_reply": ConsolidatedReply.objects,
        "has_sequel": Sequel.objects,
        "has_match": Match.objects,
        "has_files": Attachment.objects.kept(),
    }
    proposals = proposals.select_related("answer__partner", "answer__author")
    return proposals.annotate(**{name: Exists(rows.filter(proposal=OuterRef("pk"))) for name, rows in there.items()})
