"""What is due in the laboratory: the secretariat's look at a proposal, a seat's answer to an offer of support."""

import datetime
from collections.abc import Iterator
from functools import partial

from apps.common.registry import Deadline
from apps.partners.queries import people_of
from apps.partners.rules import SPEAKING

from . import notifications, queries
from .models import Offer, Proposal
from .periods import answer_until, look_until
from .workflow import WELCOMING, OfferState


def deadlines(now: datetime.datetime) -> Iterator[Deadline]:
    """Every proposal that waits for the secretariat and every offer that waits for an answer, locked for the caller."""
    for proposal in Proposal.objects.waiting_for_office().select_for_update(of=("self",)).select_related("partner"):
        due = look_until(proposal)
        if due is not None:
            yield Deadline(proposal.submitted_at, due, partial(_recall_look, proposal, due))
    waiting = Offer.objects.filter(state=OfferState.MADE, proposal__state__in=WELCOMING).order_by("made_at", "pk")
    for offer in waiting.select_for_update(of=("self",)).select_related("partner", "proposal__partner"):
        due = answer_until(offer)
        yield Deadline(offer.made_at, due, partial(_recall_answer, offer, due))


def _recall_look(proposal: Proposal, due: datetime.datetime, stage: str) -> int:
    message = notifications.LookRecalled(proposal, stage=stage, due=due.isoformat())
    return message.queue_for(queries.office())


def _recall_answer(offer: Offer, due: datetime.datetime, stage: str) -> int:
    message = notifications.AnswerRecalled(offer, stage=stage, due=due.isoformat())
    return message.queue_for(people_of(offer.proposal.partner_id, roles=SPEAKING))
