"""What is due in the laboratory: the secretariat's look, a seat's answer to it, to an offer, to questions."""

import datetime
from collections.abc import Iterator
from functools import partial

from apps.common.registry import Deadline
from apps.partners.queries import people_of
from apps.partners.rules import SPEAKING, WRITING

from . import notifications, queries
from .models import Offer, Proposal, Query
from .periods import answer_until, explain_until, look_since, look_until
from .workflow import ASKED, WELCOMING, WITH_OFFICE, OfferState


def deadlines(now: datetime.datetime) -> Iterator[Deadline]:
    """Every proposal that waits for the secretariat, every offer and question that waits for an answer, locked for the
    caller.
    """
    sent = Proposal.objects.waiting_for_office().filter(question_at__isnull=True)
    for proposal in sent.select_for_update(of=("self",)).select_related("partner"):
        due = look_until(proposal)
        if due is not None:
            yield Deadline(look_since(proposal), due, partial(_recall_look, proposal, due))
    asked = Proposal.objects.filter(question_at__isnull=False, state__in=WITH_OFFICE)
    for proposal in asked.select_for_update(of=("self",)).select_related("partner"):
        due = explain_until(proposal)
        yield Deadline(proposal.question_at, due, partial(_recall_question, proposal, due))
    waiting = Offer.objects.filter(state=OfferState.MADE, proposal__state__in=WELCOMING).order_by("made_at", "pk")
    for offer in waiting.select_for_update(of=("self",)).select_related("partner", "proposal__partner"):
        due = answer_until(offer)
        yield Deadline(offer.made_at, due, partial(_recall_answer, offer, due))
    running = Query.objects.running().filter(due_at__gt=now).order_by("due_at", "pk")
    for query in running.select_for_update(of=("self",)).select_related("partner"):
        yield Deadline(query.opened_at, query.due_at, partial(_recall_query, query))


def _recall_look(proposal: Proposal, due: datetime.datetime, stage: str) -> int:
    message = notifications.LookRecalled(proposal, stage=stage, due=due.isoformat())
    return message.queue_for(queries.office())


def _recall_question(proposal: Proposal, due: datetime.datetime, stage: str) -> int:
    """With the question once more, as it stands in the timeline."""
    line = proposal.lines.filter(step=ASKED).select_related("actor").order_by("-at", "-pk").first()
    asked = {"note": line.note, "written_in": line.actor.language} if line is not None else {}
    message = notifications.QuestionRecalled(proposal, stage=stage, due=due.isoformat(), **asked)
    return message.queue_for(people_of(proposal.partner_id, roles=WRITING))


def _recall_answer(offer: Offer, due: datetime.datetime, stage: str) -> int:
    message = notifications.AnswerRecalled(offer, stage=stage, due=due.isoformat())
    return message.queue_for(people_of(offer.proposal.partner_id, roles=SPEAKING))


def _recall_query(query: Query, stage: str) -> int:
    """Each seat that has not answered by a message of its own, which counts among the reminders of that seat."""
    facts = {"stage": stage, "due": query.due_at.isoformat()}
    return sum(
        notifications.QueryRecalled(query, seat=seat.pk, **facts).queue_for(queries.people_who_answer_for(seat.pk))
        for seat in queries.silent_seats(query)
    )
