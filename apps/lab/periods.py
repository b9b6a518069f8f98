"""Until when things of the laboratory are to be done: the periods that the office sets, counted in Brussels."""

import calendar
import datetime

from django.utils import timezone

from apps.common.office_settings import office_setting
from apps.common.working_days import working_days_after

from .models import ASSISTANCE, Offer, Proposal, Query

LOOK_WITHIN, ANSWER_WITHIN = "lab.look_within", "lab.answer_within"
EXPLAIN_WITHIN, SUGGESTION_WITHIN = "lab.explain_within", "lab.suggestion_within"
RETURN_WITHIN, COMPILE_WITHIN, DRAFT_AFTER = "lab.return_within", "lab.compile_within", "lab.draft_after"
ESCALATE_AFTER, OFFERS_WITHIN, SILENT_AFTER = "lab.escalate_after", "lab.offers_within", "lab.silent_after"
# The hour at which offers end, in Brussels.
LAST_HOUR = datetime.time(18)


def look_since(proposal: Proposal) -> datetime.datetime | None:
    """From when the secretariat's look at a proposal counts: sent, or the answer to what it asked of its author."""
    sent, answered = proposal.submitted_at, proposal.question_answered_at
    return sent if sent is None or answered is None else max(sent, answered)


def look_until(proposal: Proposal) -> datetime.datetime | None:
    """Until when the secretariat looks at a proposal; None for one that was never sent."""
    since = look_since(proposal)
    return working_days_after(since, office_setting(LOOK_WITHIN)) if since is not None else None


def explain_until(proposal: Proposal) -> datetime.datetime | None:
    """Until when the seat answers what the secretariat asked; None where nothing waits for an answer."""
    asked = proposal.question_at if proposal.waits_for_author else None
    return working_days_after(asked, office_setting(EXPLAIN_WITHIN)) if asked is not None else None


def answer_until(offer: Offer) -> datetime.datetime:
    """Until when the seat that proposed answers an offer."""
    return offer.made_at + datetime.timedelta(days=office_setting(ANSWER_WITHIN))


def escalated_from(proposal: Proposal) -> datetime.datetime | None:
    """From when a proposal has waited so long for the secretariat that its head is told; None for one never sent."""
    due = look_until(proposal)
    return working_days_after(due, office_setting(ESCALATE_AFTER)) if due is not None else None


def end_of_offers(day: datetime.date) -> datetime.datetime:
    """The moment on that day until which offers are taken: 18:00 in Brussels."""
    return timezone.make_aware(datetime.datetime.combine(day, LAST_HOUR))


def offers_until_by_default(kind: str, now: datetime.datetime) -> datetime.datetime | None:
    """Until when a proposal published now takes offers: so many months for a request for assistance, else no date."""
    if kind not in ASSISTANCE:
        return None
    today = timezone.localdate(now)
    years, month = divmod(today.month - 1 + office_setting(OFFERS_WITHIN), 12)
    last = calendar.monthrange(today.year + years, month + 1)[1]
    return end_of_offers(datetime.date(today.year + years, month + 1, min(today.day, last)))


def silent_since(now: datetime.datetime) -> datetime.datetime:
    """A proposal whose last news are older than this has been silent for too long."""
    return now - datetime.timedelta(days=office_setting(SILENT_AFTER))


def news_until(last_news: datetime.datetime) -> datetime.datetime:
    """Until when the next news of a proposal are due."""
    return last_news + datetime.timedelta(days=office_setting(SILENT_AFTER))


def suggestion_until(proposal: Proposal) -> datetime.datetime | None:
    """Until when a suggestion is answered by whom it is put to; None for one whose dates are not known."""
    opened = proposal.opened_at
    return working_days_after(opened, office_setting(SUGGESTION_WITHIN)) if opened is not None else None


def return_until(proposal: Proposal) -> datetime.datetime | None:
    """Until when the seat completes what was returned; None where it is not known when that was."""
    returned = proposal.returned_at
    return working_days_after(returned, office_setting(RETURN_WITHIN)) if returned is not None else None


def draft_recalled_at(updated_at: datetime.datetime, now: datetime.datetime | None = None) -> datetime.datetime:
    """The next day on which a draft is gently recalled: so many days after its last change, and so many again."""
    every = datetime.timedelta(days=office_setting(DRAFT_AFTER))
    past = max((now or timezone.now()) - updated_at, datetime.timedelta())
    return updated_at + (past // every + 1) * every


def compile_until(query: Query) -> datetime.datetime:
    """Until when the answers to questions that are closed are compiled."""
    return working_days_after(query.closed_at or query.due_at, office_setting(COMPILE_WITHIN))
