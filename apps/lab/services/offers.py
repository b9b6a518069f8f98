"""Offers of support: made by another seat, answered by the one that proposed, taken back by the one that made them."""

import datetime
import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.common.access import require
from apps.common.workflow import Audience, Channel, taking
from apps.partners.models import Partner

from .. import notifications, queries
from ..models import Offer, Proposal
from ..workflow import MADE, OfferFlow, OffersNotOpen, OffersOver, OfferState
from .following import follow
from .once import sent_before

# What is the same in an offer when its form comes a second time.
SAID = ("proposal_id", "partner_id", "kind", "text", "language", "conditions", "starts_on", "contact")


class AlreadyOffered(Exception):
    """The seat has offered this kind of support already, and the offer waits for an answer."""


def offer_support(
    proposal: Proposal,
    *,
    by: Any,
    partner: Partner,
    kind: str,
    text: str,
    language: str,
    conditions: str = "",
    starts_on: datetime.date | None = None,
    contact: str = "",
    form_key: uuid.UUID | None = None,
) -> Offer:
    """Another seat's answer. Order: lock, permission, the same form again?, is the proposal open, row, line, mails.

    `SentBefore` when the form came with other words; `OffersNotOpen` when the proposal takes no offers, `OffersOver`
    when its date has passed; `AlreadyOffered` when the same kind from this seat waits already.
    """
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        offer = Offer(proposal=proposal, author=by, form_key=form_key, partner=partner, language=language)
        offer.kind, offer.text, offer.conditions = kind, text, conditions
        offer.starts_on, offer.contact = starts_on, contact
        require(by, "lab.make_offer", offer)
        there = sent_before(offer, *SAID, "is_standing")
        if there is not None:
            return there
        if not proposal.is_welcoming:
            raise OffersNotOpen(proposal)
        if proposal.is_past_offers:
            raise OffersOver(proposal)
        if proposal.offers.filter(partner=partner, kind=kind, state=OfferState.MADE).exists():
            raise AlreadyOffered
        offer.save()
        follow(by=by, proposal=proposal)
        _tell_of_new(offer, by=by)
        return offer


def _tell_of_new(offer: Offer, *, by: Any) -> None:
    """The line of the timeline, and the mails to both seats."""
    facts = {"actor": by, "partner_id": offer.partner_id, "channel": Channel.WEB, "audience": Audience.SEATS}
    offer.write_line(step=MADE, to_state=offer.state, **facts)
    notifications.OfferMade(offer).queue_for(queries.people_of_seat(offer.proposal.partner_id, but=by))
    notifications.OfferSent(offer, by=str(by)).queue_for(_supporting_seat(offer, but=by))


def _supporting_seat(offer: Offer, *, but: Any = None) -> Iterable[Any]:
    """The people of the seat that offers who do not act for the proposing one too: one mail a person."""
    proposers = queries.people_of_seat(offer.proposal.partner_id)
    return queries.people_of_seat(offer.partner_id, but=but).exclude(pk__in=proposers.values("pk"))


def _proposal_first(step: Callable) -> Callable:
    """Lock the proposal before its offer, in the order of whoever comments on it: two orders would block each other."""

    @wraps(step)
    def take(offer: Offer, **facts: Any) -> Offer:
        with transaction.atomic():
            Proposal.objects.select_for_update(of=("self",)).get(pk=offer.proposal_id)
            return step(offer, **facts)

    return take


@_proposal_first
@taking(OfferFlow.accept)
def accept_offer(offer: Offer, *, by: Any, note: str = "") -> None:
    """Accept while the proposal takes offers (`OffersNotOpen`); introduce both seats to each other, the actor too."""
    proposal = offer.proposal
    if not proposal.is_welcoming:
        raise OffersNotOpen(proposal)
    offer.ended_at = timezone.now()
    message = notifications.OfferAccepted(offer, note=note)
    message.queue_for(queries.people_of_seat(proposal.partner_id))
    message.queue_for(_supporting_seat(offer))
    notifications.AcceptedFollowed(offer).queue_for(queries.followers_beside(offer, but=by))


@_proposal_first
@taking(OfferFlow.decline)
def decline_offer(offer: Offer, *, by: Any, note: str = "") -> None:
    """Decline with thanks; the seat that offered is told, with the note where there is one."""
    offer.ended_at = timezone.now()
    notifications.OfferDeclined(offer, note=note).queue_for(queries.people_of_seat(offer.partner_id, but=by))


@_proposal_first
@taking(OfferFlow.withdraw)
def withdraw_offer(offer: Offer, *, by: Any, note: str = "") -> None:
    """Take the offer back; the seat that proposed is told, with the note where there is one."""
    offer.ended_at = timezone.now()
    notifications.OfferWithdrawn(offer, note=note).queue_for(queries.people_of_seat(offer.proposal.partner_id, but=by))
