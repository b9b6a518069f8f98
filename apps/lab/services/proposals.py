"""The steps of a proposal, each told to the people concerned, and the secretariat's translation."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.access import require
from apps.common.workflow import taking
from apps.partners.models import Partner

from .. import notifications, queries
from ..models import TEXTS, Proposal
from ..workflow import TRANSLATED, ProposalFlow
from .drafts import NEEDED_TO_SEND, Draft, begin_draft, save_draft


class Incomplete(ValidationError):
    """What a proposal still lacks before it can be sent: `error_dict` by field."""


class ReasonMissing(ValidationError):
    """The step asks for reasons, and none were given."""


def _reasoned(note: str) -> str:
    """The note of a step that asks for one; `ReasonMissing` when it is empty."""
    if not note.strip():
        raise ReasonMissing(gettext("Please give a reason: it is told with the step."))
    return note


def missing_for_submission(proposal: Proposal) -> dict[str, str]:
    """What is still to be written before the proposal can be sent, by field."""
    missing = {
        name: words for name, words in NEEDED_TO_SEND.items() if name in TEXTS and not proposal.written(name).strip()
    }
    if not proposal.objectives.exists():
        missing["objectives"] = NEEDED_TO_SEND["objectives"]
    return missing


@taking(ProposalFlow.submit)
def submit(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """Send a complete draft to the secretariat (`Incomplete` says what lacks), and tell it and the rest of the seat."""
    missing = missing_for_submission(proposal)
    if missing:
        raise Incomplete(missing)
    proposal.submitted_at = timezone.now()
    notifications.Submitted(proposal).queue_for(queries.office())
    notifications.Sent(proposal, by=str(by)).queue_for(queries.people_of_seat(proposal.partner_id, but=by))


def begin_and_submit(draft: Draft, *, partner: Partner, by: Any, form_key: uuid.UUID | None = None) -> Proposal:
    """Write a new proposal and send it, both or neither."""
    with draft.all_or_nothing():
        return submit(begin_draft(draft, partner=partner, by=by, form_key=form_key), by=by)


def save_and_submit(proposal: Proposal, draft: Draft, *, by: Any, version: int | None) -> Proposal:
    """Save the form and take the step, both or neither."""
    with draft.all_or_nothing():
        return submit(save_draft(proposal, draft, by=by, version=version), by=by)


@taking(ProposalFlow.return_)
def return_(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """Give it back with a note on what is missing; the seat is told, and edits it like a draft."""
    notifications.Returned(proposal, note=_reasoned(note)).queue_for(
        queries.people_of_seat(proposal.partner_id, but=by)
    )


@taking(ProposalFlow.publish)
def publish(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """Put it before all seats; its own seat and all others are told, each in their words."""
    proposal.opened_at = timezone.now()
    notifications.PublishedOwn(proposal).queue_for(queries.people_of_seat(proposal.partner_id, but=by))
    notifications.Published(proposal).queue_for(queries.people_of_other_seats(proposal, but=by))


def _tell_of(step: str, proposal: Proposal, *, by: Any, note: str) -> None:
    message = notifications.MovedOn(proposal, step=step, note=note)
    message.queue_for(queries.people_of_seat(proposal.partner_id, but=by))
    message.queue_for(queries.supporters_of(proposal, but=by))


@taking(ProposalFlow.start)
def start(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """The work has begun; the seat and its supporters are told."""
    proposal.started_at = timezone.now()
    _tell_of("start", proposal, by=by, note=note)


@taking(ProposalFlow.conclude)
def conclude(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """The work is done, with a note on what was achieved; the seat and its supporters are told."""
    proposal.concluded_at = timezone.now()
    _tell_of("conclude", proposal, by=by, note=_reasoned(note))


@taking(ProposalFlow.close)
def close(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """No match was found, for the reason in the note; the seat and those who had offered are told."""
    proposal.closed_at = timezone.now()
    _tell_of("close", proposal, by=by, note=_reasoned(note))


@taking(ProposalFlow.withdraw)
def withdraw(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """The seat takes it back; whoever had offered support is told, once for each offer that stands."""
    proposal.withdrawn_at = timezone.now()
    for offer in proposal.offers.standing().select_related("partner").order_by("pk"):
        notifications.Withdrawn(offer).queue_for(queries.people_of_seat(offer.partner_id, but=by))


def add_translation(proposal: Proposal, *, by: Any, texts: Mapping[str, str], language: str) -> Proposal:
    """The secretariat's words in a language other than the one of writing; the texts of the seat are never touched."""
    with transaction.atomic():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        require(by, "lab.translate_proposal", fresh)
        if language == fresh.language:
            raise ValueError("a translation is in another language than the text")
        for field in TEXTS:
            if field in texts:
                setattr(fresh, f"{field}_{language}", texts[field])
        fresh.version += 1
        fresh.save()
        fresh.write_line(step=TRANSLATED, from_state=fresh.state, to_state=fresh.state, actor=by)
        return fresh
