"""What keeps an open proposal alive: a line of news, the date until which offers are taken, what the clock asks for."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.common.access import require
from apps.common.workflow import Audience

from .. import notifications, queries
from ..models import Proposal, ProposalLine
from ..workflow import DATED, NEWS, NoNewsNow
from .telling import tell_in_turn


class NotInFuture(ValueError):
    """The moment until which offers are taken has to lie ahead."""


def tell_news(proposal: Proposal, *, by: Any, text: str) -> ProposalLine:
    """One line of news for all focal points; who follows or supports the proposal is told, and the rest of the seat.

    `NoNewsNow` when it is neither open nor under way. The same words by the same person straight after are one line.
    """
    with transaction.atomic():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        require(by, "lab.tell_news_proposal", fresh)
        if not fresh.is_welcoming:
            raise NoNewsNow(fresh)
        last = fresh.lines.order_by("-at", "-pk").first()
        if last is not None and (last.step, last.actor_id, last.note) == (NEWS, by.pk, text):
            return last
        fresh.news_at, fresh.news_asked_at = timezone.now(), None
        fresh.save()
        facts = {"from_state": fresh.state, "to_state": fresh.state, "audience": Audience.SEATS}
        line = fresh.lines.create(
            step=NEWS, actor=by, partner_id=fresh.partner_id, note=text, at=fresh.news_at, **facts
        )
        message = notifications.NewsTold(fresh, note=text, written_in=by.language)
        message.queue_for(queries.hearers_of_news(fresh, but=by))
        return line


def set_offers_until(proposal: Proposal, *, by: Any, until: datetime.datetime) -> Proposal:
    """Let a request for assistance take offers until another moment, which lies ahead (`NotInFuture`).

    The seat and the followers are told.
    """
    with transaction.atomic():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        require(by, "lab.set_date_proposal", fresh)
        if not (fresh.is_welcoming and fresh.has_end_of_offers):
            raise NoNewsNow(fresh)
        if until <= timezone.now():
            raise NotInFuture
        if fresh.offers_until == until:
            return fresh
        fresh.offers_until = until
        fresh.save()
        seat = fresh.partner_id if by.has_perm("lab.submit_proposal", fresh) else None
        facts = {"from_state": fresh.state, "to_state": fresh.state, "audience": Audience.SEATS}
        fresh.write_line(step=DATED, actor=by, partner_id=seat, note=until.isoformat(), **facts)
        message = notifications.DateMoved(fresh, until=until.isoformat())
        hearers = (queries.people_of_seat(fresh.partner_id), queries.followers_of(fresh))
        tell_in_turn(*((message, people) for people in hearers), by=by)
        return fresh


def ask_for_news(now: datetime.datetime | None = None) -> int:
    """Ask the seats of proposals of which nothing was heard for long for one line; once a silence. Returns how many."""
    now, asked = now or timezone.now(), 0
    with transaction.atomic():
        for proposal in queries.silent(now).select_for_update(of=("self",)).select_related("partner"):
            last = queries.last_news_of(proposal)
            if proposal.news_asked_at is not None and proposal.news_asked_at > last:
                continue
            proposal.news_asked_at = now
            proposal.save(update_fields=["news_asked_at"])
            notifications.NewsAsked(proposal, last=last.isoformat()).queue_for(queries.writers_of_seat(proposal))
            asked += 1
    return asked


def escalate(now: datetime.datetime | None = None) -> int:
    """Tell the head of the secretariat, once, what has waited for it far too long; returns how many people are told."""
    now = now or timezone.now()
    with transaction.atomic():
        found = queries.overlooked(now)
        heads = list(queries.head_of_office()) if found else []
        return sum(notifications.LookEscalated(proposal).queue_for(heads) for proposal in found)
