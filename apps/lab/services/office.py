"""What the secretariat does with a proposal besides its steps: ask its author, who answers, and merge a duplicate."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.common.access import require
from apps.common.workflow import Audience, taking

from .. import notifications, queries
from ..models import Following, Proposal
from ..workflow import ASKED, EXPLAINED, NoQuestionNow, ProposalFlow
from .reasons import reasoned


class NotMergeable(ValueError):
    """A proposal is merged into another one that is open or under way, never into itself."""


def ask_author(proposal: Proposal, *, by: Any, note: str) -> Proposal:
    """Ask the seat something without changing the state (`ReasonMissing` without words); told once if sent twice."""
    with transaction.atomic():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        require(by, "lab.ask_proposal", fresh)
        require(by, "lab.view_proposal", fresh)
        note = reasoned(note)
        last = fresh.lines.order_by("-at", "-pk").first()
        if last is not None and (last.step, last.actor_id, last.note) == (ASKED, by.pk, note):
            return fresh
        fresh.question_at = timezone.now()
        fresh.save(update_fields=["question_at"])
        facts = {"from_state": fresh.state, "to_state": fresh.state, "audience": Audience.PARTIES}
        fresh.write_line(step=ASKED, actor=by, note=note, at=fresh.question_at, **facts)
        message = notifications.AuthorAsked(fresh, note=note, written_in=by.language)
        message.queue_for(queries.people_of_seat(fresh.partner_id, but=by))
        return fresh


def explain(proposal: Proposal, *, by: Any, note: str, form_key: uuid.UUID | None = None) -> Proposal:
    """Answer what the secretariat asked, for the seat, without changing the state; the secretariat is told.

    The same form twice is one answer; `NoQuestionNow` where nothing waits for one, `ReasonMissing` without words.
    """
    with transaction.atomic():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        require(by, "lab.explain_proposal", fresh)
        if form_key and fresh.lines.filter(actor=by, form_key=form_key).exists():
            return fresh
        if not fresh.waits_for_author:
            raise NoQuestionNow(fresh)
        note = reasoned(note)
        fresh.question_at, fresh.question_answered_at = None, timezone.now()
        fresh.save(update_fields=["question_at", "question_answered_at"])
        facts = {"from_state": fresh.state, "to_state": fresh.state, "audience": Audience.PARTIES}
        told = {"step": EXPLAINED, "actor": by, "partner_id": fresh.partner_id, "note": note, "form_key": form_key}
        fresh.write_line(**told, at=fresh.question_answered_at, **facts)
        message = notifications.AuthorAnswered(fresh, note=note, written_in=by.language)
        message.queue_for(queries.office())
        return fresh


def merge(proposal: Proposal, *, into: Proposal, by: Any, note: str = "") -> Proposal:
    """Close a duplicate in favour of another: its offers stay where they are, its followers go over, all are told.

    Both rows are locked in one order, so that two that are merged into each other end as one, not as none.
    """
    with transaction.atomic():
        two = Proposal.objects.filter(pk__in=[proposal.pk, into.pk]).order_by("pk")
        locked = {one.pk: one for one in two.select_for_update(of=("self",))}
        return _merge(proposal, by=by, note=note, into=locked.get(into.pk))


@taking(ProposalFlow.merge)
def _merge(proposal: Proposal, *, by: Any, note: str, into: Proposal) -> None:
    if into is None or into.pk == proposal.pk or not into.is_welcoming:
        raise NotMergeable
    proposal.closed_at, proposal.merged_into = timezone.now(), into
    hearers = {person.pk: person for one in (proposal, into) for person in queries.hearers_of_news(one, but=by)}
    followings = Following.objects.filter(proposal=proposal)
    already = Following.objects.filter(proposal=into).values("person")
    followings.filter(person__in=already).delete()
    followings.update(proposal=into)
    notifications.Merged(proposal, note=note).queue_for(hearers.values())


merge.step = ProposalFlow.merge
