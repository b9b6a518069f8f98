"""Reads of the laboratory that join several tables: whom to tell, what waits on which desk, figures for the public."""

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from apps.common.bilingual import in_language, language_codes
from apps.common.memory import asked_once
from apps.common.office_settings import office_setting
from apps.common.registry import Waiting
from apps.partners.models import Mandate, Partner
from apps.partners.queries import people_of, people_of_all_seats
from apps.partners.rules import READING, SPEAKING, WRITING, seats_of

from .models import Offer, Proposal, ProposalLine
from .models.proposals import OF_A_ROW
from .periods import answer_until, look_until, working_days_between
from .workflow import STANDING, WELCOMING, OfferState, ProposalFlow, State

SILENT_AFTER = "lab.silent_after"
LONGEST_DESK, NEWEST = 20, 6
RUNNING_ON = (State.SUBMITTED, *WELCOMING)
LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def office() -> QuerySet:
    """The members of the secretariat."""
    return get_user_model().objects.in_office()


def people_of_seat(partner_id: int, *, but=None) -> QuerySet:
    """The people of one seat, without the one who acts."""
    people = people_of(partner_id)
    return people if but is None else people.exclude(pk=but.pk)


def people_of_other_seats(proposal: Proposal, *, but=None) -> QuerySet:
    """All other focal points: nobody who also acts for the seat that proposes, and not the one who acts."""
    others = people_of_all_seats().exclude(pk__in=people_of(proposal.partner_id).values("pk"))
    return others if but is None else others.exclude(pk=but.pk)


def supporters_of(proposal: Proposal, *, but=None) -> QuerySet:
    """The people of the seats whose offers wait or were accepted, without those of the seat that proposes."""
    seats = proposal.offers.filter(state__in=STANDING).values("partner")
    mandates = Mandate.objects.acting().filter(partner__in=seats)
    people = get_user_model().objects.filter(pk__in=mandates.values("user"))
    people = people.exclude(pk__in=people_of(proposal.partner_id).values("pk")).order_by("pk")
    return people if but is None else people.exclude(pk=but.pk)


def with_return_note(proposals: QuerySet) -> QuerySet:
    """Adds `return_note`, the secretariat's latest note on what is missing."""
    latest = ProposalLine.objects.filter(
        proposal=OuterRef("pk"), offer__isnull=True, step=ProposalFlow.return_.name
    ).order_by("-at", "-pk")
    return proposals.annotate(return_note=Subquery(latest.values("note")[:1]))


def with_offer_counts(proposals: QuerySet) -> QuerySet:
    """Adds `standing_offers`, the number of offers that wait or were accepted."""
    offers = Offer.objects.filter(proposal=OuterRef("pk"), state__in=STANDING).order_by()
    number = Subquery(offers.values("proposal").annotate(number=Count("pk")).values("number"))
    return proposals.annotate(standing_offers=Coalesce(number, 0))


def offers_made_by_seats_of(user) -> QuerySet:
    """What the seats of this person offered, the latest first; `may_see` tells whether they see the proposal."""
    seen = Proposal.objects.visible_to(user).filter(pk=OuterRef("proposal"))
    offers = Offer.objects.filter(partner__in=seats_of(user)).annotate(may_see=Exists(seen))
    shown = ("reference", "kind", "state", "made_at", "is_example", "proposal__reference")
    named = _columns("proposal__title", "proposal__partner__name")
    offers = offers.select_related("proposal__partner").only(*shown, *named)
    return offers.order_by("-made_at", "-pk")[:LONGEST_DESK]


def offers_on_page(proposal: Proposal, user) -> QuerySet:
    """The offers to a proposal that this reader may know of, in the order in which they were made."""
    return proposal.offers.visible_to(user).select_related("partner", "author").order_by("made_at", "pk")


def for_person(user) -> list[Waiting]:
    """What the laboratory lays on a focal point's desk: offers to answer, returned proposals, drafts."""
    return [*_offers_to_answer(user), *_proposals_to_finish(user)]


class ProposalsOnDesk(NamedTuple):
    """The proposals that a dashboard tells of: to be finished, one's own under way, the newest of all seats."""

    to_finish: list[Proposal]
    under_way: list[Proposal]
    newest: list[Proposal]


@asked_once
def proposals_on_desk(user) -> ProposalsOnDesk:
    """All of them in one query, with the number of standing offers and the note of a returned one."""
    newest = Proposal.objects.listed().visible_to(user).latest_first().values("pk")[:NEWEST]
    own = Proposal.objects.filter(partner__in=seats_of(user))
    to_finish = own.editable().filter(partner__in=seats_of(user, WRITING)).order_by("-updated_at", "pk")
    under_way = own.filter(state__in=RUNNING_ON).order_by("-updated_at", "pk")
    of_desk = (newest, to_finish.values("pk")[:LONGEST_DESK], under_way.values("pk")[:LONGEST_DESK])
    found = Proposal.objects.filter(reduce(or_, (Q(pk__in=some) for some in of_desk))).select_related("partner")
    found = with_return_note(with_offer_counts(found)).only(*OF_A_ROW, "language", *_columns("title", "partner__name"))
    found = found.order_by()
    rows = sorted(found, key=lambda proposal: (-proposal.updated_at.timestamp(), proposal.pk))
    seats, writing = seats_of(user), seats_of(user, WRITING)
    listed = [one for one in rows if one.is_listed]
    return ProposalsOnDesk(
        to_finish=sorted((one for one in rows if one.is_editable and one.partner_id in writing), key=_is_draft),
        under_way=[one for one in rows if one.partner_id in seats and one.state in RUNNING_ON],
        newest=sorted(listed, key=_newness, reverse=True),
    )


