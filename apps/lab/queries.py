"""Reads of the laboratory that join several tables: whom to tell, what waits on which desk, figures for the public."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from apps.common.bilingual import in_language, language_codes
from apps.common.registry import Waiting
from apps.partners.models import Mandate, Partner
from apps.partners.queries import people_of, people_of_all_seats
from apps.partners.rules import READING, SPEAKING, WRITING, seats_of

from .models import Offer, Proposal, ProposalLine
from .workflow import STANDING, ProposalFlow, State

OFFICE_LOOKS_WITHIN = 5
LONGEST_DESK = 20
SATURDAY = 5


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


def working_days_after(moment: datetime.datetime, days: int) -> datetime.datetime:
    """The moment so many working days later, in Brussels; Saturdays and Sundays do not count."""
    there = timezone.localtime(moment)
    while days:
        there += datetime.timedelta(days=1)
        days -= there.weekday() < SATURDAY
    return there


def working_days_between(start: datetime.datetime, end: datetime.datetime) -> int:
    """How many whole working days lie between two moments; none when the second is not later."""
    days = 0
    while working_days_after(start, days + 1) <= end:
        days += 1
    return days


def for_person(user) -> list[Waiting]:
    """What the laboratory lays on a focal point's desk: offers to answer, returned proposals, drafts."""
    return [*_offers_to_answer(user), *_proposals_to_finish(user)]


def _columns(*fields: str) -> list[str]:
    """The columns of translated fields, in every language."""
    return [f"{field}_{code}" for field in fields for code in language_codes()]


def _offers_to_answer(user) -> Iterable[Waiting]:
    seats = seats_of(user, SPEAKING)
    if not seats:
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
        )


def _proposals_to_finish(user) -> Iterable[Waiting]:
    seats = seats_of(user, WRITING)
    if not seats:
        return
    proposals = with_return_note(Proposal.objects.filter(partner__in=seats).editable())
    proposals = proposals.only("reference", "language", "state", "updated_at", *_columns("title"))
    for proposal in proposals.order_by("-state", "-updated_at", "pk")[:LONGEST_DESK]:
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
    """What waits for the secretariat: submitted proposals, the longest wait first, due after five working days."""
    if not user.has_perm("lab.publish_proposal"):
        return []
    proposals = Proposal.objects.waiting_for_office().visible_to(user).select_related("partner")
    return [_submitted(proposal) for proposal in proposals[:LONGEST_DESK]]


def _submitted(proposal: Proposal) -> Waiting:
    words = in_language(proposal, "title")
    due = working_days_after(proposal.submitted_at, OFFICE_LOOKS_WITHIN)
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
        due = working_days_after(proposal.submitted_at, OFFICE_LOOKS_WITHIN)
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
