"""Examples of what the clocks of the laboratory say."""

import datetime

from django.utils.translation import get_language

from apps.notifications.previews import example

from .. import notifications as told
from ..workflow import State
from .base import a_proposal, in_a_week, note, of_proposal

of_proposal("lab.news_asked", told.NewsAsked, last=in_a_week)
of_proposal("lab.news_told", told.NewsTold, note=note, written_in=get_language)
of_proposal("lab.date_moved", told.DateMoved, until=in_a_week)


@example("lab.look_escalated")
def look_escalated() -> told.LookEscalated:
    """One that has waited for a month."""
    proposal = a_proposal(State.SUBMITTED)
    proposal.submitted_at -= datetime.timedelta(days=30)
    return told.LookEscalated(proposal)
