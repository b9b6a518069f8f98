"""Answers in one word: to a suggestion by whom it was put to, and the secretariat's reply to several offers."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.common.access import require
from apps.common.workflow import Audience
from apps.partners.models import Partner

from .. import notifications, queries
from ..models import Addressee, ConsolidatedReply, Proposal, SuggestionAnswer
from ..workflow import ANSWERED, REPLIED, CommentsNotOpen
from .once import sent_before
from .telling import tell_in_turn


class AlreadyAnswered(Exception):
    """Somebody answered the suggestion meanwhile: `answer` is what stands."""

    def __init__(self, answer: SuggestionAnswer) -> None:
        super().__init__(f"suggestion {answer.proposal_id} is answered")
        self.answer = answer


def answer_suggestion(
    proposal: Proposal, *, by: Any, partner: Partner | None, text: str, language: str
) -> SuggestionAnswer:
    """Answer in the open, once, for the partner to which it was put (None: the secretariat).

    The seat and the followers are told.

    `CommentsNotOpen` when the suggestion is no longer before all seats, `AlreadyAnswered` when there is another answer.
    """
    with transaction.atomic():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if by.has_perm("lab.hear_of_proposal", fresh):
            raise CommentsNotOpen(fresh)
        require(by, "lab.answer_proposal", fresh)
        _require_for_whom(fresh, partner, by=by)
        there = SuggestionAnswer.objects.filter(proposal=fresh).first()
        if there is not None:
            if (there.author_id, there.text) == (by.pk, text):
                return there
            raise AlreadyAnswered(there)
        if not fresh.is_talking:
            raise CommentsNotOpen(fresh)
        answer = SuggestionAnswer.objects.create(
            proposal=fresh, partner=partner, author=by, text=text, language=language
        )
        partner_id = None if partner is None else partner.pk
        _note(fresh, ANSWERED, by=by, partner_id=partner_id, audience=Audience.SEATS)
        tell_in_turn(
            (notifications.SuggestionAnswered(fresh), queries.people_of_seat(fresh.partner_id)),
            (notifications.AnswerFollowed(fresh), queries.followers_of(fresh)),
            by=by,
        )
        return answer


def _require_for_whom(proposal: Proposal, partner: Partner | None, *, by: Any) -> None:
    """Refuse an answer for a partner to which the suggestion was not put, or for whom the person does not speak."""
    is_for_office = proposal.addressee == Addressee.SECRETARIAT
    may = {None} if is_for_office else set(queries.seats_that_answer(by, proposal))
    if partner not in may:
        raise PermissionDenied


def send_reply(
    proposal: Proposal, *, by: Any, texts: Mapping[str, str], form_key: uuid.UUID | None = None
) -> ConsolidatedReply:
    """The secretariat's reply to the offers in one, by language; the seat that proposed is told, and nobody else.

    `SentBefore` when the form came with other words.
    """
    with transaction.atomic():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        require(by, "lab.reply_proposal", fresh)
        words = {f"text_{language}": text for language, text in texts.items()}
        reply = ConsolidatedReply(proposal=fresh, author=by, form_key=form_key, **words)
        there = sent_before(reply, "proposal_id", *words)
        if there is not None:
            return there
        reply.save()
        _note(fresh, REPLIED, by=by, partner_id=None, audience=Audience.PARTIES)
        notifications.ReplySent(reply).queue_for(queries.people_of_seat(fresh.partner_id, but=by))
        return reply


def _note(proposal: Proposal, what: str, *, by: Any, partner_id: int | None, audience: str) -> None:
    """A line of the timeline about what changes no state."""
    proposal.write_line(
        step=what,
        actor=by,
        partner_id=partner_id,
        from_state=proposal.state,
        to_state=proposal.state,
        audience=audience,
    )
