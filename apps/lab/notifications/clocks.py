"""Who is reminded of what is still to be done."""

import datetime
from typing import Any

from apps.common.working_days import overdue_in_words
from apps.notifications.reminders import Reminder

from ..periods import look_until
from ..workflow import ProposalFlow
from .base import OfferMessage, ProposalMessage


class LookRecalled(Reminder, ProposalMessage):
    """For the secretariat: a proposal still waits for it. The office is no seat, so no number of reminders holds."""

    name = "lab.look_recalled"
    template = "lab/email/look_recalled"

    def seat_of(self, person: Any) -> None:
        """None: the secretariat."""
        return


class AnswerRecalled(Reminder, OfferMessage):
    """For those who speak for the seat that proposed: an offer still waits for their answer."""

    name = "lab.answer_recalled"
    template = "lab/email/answer_recalled"
    permission = "lab.be_reminded_offer"

    def seat_of(self, person: Any) -> int:
        """The seat that proposed, not the one that offers."""
        return self.about.proposal.partner_id


class QuestionRecalled(Reminder, ProposalMessage):
    """For those who write for the seat: what the secretariat asked (`note`, `written_in` a language) has no answer."""

    name = "lab.question_recalled"
    template = "lab/email/question_recalled"
    permission = "lab.be_reminded_question_proposal"

    def address_of(self, person: Any) -> str:
        """The form for the answer, on the page of the proposal."""
        return f"{self.about.get_absolute_url()}#question"


class LookEscalated(ProposalMessage):
    """For the head of the secretariat, or the whole of it where there is none: a proposal was left lying too long."""

    name = "lab.look_escalated"
    template = "lab/email/look_escalated"
    asks = True

    def once_for(self, person: Any) -> str:
        """Once each time it is sent to the secretariat."""
        return f"{self.name}:{self.about.pk}:{self.about.submitted_at:%Y%m%d%H%M%S}:{person.pk}"

    def context(self, person: Any) -> dict[str, Any]:
        """Since when it is due, and how late that is."""
        due = look_until(self.about)
        return {**super().context(person), "was_due": due, "overdue": overdue_in_words(due)}


class NewsAsked(ProposalMessage):
    """For those who write for the seat: nothing was heard of the proposal since `last` (an ISO moment)."""

    name = "lab.news_asked"
    template = "lab/email/news_asked"
    asks = True

    def address_of(self, person: Any) -> str:
        """The form on the page."""
        return f"{self.about.get_absolute_url()}#news"

    def context(self, person: Any) -> dict[str, Any]:
        """The moment of the last news, and whether the seat can still close the proposal without a match."""
        last = datetime.datetime.fromisoformat(self.facts["last"])
        return {**super().context(person), "last": last, "can_close": ProposalFlow.close.is_open(self.about)}


class NewsTold(ProposalMessage):
    """For the seat, its supporters and whoever follows: a line of news (`note`, `written_in` a language)."""

    name = "lab.news_told"
    template = "lab/email/news_told"


class DateMoved(ProposalMessage):
    """For the seat and whoever follows: offers are taken until another moment (`until`, an ISO one)."""

    name = "lab.date_moved"
    template = "lab/email/date_moved"

    def context(self, person: Any) -> dict[str, Any]:
        """The moment that was set, also where it was moved again since."""
        return {**super().context(person), "until": datetime.datetime.fromisoformat(self.facts["until"])}
