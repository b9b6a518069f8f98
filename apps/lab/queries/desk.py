"""What the laboratory lays on desks: a focal point's and the secretariat's."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.asking import among_any
from apps.common.bilingual import columns_of, in_language
from apps.common.memory import asked_once
from apps.common.office_settings import office_setting
from apps.common.prepared import PreparedObjects, by_rights
from apps.common.registry import Waiting
from apps.partners.rules import SPEAKING, WRITING, seats_of

from ..models import Offer, Proposal
from ..models.selection import OF_A_ROW
from ..periods import (
    SILENT_AFTER,
    answer_until,
    draft_recalled_at,
    explain_until,
    look_since,
    look_until,
    news_until,
    return_until,
)
from ..workflow import EDITABLE, WELCOMING, WITH_OFFICE, OfferState, State
from .clocks import is_silent, with_last_news
from .reading import with_offer_counts, with_return_note
from .suggestions import suggestions_put_to, suggestions_put_to_office, suggestions_to_answer

LONGEST_DESK, NEWEST = 20, 6
RUNNING_ON = (State.SUBMITTED, *WELCOMING)
LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def for_person(user) -> list[Waiting]:
    """What the laboratory lays on a desk of a seat: what the secretariat asks, offers and suggestions to answer,
    returned proposals, drafts, news to give.
    """
    to_answer = suggestions_to_answer(proposals_on_desk(user).to_answer)
    return [
        *_questions_to_answer(user),
        *_offers_to_answer(user),
        *to_answer,
        *_proposals_to_finish(user),
        *_news_to_give(user),
    ]


class ProposalsOnDesk(NamedTuple):
    """What a dashboard tells of: to be finished, own ones under way, the newest, suggestions to answer, own ones of
    which the secretariat asks something.
    """

    to_finish: list[Proposal]
    under_way: list[Proposal]
    newest: list[Proposal]
    to_answer: list[Proposal]
    asked: list[Proposal]


def _on_desk(user) -> QuerySet:
    newest = Proposal.objects.listed().visible_to(user).latest_first().values("pk")[:NEWEST]
    own = Proposal.objects.filter(partner__in=seats_of(user))
    writing = Proposal.objects.filter(partner__in=seats_of(user, WRITING)).order_by("-updated_at", "pk")
    under_way = own.filter(state__in=RUNNING_ON).order_by("-updated_at", "pk")
    to_answer = suggestions_put_to(user)
    asked = own.filter(partner__in=seats_of(user, WRITING), state__in=WITH_OFFICE, question_at__isnull=False)
    # State by state, as the index has them: a seat with thousands of proposals has few drafts.
    to_finish = [writing.filter(state=state) for state in EDITABLE]
    several = (*to_finish, under_way, to_answer, asked.order_by("question_at", "pk"))
    of_desk = (newest, *(some.values("pk")[:LONGEST_DESK] for some in several))
    found = Proposal.objects.filter(among_any(*of_desk)).select_related("partner")
    found = found.annotate(is_put_to_reader=Exists(to_answer.filter(pk=OuterRef("pk"))))
    found = with_last_news(with_return_note(with_offer_counts(found))).only(
        *OF_A_ROW, "language", *columns_of("title", "partner__name")
    )
    return found.order_by()


_asked_on_desk = PreparedObjects(_on_desk, key_of=by_rights)


@asked_once
def proposals_on_desk(user) -> ProposalsOnDesk:
    """All of them in one query, with the number of standing offers and the note of a returned one."""
    rows = sorted(_asked_on_desk(user), key=lambda proposal: (-proposal.updated_at.timestamp(), proposal.pk))
    seats, writing = seats_of(user), seats_of(user, WRITING)
    listed = [one for one in rows if one.is_listed]
    return ProposalsOnDesk(
        to_finish=sorted((one for one in rows if one.is_editable and one.partner_id in writing), key=_is_draft),
        under_way=[one for one in rows if one.partner_id in seats and one.state in RUNNING_ON],
        newest=sorted(listed, key=_newness, reverse=True)[:NEWEST],
        to_answer=sorted((one for one in rows if one.is_put_to_reader), key=_newness),
        asked=[one for one in rows if one.waits_for_author and one.partner_id in writing],
    )


def _is_draft(proposal: Proposal) -> bool:
    """By which what was returned comes before drafts."""
    return not proposal.is_returned


def _newness(proposal: Proposal) -> tuple:
    return not proposal.from_archive, proposal.opened_at or LONG_AGO, proposal.pk


def _to_answer(user) -> QuerySet:
    named = ("proposal__reference", "proposal__language", *columns_of("proposal__title", "partner__name"))
    offers = Offer.objects.waiting_for(seats_of(user, SPEAKING)).select_related("proposal", "partner")
    return offers.only("reference", "kind", "made_at", *named)[:LONGEST_DESK]


_asked_to_answer = PreparedObjects(_to_answer, key_of=by_rights)


def _offers_to_answer(user) -> Iterable[Waiting]:
    seats = seats_of(user, SPEAKING)
    own = proposals_on_desk(user).under_way
    # No offer waits where none stands, which is known already, unless there are more proposals than are known here.
    if not seats or (len(own) < LONGEST_DESK and not any(proposal.standing_offers for proposal in own)):
        return
    for offer in _asked_to_answer(user):
        words = in_language(offer.proposal, "title")
        yield Waiting(
            title=words.text,
            title_lang=words.language if words.is_fallback else "",
            detail=gettext("Support offered by a partner (%(partner)s): %(kind)s")
            % {"partner": offer.partner, "kind": offer.get_kind_display()},
            action=gettext("Answer the offer"),
            url=offer.get_absolute_url(),
            since=offer.made_at,
            due=answer_until(offer),
        )


def _questions_to_answer(user) -> Iterable[Waiting]:
    for proposal in proposals_on_desk(user).asked:
        words = in_language(proposal, "title")
        yield Waiting(
            title=words.text,
            title_lang=words.language if words.is_fallback else "",
            detail=gettext("The secretariat asks something about your proposal"),
            action=gettext("Answer the secretariat"),
            url=f"{proposal.get_absolute_url()}#question",
            since=proposal.question_at,
            due=explain_until(proposal),
        )


def _proposals_to_finish(user) -> Iterable[Waiting]:
    for proposal in proposals_on_desk(user).to_finish:
        words = in_language(proposal, "title")
        yield Waiting(
            title=words.text,
            title_lang=words.language if words.is_fallback else "",
            detail=_what_is_missing(proposal),
            action=gettext("Continue writing"),
            url=proposal.get_absolute_url(),
            since=proposal.returned_at or proposal.updated_at,
            due=return_until(proposal) if proposal.is_returned else draft_recalled_at(proposal.updated_at),
        )


def _what_is_missing(proposal: Proposal) -> str:
    if proposal.is_returned:
        return gettext("Returned by the secretariat: %(note)s") % {"note": proposal.return_note or ""}
    return gettext("Draft, seen by your seat only")


def _news_to_give(user) -> Iterable[Waiting]:
    writing = seats_of(user, WRITING)
    for proposal in proposals_on_desk(user).under_way:
        if proposal.partner_id not in writing or not is_silent(proposal):
            continue
        words = in_language(proposal, "title")
        yield Waiting(
            title=words.text,
            title_lang=words.language if words.is_fallback else "",
            detail=gettext("Nothing has been heard of it for long: one line is enough"),
            action=gettext("Give news in one line"),
            url=f"{proposal.get_absolute_url()}#news",
            since=proposal.last_news,
            due=news_until(proposal.last_news),
        )


def for_office(user) -> list[Waiting]:
    """What the secretariat has in hand, each the longest wait first: submitted proposals, offers that wait for a
    partner's answer, open proposals to which nobody has offered anything for so long as the office set.
    """
    if not user.has_perm("lab.publish_proposal"):
        return []
    proposals = Proposal.objects.waiting_for_office().visible_to(user).select_related("partner")
    offers = Offer.objects.visible_to(user).filter(state=OfferState.MADE, proposal__state__in=WELCOMING)
    offers = offers.order_by("made_at", "pk")
    offers = offers.select_related("proposal__partner", "partner")
    return [
        *(_submitted(proposal) for proposal in proposals[:LONGEST_DESK]),
        *(_with_the_partner(offer) for offer in offers[:LONGEST_DESK]),
        *suggestions_to_answer(suggestions_put_to_office(user)[:LONGEST_DESK]),
        *(_silent(proposal) for proposal in _silent_proposals(user)[:LONGEST_DESK]),
    ]


def _silent_proposals(user) -> QuerySet:
    long_ago = timezone.now() - datetime.timedelta(days=office_setting(SILENT_AFTER))
    proposals = Proposal.objects.visible_to(user).filter(state=State.OPEN, opened_at__lt=long_ago)
    offered = Offer.objects.filter(proposal=OuterRef("pk"))
    return proposals.filter(~Exists(offered)).select_related("partner").order_by("opened_at", "pk")


def _silent(proposal: Proposal) -> Waiting:
    words = in_language(proposal, "title")
    return Waiting(
        title=words.text,
        title_lang=words.language if words.is_fallback else "",
        detail=gettext("Open without an offer of support (%(partner)s)") % {"partner": proposal.partner},
        action=gettext("Look for a match, or close"),
        url=reverse("admin:lab_proposal_change", args=[proposal.pk]),
        since=proposal.opened_at,
    )


def _with_the_partner(offer: Offer) -> Waiting:
    words = in_language(offer.proposal, "title")
    return Waiting(
        title=words.text,
        title_lang=words.language if words.is_fallback else "",
        detail=gettext("Answer to the support offered by a partner (%(partner)s): %(kind)s")
        % {"partner": offer.partner, "kind": offer.get_kind_display()},
        action=gettext("See the proposal"),
        url=offer.get_absolute_url(),
        since=offer.made_at,
        due=answer_until(offer),
        holder="partner",
        who=str(offer.proposal.partner),
    )


def _submitted(proposal: Proposal) -> Waiting:
    words, is_asked = in_language(proposal, "title"), proposal.waits_for_author
    turn = {"holder": "partner", "who": str(proposal.partner)} if is_asked else {}
    kind = proposal.get_kind_display()
    return Waiting(
        title=words.text,
        title_lang=words.language if words.is_fallback else "",
        detail=gettext("Answer to what the secretariat asks") if is_asked else f"{proposal.partner} · {kind}",
        action=gettext("See the proposal") if is_asked else gettext("Publish or return"),
        url=reverse("admin:lab_proposal_change", args=[proposal.pk]),
        since=proposal.question_at if is_asked else look_since(proposal),
        due=explain_until(proposal) if is_asked else look_until(proposal),
        **turn,
    )
