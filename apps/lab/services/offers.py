"""Offers of support: made by another seat, answered by the one that proposed, taken back by the one that made them."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.common.access import require
from apps.common.workflow import Audience, Channel, taking
from apps.partners.models import Partner

from .. import notifications, queries
from ..models import Offer, Proposal
from ..workflow import MADE, OfferFlow, OffersNotOpen, OfferState


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

    `OffersNotOpen` when the proposal takes no offers; `AlreadyOffered` when the same kind from this seat waits already.
    """
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        offer = Offer(proposal=proposal, author=by, form_key=form_key, partner=partner, language=language)
        offer.kind, offer.text, offer.conditions = kind, text, conditions
        offer.starts_on, offer.contact = starts_on, contact
        require(by, "lab.make_offer", offer)
        there = Offer.objects.filter(author=by, form_key=form_key).first() if form_key else None
        if there is not None:
            return there
        if not proposal.is_welcoming:
            raise OffersNotOpen(proposal)
        if proposal.offers.filter(partner=partner, kind=kind, state=OfferState.MADE).exists():
            raise AlreadyOffered
        offer.save()
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


@taking(OfferFlow.accept)
def accept_offer(offer: Offer, *, by: Any, note: str = "") -> None:
    """Accept while the proposal takes offers (`OffersNotOpen`); introduce both seats to each other, the actor too."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=offer.proposal_id)
    if not proposal.is_welcoming:
        raise OffersNotOpen(proposal)
    offer.proposal, offer.ended_at = proposal, timezone.now()
    message = notifications.OfferAccepted(offer, note=note)
    message.queue_for(queries.people_of_seat(proposal.partner_id))
    message.queue_for(_supporting_seat(offer))


@taking(OfferFlow.decline)
def decline_offer(offer: Offer, *, by: Any, note: str = "") -> None:
    """Decline with thanks; the seat that offered is told, with the note where there is one."""
    offer.ended_at = timezone.now()
    notifications.OfferDeclined(offer, note=note).queue_for(queries.people_of_seat(offer.partner_id, but=by))


@taking(OfferFlow.withdraw)
def withdraw_offer(offer: Offer, *, by: Any, note: str = "") -> None:
    """Take the offer back; the seat that proposed is told, with the note where there is one."""
    offer.ended_at = timezone.now()
    notifications.OfferWithdrawn(offer, note=note).queue_for(queries.people_of_seat(offer.proposal.partner_id, but=by))
