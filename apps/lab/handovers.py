"""What the laboratory knows of a seat whose person is replaced: all is the seat's but what the person follows."""

import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from apps.common.bilingual import columns_of, in_language
from apps.common.office_settings import office_setting
from apps.common.prepared import Prepared, PreparedObjects
from apps.common.registry import Handover, Waiting
from apps.partners.models import Mandate, Partner
from apps.partners.networks import NFP

from . import queries
from .models import TARGETS, Following, Offer, Proposal
from .periods import ANSWER_WITHIN, LOOK_WITHIN, working_days_after
from .workflow import EDITABLE, STANDING, WELCOMING, State

OF_ITS_PROPOSAL = ("proposal__reference", "proposal__language", *columns_of("proposal__title"))
GOING_ON = (*EDITABLE, State.SUBMITTED, State.OPEN, State.UNDER_WAY)


def open_things(partner_id: int, leaver: Any) -> list[Waiting]:
    """Offers to answer, drafts, and proposals and offers of the seat that have not ended, the most pressing first; then
    questions to all: to answer, asked, begun.
    """
    lists = (_offers_to_answer, _proposals, _offers_made, _questions)
    return [thing for of_seat in lists for thing in of_seat(partner_id)]


def _questions(partner_id: int) -> list[Waiting]:
    return [
        Waiting(
            title=query.title,
            title_lang=query.language if query.title_words.is_fallback else "",
            detail=gettext("Questions to all (%(asker)s)") % {"asker": query.asker},
            action=gettext("Open"),
            url=query.get_absolute_url(),
            due=query.due_at,
        )
        for query in queries.running_on(partner_id)
    ]


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


@PreparedObjects
def _to_answer(*, partner: int) -> QuerySet:
    offers = Offer.objects.waiting_for([partner]).select_related("proposal", "partner")
    offers = offers.only("reference", "kind", "made_at", *OF_ITS_PROPOSAL, *columns_of("partner__name"))
    return offers[: Handover.MOST_OPEN]


def _offers_to_answer(partner_id: int) -> list[Waiting]:
    within = datetime.timedelta(days=office_setting(ANSWER_WITHIN))
    words = gettext("Support offered by a partner (%(partner)s): %(kind)s")
    return [
        _thing(
            offer,
            offer.proposal,
            words % {"partner": offer.partner, "kind": offer.get_kind_display()},
            offer.made_at + within,
        )
        for offer in _to_answer(partner=partner_id)
    ]


@PreparedObjects
def _going_on(*, partner: int) -> QuerySet:
    found = Proposal.objects.none_but(GOING_ON).filter(partner=partner).order_by("-updated_at", "-pk")
    return found.only("reference", "state", "submitted_at", "language", *columns_of("title"))[: Handover.MOST_OPEN]


def _proposals(partner_id: int) -> list[Waiting]:
    days = office_setting(LOOK_WITHIN)
    return [
        _thing(
            proposal,
            proposal,
            proposal.get_state_display(),
            working_days_after(proposal.submitted_at, days) if proposal.state == State.SUBMITTED else None,
        )
        for proposal in _going_on(partner=partner_id)
    ]


@PreparedObjects
def _made(*, partner: int) -> QuerySet:
    made = Offer.objects.filter(partner=partner, state__in=STANDING, proposal__state__in=WELCOMING)
    made = made.select_related("proposal").only("reference", "state", *OF_ITS_PROPOSAL)
    return made.order_by("-made_at", "-pk")[: Handover.MOST_OPEN]


def _offers_made(partner_id: int) -> list[Waiting]:
    words = gettext("Support that your seat offered: %(state)s")
    return [
        _thing(offer, offer.proposal, words % {"state": offer.get_state_display()})
        for offer in _made(partner=partner_id)
    ]


@Prepared
def _counted(*, partner: int, now: datetime.datetime) -> QuerySet:
    """One row: the partner's proposals that were put before all, and the offers that it made until that moment."""
    listed = Proposal.objects.listed().filter(partner=OuterRef("pk")).order_by().values("partner")
    made = Offer.objects.filter(partner=OuterRef("pk"), made_at__lte=now).order_by().values("partner")
    numbers = (Subquery(rows.annotate(number=Count("pk")).values("number")) for rows in (listed, made))
    proposals, offers = (Coalesce(number, 0) for number in numbers)
    return Partner.objects.rewrite(False).filter(pk=partner).values_list(proposals, offers)


def counts(partner_id: int) -> list[tuple[int, str]]:
    """What the seat put before all others, and what it offered; one query."""
    found = _counted(partner=partner_id, now=timezone.now())
    proposals, offers = found[0] if found else (0, 0)
    return [
        (proposals, ngettext("proposal in the laboratory of ideas", "proposals in the laboratory of ideas", proposals)),
        (offers, ngettext("offer of support", "offers of support", offers)),
    ]


def move(leaver: Any, successor: Any, partner_id: int, by: Any) -> None:
    """What the leaver follows goes on to the successor, and is copied where the leaver acts for another seat still.

    Drafts, proposals, offers and comments belong to the seat, and names stay with what was written.
    """
    if successor is None:
        return
    theirs = Following.objects.filter(person=leaver)
    known = set(Following.objects.filter(person=successor).values_list(*TARGETS))
    Following.objects.bulk_create(
        Following(person=successor, proposal_id=proposal, area_id=area, region_id=region)
        for proposal, area, region in theirs.order_by("pk").values_list(*TARGETS)
        if (proposal, area, region) not in known
    )
    if not Mandate.objects.acting().filter(user=leaver).exclude(partner=partner_id).exists():
        theirs.delete()


HANDOVER = Handover(open_things=open_things, move=move, counts=counts, network=NFP)