def _is_draft(proposal: Proposal) -> bool:
    """By which what was returned comes before drafts."""
    return not proposal.is_returned


def _newness(proposal: Proposal) -> tuple:
    return not proposal.from_archive, proposal.opened_at or LONG_AGO, proposal.pk


def _columns(*fields: str) -> list[str]:
    """The columns of translated fields, in every language."""
    return [f"{field}_{code}" for field in fields for code in language_codes()]


def _offers_to_answer(user) -> Iterable[Waiting]:
    seats = seats_of(user, SPEAKING)
    own = proposals_on_desk(user).under_way
    # No offer waits where none stands, which is known already, unless there are more proposals than are known here.
    if not seats or (len(own) < LONGEST_DESK and not any(proposal.standing_offers for proposal in own)):
        return
    named = ("proposal__reference", "proposal__language", *_columns("proposal__title", "partner__name"))
    offers = Offer.objects.waiting_for(seats).select_related("proposal", "partner")
    offers = offers.only("reference", "kind", "made_at", *named)
    for offer in offers[:LONGEST_DESK]:
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


def _proposals_to_finish(user) -> Iterable[Waiting]:
    for proposal in proposals_on_desk(user).to_finish:
        words = in_language(proposal, "title")
        yield Waiting(
            title=words.text,
            title_lang=words.language if words.is_fallback else "",
            detail=_what_is_missing(proposal),
            action=gettext("Continue writing"),
            url=proposal.get_absolute_url(),
            since=proposal.updated_at,
        )


def _what_is_missing(proposal: Proposal) -> str:
    if proposal.is_returned:
        return gettext("Returned by the secretariat: %(note)s") % {"note": proposal.return_note or ""}
    return gettext("Draft, seen by your seat only")


def for_office(user) -> list[Waiting]:
    """What the secretariat has in hand, each the longest wait first: submitted proposals, offers that wait for a
    partner's answer, open proposals to which nobody has offered anything for so long as the office set.
    """
    if not user.has_perm("lab.publish_proposal"):
        return []
    proposals = Proposal.objects.waiting_for_office().visible_to(user).select_related("partner")
    offers = Offer.objects.visible_to(user).filter(state=OfferState.MADE).order_by("made_at", "pk")
    offers = offers.select_related("proposal__partner", "partner")
    return [
        *(_submitted(proposal) for proposal in proposals[:LONGEST_DESK]),
        *(_with_the_partner(offer) for offer in offers[:LONGEST_DESK]),
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
    words = in_language(proposal, "title")
    due = look_until(proposal)
    late = working_days_between(due, timezone.now())
    detail = f"{proposal.partner} · {proposal.get_kind_display()}"
    if late:
        overdue = ngettext("%(days)d working day overdue", "%(days)d working days overdue", late) % {"days": late}
        detail = f"{detail} · {overdue}"
    return Waiting(
        title=words.text,
        title_lang=words.language if words.is_fallback else "",
        detail=detail,
        action=gettext("Publish or return"),
        url=reverse("admin:lab_proposal_change", args=[proposal.pk]),
        since=proposal.submitted_at,
        due=due,
    )


class Figure(NamedTuple):
    """A number for the public and what it counts."""

    number: int
    words: str


def public_figures() -> list[Figure]:
    """How many proposals have been put before all seats, and how many offers stand; never which."""
    proposals = Proposal.objects.listed().count()
    offers = Offer.objects.filter(proposal__in=Proposal.objects.listed()).standing().count()
    return [
        Figure(
            proposals,
            ngettext("proposal in the laboratory of ideas", "proposals in the laboratory of ideas", proposals),
        ),
        Figure(offers, ngettext("offer of support", "offers of support", offers)),
    ]


class NextStep(NamedTuple):
    """The one next step of a proposal: what, with whom it lies, whether that is the reader, until when."""

    words: str
    holder: str
    is_mine: bool
    due: datetime.datetime | None = None


def next_step(proposal: Proposal, user, offers: Iterable[Offer] = ()) -> NextStep | None:
    """What comes next, as told on the proposal's page with these offers; None when it has ended."""
    own, is_own = str(proposal.partner), user.has_perm("lab.change_proposal", proposal)
    speaks = user.has_perm("lab.submit_proposal", proposal)
    if proposal.is_editable:
        return NextStep(gettext("Complete the proposal and send it to the secretariat"), own, is_own)
    if proposal.state == State.SUBMITTED:
        due = look_until(proposal)
        words = gettext("Publish the proposal to all focal points, or return it with a note")
        return NextStep(words, gettext("The secretariat"), user.has_perm("lab.publish_proposal", proposal), due)
    if proposal.is_welcoming and any(offer.is_waiting for offer in offers):
        return NextStep(gettext("Answer the offers of support"), own, speaks)
    if proposal.state == State.OPEN and any(offer.is_standing for offer in offers):
        return NextStep(gettext("Begin the work with those whose offer was accepted, and say so here"), own, speaks)
    if proposal.state == State.OPEN:
        return NextStep(
            gettext("Offer support: expertise, training, funding, an example, a contact"),
            gettext("All other partners"),
            user.has_perm("lab.offer_proposal", proposal),
        )
    if proposal.state == State.UNDER_WAY:
        return NextStep(gettext("Conclude, and say what was achieved"), own, speaks)
    return None


def seats_with_names(user, roles=READING) -> QuerySet:
    """The partners for which the person acts in one of these roles."""
    return Partner.objects.filter(pk__in=seats_of(user, roles)).order_by("pk")


def seats_that_may_offer(user, proposal: Proposal) -> QuerySet:
    """The partners on whose behalf the person may offer support to this proposal."""
    return seats_with_names(user, SPEAKING).exclude(pk=proposal.partner_id)
