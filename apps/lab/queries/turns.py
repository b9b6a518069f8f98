"""Whose turn it is: the next step of an open thing, with whom it lies and until when. All ask here."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext

from apps.common.dates import moment
from apps.common.working_days import overdue_in_words

from ..models import Addressee, Offer, Proposal, Query, SuggestionAnswer
from ..periods import (
    answer_until,
    compile_until,
    draft_recalled_at,
    explain_until,
    look_until,
    news_until,
    return_until,
    suggestion_until,
)
from ..workflow import OfferState, QueryState, State
from .clocks import is_silent, last_news_of


class NextStep(NamedTuple):
    """The one next step of a thing: what, with whom it lies, whether that is the reader, until when, how late."""

    words: str
    holder: str
    is_mine: bool
    due: datetime.datetime | None = None
    overdue: str = ""


def with_turn(proposals: QuerySet) -> QuerySet:
    """Adds `waiting_since` (the moment of the oldest offer that waits), `has_accepted` and `is_answered`."""
    offers = Offer.objects.filter(proposal=OuterRef("pk")).order_by()
    waiting = offers.filter(state=OfferState.MADE).values("proposal")
    return proposals.annotate(
        waiting_since=Subquery(waiting.annotate(first=Min("made_at")).values("first")),
        has_accepted=Exists(offers.filter(state=OfferState.ACCEPTED)),
        is_answered=Exists(SuggestionAnswer.objects.filter(proposal=OuterRef("pk"))),
    )


def next_step(proposal: Proposal, user, offers: Iterable[Offer] | None = None) -> NextStep | None:
    """What comes next, as this reader is told; None when it has ended. Reads what `with_turn` adds, else `offers`."""
    if offers is not None or not hasattr(proposal, "waiting_since"):
        offers = list(proposal.offers.all() if offers is None else offers)
        proposal.waiting_since = min((offer.made_at for offer in offers if offer.is_waiting), default=None)
        proposal.has_accepted = any(offer.is_standing and not offer.is_waiting for offer in offers)
    found = _before_it_is_open(proposal, user) or _while_it_is_open(proposal, user)
    return found._replace(overdue=overdue_in_words(found.due)) if found else None


def clock_line(proposal: Proposal, user) -> str:
    """With whom an open thing lies and until when, in one line; empty for what has ended. Reads as `next_step` does."""
    return in_one_line(next_step(proposal, user))


def in_one_line(step: NextStep | None) -> str:
    """The holder and the date of a next step in one line; empty where there is none."""
    if step is None:
        return ""
    until = gettext("until %(when)s") % {"when": moment(step.due)} if step.due else ""
    holder = gettext("Next step: %(holder)s") % {"holder": step.holder}
    return " · ".join(part for part in (holder, until, step.overdue) if part)


def next_of_query(query: Query, user, is_asked: bool = False) -> NextStep | None:
    """What comes next of questions to all; None once they are compiled or withdrawn. `is_asked`: the reader answers.

    Questions whose hour has come are as good as closed: the clock does so within minutes.
    """
    if query.is_draft:
        words, is_mine = gettext("Complete the questions and ask them"), user.has_perm("lab.change_query", query)
        found = NextStep(words, query.asker, is_mine, draft_recalled_at(query.updated_at))
    elif query.is_taking_answers:
        found = NextStep(gettext("Answer the questions"), gettext("The seats that were asked"), is_asked, query.due_at)
    elif query.is_over and query.state != QueryState.COMPILED:
        words, is_mine = gettext("Put the compilation into the library"), user.has_perm("lab.compile_query", query)
        found = NextStep(words, query.asker, is_mine, compile_until(query))
    else:
        return None
    return found._replace(overdue=overdue_in_words(found.due))


def _before_it_is_open(proposal: Proposal, user) -> NextStep | None:
    own = str(proposal.partner)
    if proposal.is_editable:
        words = gettext("Complete the proposal and send it to the secretariat")
        due = return_until(proposal) if proposal.is_returned else draft_recalled_at(proposal.updated_at)
        return NextStep(words, own, user.has_perm("lab.change_proposal", proposal), due)
    if proposal.waits_for_author and user.has_perm("lab.read_question_proposal", proposal):
        is_mine = user.has_perm("lab.explain_proposal", proposal)
        return NextStep(gettext("Answer what the secretariat asks"), own, is_mine, explain_until(proposal))
    if proposal.state == State.SUBMITTED:
        words = gettext("Publish the proposal to all focal points, or return it with a note")
        is_mine = user.has_perm("lab.publish_proposal", proposal)
        return NextStep(words, gettext("The secretariat"), is_mine, look_until(proposal))
    return None


def _while_it_is_open(proposal: Proposal, user) -> NextStep | None:
    if not proposal.is_welcoming:
        return None
    own, speaks = str(proposal.partner), user.has_perm("lab.submit_proposal", proposal)
    if waits_for_addressee(proposal):
        is_mine = user.has_perm("lab.answer_proposal", proposal)
        return NextStep(gettext("Answer the suggestion"), addressee_of(proposal), is_mine, suggestion_until(proposal))
    if proposal.waiting_since is not None:
        due = answer_until(Offer(made_at=proposal.waiting_since))
        return NextStep(gettext("Answer the offers of support"), own, speaks, due)
    words, due = _what_the_seat_does(proposal)
    if words:
        return NextStep(words, own, speaks, due)
    words = gettext("Offer support: expertise, training, funding, an example, a contact")
    offers = user.has_perm("lab.offer_proposal", proposal)
    return NextStep(words, gettext("All other partners"), offers, proposal.offers_until or _news_due(proposal))


def _what_the_seat_does(proposal: Proposal) -> tuple[str, datetime.datetime | None]:
    """What lies with the seat although nobody waits for its answer, and until when; empty where it waits for others."""
    due = _news_due(proposal)
    if proposal.state == State.UNDER_WAY:
        return gettext("Tell how the work goes on, or conclude and say what was achieved"), due
    if proposal.has_accepted:
        return gettext("Begin the work with those whose offer was accepted, and say so here"), due
    if proposal.is_past_offers:
        return gettext("Give offers more time, or close the proposal with a word on why"), due
    if proposal.is_suggestion:
        return gettext("Say what follows from the answer, or close the suggestion with a word on why"), due
    if proposal.offers_until is None and is_silent(proposal):
        return gettext("Tell in one line how it stands, or close the proposal with a word on why"), due
    return "", None


def _news_due(proposal: Proposal) -> datetime.datetime | None:
    """Until when it is heard of again: from its last news, or from the end of offers; None where no date is known."""
    last = last_news_of(proposal)
    if last is None:
        return None
    return news_until(max(last, proposal.offers_until) if proposal.is_past_offers else last)


def waits_for_addressee(proposal: Proposal) -> bool:
    """Whether a suggestion before all seats has no answer yet; those put to nobody wait for nobody."""
    if not (proposal.is_suggestion and proposal.addressee and proposal.is_welcoming):
        return False
    known = getattr(proposal, "is_answered", None)
    return getattr(proposal, "answer", None) is None if known is None else not known


def addressee_of(proposal: Proposal) -> str:
    """Who answers a suggestion, at the head of a line; reads `addressed_partner`."""
    if proposal.addressee == Addressee.SECRETARIAT:
        return gettext("The secretariat")
    return capfirst(proposal.addressee_told)
