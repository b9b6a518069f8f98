"""Until when things of the laboratory are to be done: the periods that the office sets, counted in Brussels."""

import datetime

from django.utils import timezone

from apps.common.office_settings import office_setting

from .models import Offer, Proposal

LOOK_WITHIN, ANSWER_WITHIN = "lab.look_within", "lab.answer_within"
SATURDAY = 5


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


def look_until(proposal: Proposal) -> datetime.datetime | None:
    """Until when the secretariat looks at a proposal; None for one that was never sent."""
    sent = proposal.submitted_at
    return working_days_after(sent, office_setting(LOOK_WITHIN)) if sent is not None else None


def answer_until(offer: Offer) -> datetime.datetime:
    """Until when the seat that proposed answers an offer."""
    return offer.made_at + datetime.timedelta(days=office_setting(ANSWER_WITHIN))
