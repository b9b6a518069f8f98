"""The steps of a proposal, each told to the people concerned, and the secretariat's translation."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.common.access import require
from apps.common.workflow import taking
from apps.partners.models import Partner

from .. import notifications, queries
from ..models import TEXTS, Proposal
from ..periods import offers_until_by_default
from ..workflow import TRANSLATED, ProposalFlow
from .drafts import Draft
from .reasons import reasoned
from .saving import begin_draft, save_draft
from .standing import match_published
from .telling import tell_in_turn


class Incomplete(ValidationError):
    """What a proposal still lacks before it can be sent: `error_dict` by field."""


def missing_for_submission(proposal: Proposal) -> dict[str, str]:
    """What is still to be written before the proposal can be sent, by field."""
    return Draft.of(proposal).missing()


@taking(ProposalFlow.submit)
def submit(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """Send a complete draft to the secretariat (`Incomplete` says what lacks), and tell it and the rest of the seat."""
    missing = missing_for_submission(proposal)
    if missing:
        raise Incomplete(missing)
    proposal.submitted_at, proposal.question_at = timezone.now(), None
    words = _words(note, by)
    tell_in_turn(
        (notifications.Submitted(proposal, **words), queries.office()),
        (notifications.Sent(proposal, by=str(by), **words), queries.people_of_seat(proposal.partner_id)),
        by=by,
    )


def begin_and_submit(draft: Draft, *, partner: Partner, by: Any, form_key: uuid.UUID | None = None) -> Proposal:
    """Write a new proposal and send it, both or neither."""
    with draft.all_or_nothing():
        return submit(begin_draft(draft, partner=partner, by=by, form_key=form_key), by=by)


def save_and_submit(
    proposal: Proposal, draft: Draft, *, by: Any, version: int | None, page: uuid.UUID | None = None
) -> Proposal:
    """Save the form and take the step, both or neither."""
    with draft.all_or_nothing():
        return submit(save_draft(proposal, draft, by=by, version=version, page=page), by=by)


@taking(ProposalFlow.return_)
def return_(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """Give it back with a note on what is missing; the seat is told, and edits it like a draft."""
    proposal.returned_at, proposal.question_at = timezone.now(), None
    message = notifications.Returned(proposal, **_words(reasoned(note), by))
    message.queue_for(queries.people_of_seat(proposal.partner_id, but=by))


@taking(ProposalFlow.publish)
def publish(proposal: Proposal, *, by: Any, note: str = "", offers_until: datetime.datetime | None = None) -> None:
    """Put it before all seats; its own seat and all others are told, each in their words, and once: who holds ready
    what it seeks, is concerned, or is to answer a suggestion hears of that.

    A request for assistance takes offers until `offers_until`, else as long as the office lets all of them.
    """
    proposal.opened_at = timezone.now()
    by_default = offers_until_by_default(proposal.kind, proposal.opened_at)
    proposal.offers_until = (offers_until or by_default) if proposal.has_end_of_offers else None
    _tell_of_publication(proposal, by=by, words=_words(note, by))


def _words(note: str, by: Any) -> dict[str, str]:
    """A note and its language, as messages carry them."""
    return {"note": note, "note_in": by.language} if note else {}


def _tell_of_publication(proposal: Proposal, *, by: Any, words: dict[str, str]) -> None:
    """Each person once, by the message that says most."""
    told = tell_in_turn(
        (notifications.PublishedOwn(proposal, **words), queries.people_of_seat(proposal.partner_id)),
        (notifications.SuggestionPut(proposal, **words), queries.addressees_of(proposal)),
        by=by,
    )
    told |= match_published(proposal, by=by, told=told, **words)
    tell_in_turn(
        (notifications.PublishedConcerned(proposal, **words), queries.people_concerned(proposal)),
        (notifications.PublishedFollowed(proposal, **words), queries.followers_of(proposal)),
        (notifications.Published(proposal, **words), queries.people_of_other_seats(proposal)),
        by=by,
        told=told,
    )


def _tell_of(step: str, proposal: Proposal, *, by: Any, note: str) -> None:
    """The seat, its supporters and followers, and the secretariat where the seat has brought it to an end."""
    facts = {"step": step, **_words(note, by)}
    own, supporters = queries.people_of_seat(proposal.partner_id), queries.supporters_of(proposal)
    is_ended_by_seat = step != "start" and proposal.seat_of(by) is not None
    tell_in_turn(
        *((notifications.MovedOn(proposal, **facts), people) for people in (own, supporters)),
        (notifications.MovedOnOffice(proposal, **facts), queries.office() if is_ended_by_seat else ()),
        (notifications.MovedOnFollowed(proposal, **facts), queries.followers_of(proposal)),
        by=by,
    )


@taking(ProposalFlow.start)
def start(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """The work has begun; the seat and its supporters are told."""
    proposal.started_at = timezone.now()
    _tell_of("start", proposal, by=by, note=note)


@taking(ProposalFlow.conclude)
def conclude(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """The work is done, with a note on what was achieved; the seat, its supporters and the secretariat are told."""
    proposal.concluded_at = timezone.now()
    _tell_of("conclude", proposal, by=by, note=reasoned(note))


@taking(ProposalFlow.close)
def close(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """No match was found, for the reason in the note; the seat, those who had offered and the secretariat are told."""
    proposal.closed_at = timezone.now()
    _tell_of("close", proposal, by=by, note=reasoned(note))


@taking(ProposalFlow.withdraw)
def withdraw(proposal: Proposal, *, by: Any, note: str = "") -> None:
    """The seat takes it back; its people are told, the secretariat where it had been sent there, in that one word
    followers where it had been open and whoever had offered support, these once for each offer that stands.
    """
    proposal.withdrawn_at = timezone.now()
    _forget_that_it_was_sent(proposal)
    was_open = proposal.opened_at is not None or proposal.from_archive
    was_sent = was_open or proposal.submitted_at is not None
    words, own = _words(note, by), queries.people_of_seat(proposal.partner_id)
    told = tell_in_turn((notifications.WithdrawnOwn(proposal, by=str(by), **words), own), by=by)
    for offer in proposal.offers.standing().select_related("partner").order_by("pk"):
        offering = queries.people_of_seat(offer.partner_id)
        notifications.Withdrawn(offer).queue_for(person for person in offering if person.pk not in told)
    tell_in_turn(
        (notifications.WithdrawnOffice(proposal, **words), queries.office() if was_sent else ()),
        (notifications.WithdrawnFollowed(proposal), queries.other_followers_of(proposal) if was_open else ()),
        by=by,
        told=told,
    )


def _forget_that_it_was_sent(proposal: Proposal) -> None:
    """What was returned became the seat's own affair: words written since then are not for the office."""
    sent, returned = proposal.submitted_at, proposal.returned_at
    if sent is not None and returned is not None and returned >= sent:
        proposal.submitted_at = None


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
