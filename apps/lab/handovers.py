"""What the laboratory knows of a seat whose person is replaced: everything is the seat's already, so nothing moves."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from apps.common.bilingual import in_language
from apps.common.office_settings import office_setting
from apps.common.registry import Handover, Waiting
from apps.partners.networks import NFP

from .models import Offer, Proposal
from .periods import ANSWER_WITHIN, LOOK_WITHIN, working_days_after
from .workflow import EDITABLE, LISTED, STANDING, State

GOING_ON = (*EDITABLE, State.SUBMITTED, State.OPEN, State.UNDER_WAY)


def open_things(partner_id: int, leaver: Any) -> list[Waiting]:
    """Offers to answer, drafts, and proposals and offers of the seat that have not ended, the most pressing first."""
    return [*_offers_to_answer(partner_id), *_proposals(partner_id), *_offers_made(partner_id)]


def _thing(row: Proposal | Offer, proposal: Proposal, detail: str, due: datetime.datetime | None = None) -> Waiting:
    words = in_language(proposal, "title")
    return Waiting(
        title=words.text,
        title_lang=words.language if words.is_fallback else "",
        detail=detail,
        action=gettext("Open"),
        url=row.get_absolute_url(),
        due=due,
    )


def _offers_to_answer(partner_id: int) -> list[Waiting]:
    offers = Offer.objects.waiting_for({partner_id}).select_related("proposal", "partner")
    within = datetime.timedelta(days=office_setting(ANSWER_WITHIN))
    words = gettext("Support offered by a partner (%(partner)s): %(kind)s")
    return [
        _thing(
            offer,
            offer.proposal,
            words % {"partner": offer.partner, "kind": offer.get_kind_display()},
            offer.made_at + within,
        )
        for offer in offers
    ]


def _proposals(partner_id: int) -> list[Waiting]:
    going_on = Proposal.objects.filter(partner=partner_id, state__in=GOING_ON).order_by("-updated_at", "pk")
    days = office_setting(LOOK_WITHIN)
    return [
        _thing(
            proposal,
            proposal,
            proposal.get_state_display(),
            working_days_after(proposal.submitted_at, days) if proposal.state == State.SUBMITTED else None,
        )
        for proposal in going_on
    ]


def _offers_made(partner_id: int) -> list[Waiting]:
    ended = (State.CONCLUDED, State.CLOSED)
    made = Offer.objects.filter(partner=partner_id, state__in=STANDING, proposal__state__in=LISTED)
    made = made.exclude(proposal__state__in=ended).select_related("proposal")
    words = gettext("Support that your seat offered: %(state)s")
    return [
        _thing(offer, offer.proposal, words % {"state": offer.get_state_display()})
        for offer in made.order_by("-made_at")
    ]


def counts(partner_id: int) -> list[tuple[int, str]]:
    """What the seat put before all others, and what it offered."""
    proposals = Proposal.objects.listed().filter(partner=partner_id).count()
    offers = Offer.objects.filter(partner=partner_id, made_at__lte=timezone.now()).count()
    return [
        (proposals, ngettext("proposal in the laboratory of ideas", "proposals in the laboratory of ideas", proposals)),
        (offers, ngettext("offer of support", "offers of support", offers)),
    ]


def move(leaver: Any, successor: Any, partner_id: int, by: Any) -> None:
    """Nothing: drafts, proposals and offers belong to the seat, and names stay with what was written."""


HANDOVER = Handover(open_things=open_things, move=move, counts=counts, network=NFP)
