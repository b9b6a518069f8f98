"""The conversation about a proposal: said for a seat, answered, changed for a while, added to, taken back."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from apps.common.access import require
from apps.common.files import display_name, store_privately
from apps.notifications.rewording import reword
from apps.partners.models import Partner

from .. import notifications, queries
from ..models import Addition, Comment, Offer, Proposal
from ..workflow import CommentsNotOpen
from .following import follow
from .once import SentBefore, sent_before


class TooLateToChange(Exception):
    """The quarter of an hour in which its words could be changed is over: `comment` is what stands."""

    def __init__(self, comment: Comment) -> None:
        super().__init__(f"{comment.reference} can only be added to")
        self.comment = comment


class ChangedMeanwhile(Exception):
    """It was changed or taken back while somebody wrote: `comment` is what stands."""

    def __init__(self, comment: Comment) -> None:
        super().__init__(f"{comment.reference} was changed meanwhile")
        self.comment = comment


@dataclass(frozen=True)
class Said:
    """What a form says: words in one language, for which partner (None: the secretariat), between whom, with what."""

    text: str
    language: str
    partner: Partner | None
    between: Partner | None = None
    mentioned: frozenset[int] = frozenset()
    files: tuple[UploadedFile, ...] = ()


def add_comment(
    proposal: Proposal,
    said: Said,
    *,
    by: Any,
    parent: Comment | None = None,
    offer: Offer | None = None,
    form_key: uuid.UUID | None = None,
) -> Comment:
    """Say something about a proposal. Order: lock, permission, the same form again?, is it taking any, rows, mails.

    `SentBefore` when the form came with other words; `CommentsNotOpen` when the proposal takes none, or was withdrawn
    meanwhile. Whoever comments follows from then on.
    """
    with _files_or_nothing() as keys:
        proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if by.has_perm("lab.hear_of_proposal", proposal):
            raise CommentsNotOpen(proposal)
        comment = Comment(proposal=proposal, parent=parent, offer=offer, author=by, form_key=form_key)
        comment.partner, comment.between = said.partner, said.between
        comment.text, comment.language = said.text, said.language
        require(by, "lab.make_comment", comment)
        there = _from_the_same_form(comment, said)
        if there is not None:
            return there
        if not proposal.is_talking:
            raise CommentsNotOpen(proposal)
        if offer is not None and parent is None:
            _require_standing(offer)
        comment.save()
        comment.mentioned.set(said.mentioned)
        _keep_files(comment, said.files, keys)
        follow(by=by, proposal=proposal)
        _tell_of(comment)
        return comment


def answer_comment(comment: Comment, said: Said, *, by: Any, form_key: uuid.UUID | None = None) -> Comment:
    """Answer in its thread, which is one level deep, to the readers of what began it."""
    top = comment.top
    require(by, "lab.answer_comment", top)
    said = replace(said, between=top.between)
    return add_comment(top.proposal, said, by=by, parent=top, offer=top.offer, form_key=form_key)


def ask_about_offer(offer: Offer, said: Said, *, by: Any, form_key: uuid.UUID | None = None) -> Comment:
    """The seat that proposed asks the one that offers, between the two; `CommentsNotOpen` where the offer has ended."""
    require(by, "lab.ask_offer", offer)
    said = replace(said, partner=offer.proposal.partner, between=offer.partner)
    return add_comment(offer.proposal, said, by=by, offer=offer, form_key=form_key)


def _require_standing(offer: Offer) -> None:
    """Called under the lock of the proposal, which every step of an offer takes first: the offer stays as it is."""
    offer = Offer.objects.get(pk=offer.pk)
    if not offer.is_standing:
        raise CommentsNotOpen(offer)


def _from_the_same_form(comment: Comment, said: Said) -> Comment | None:
    facts = ("proposal_id", "parent_id", "offer_id", "partner_id", "between_id", "text", "language", "is_deleted")
    there = sent_before(comment, *facts, links={"mentioned": said.mentioned})
    if there is not None:
        files = sorted((display_name(file.name), file.size) for file in said.files)
        if files != sorted(there.files.values_list("display_name", "size")):
            raise SentBefore(there)
    return there


@contextmanager
def _files_or_nothing() -> Iterator[list[str]]:
    """A transaction whose files, by the keys that it is told, go when it is rolled back."""
    keys: list[str] = []
    try:
        with transaction.atomic():
            yield keys
    except BaseException:
        for key in keys:
            storages["private"].delete(key)
        raise


def _keep_files(comment: Comment, files: tuple[UploadedFile, ...], keys: list[str]) -> None:
    for file in files:
        stored = store_privately(file)
        keys.append(stored.key)
        comment.files.create(
            key=stored.key, display_name=stored.display_name, content_type=stored.content_type, size=stored.size
        )


def _tell_of(comment: Comment) -> None:
    """Each person once, by the message that says most."""
    if comment.is_private:
        is_question = comment.offer_id is not None and comment.parent_id is None
        message = notifications.OfferAsked if is_question else notifications.PrivateComment
        message(comment).queue_for(queries.people_of_seat(comment.other_seat_id, but=comment.author))
        return
    listeners = queries.listeners_of(comment)
    notifications.Mentioned(comment).queue_for(listeners.mentioned)
    notifications.CommentMade(comment).queue_for(listeners.concerned)
    notifications.CommentFollowed(comment).queue_for(listeners.following)


def _locked(comment: Comment, permission: str, by: Any) -> Comment:
    fresh = Comment.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=comment.pk)
    require(by, permission, fresh)
    return fresh


def change_comment(
    comment: Comment, *, by: Any, text: str, language: str, seen_at: datetime.datetime | None
) -> Comment:
    """Other words, by their author, within a quarter of an hour by the server's clock (`TooLateToChange`).

    `seen_at` is when the words that the writer had before them were changed last, None for never: `ChangedMeanwhile`
    when they were changed or taken back since. The same words twice are no conflict. Mails that wait leave with them.
    """
    with transaction.atomic():
        fresh = _locked(comment, "lab.change_comment", by)
        if not fresh.is_deleted and (fresh.text, fresh.language) == (text, language):
            return fresh
        if fresh.is_deleted or fresh.edited_at != seen_at:
            raise ChangedMeanwhile(fresh)
        if not fresh.proposal.is_talking:
            raise CommentsNotOpen(fresh.proposal)
        if not fresh.can_change:
            raise TooLateToChange(fresh)
        fresh.text, fresh.language, fresh.edited_at = text, language, timezone.now()
        fresh.save()
        reword(fresh)
        return fresh


def add_to_comment(
    comment: Comment, *, by: Any, text: str, language: str, form_key: uuid.UUID | None = None
) -> Addition:
    """A further word to what one's own seat said; what stands stays (`ChangedMeanwhile`: it was taken back).

    Who heard of the comment hears of it. `SentBefore` when the form came with other words.
    """
    with transaction.atomic():
        fresh = _locked(comment, "lab.add_to_comment", by)
        addition = Addition(comment=fresh, author=by, text=text, language=language, form_key=form_key)
        there = sent_before(addition, "comment_id", "text", "language")
        if there is not None:
            return there
        if fresh.is_deleted:
            raise ChangedMeanwhile(fresh)
        if not fresh.proposal.is_talking:
            raise CommentsNotOpen(fresh.proposal)
        addition.save()
        _tell_of_addition(addition)
        return addition


def _tell_of_addition(addition: Addition) -> None:
    """Those who heard of the comment, each once."""
    comment, by = addition.comment, addition.author
    if comment.is_private:
        people = queries.people_of_seat(comment.other_seat_id, but=by)
        notifications.PrivateAddition(addition).queue_for(people)
        return
    listeners = queries.listeners_of(comment, but=by)
    people = (*listeners.mentioned, *listeners.concerned, *listeners.following)
    notifications.AdditionMade(addition).queue_for(people)


def take_back_comment(comment: Comment, *, by: Any) -> Comment:
    """Take it back, at any time: its place stays, its words and files are shown to nobody any more; twice is once."""
    with transaction.atomic():
        fresh = _locked(comment, "lab.take_back_comment", by)
        if not fresh.is_deleted:
            fresh.deleted_at = timezone.now()
            fresh.save(update_fields=["deleted_at"])
        return fresh
