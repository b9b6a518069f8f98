"""Who is told of silence procedures, of positions and of decisions."""

import datetime
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.notifications.messages import Message
from apps.notifications.reminders import Reminder
from apps.partners.models import Partner

from .models import Decision, Position, SilenceProcedure, told_whether_asked
from .workflow import State

# What the applicant reads of a state: the line of the inbox, and what it means.
TOLD_TO_APPLICANT = {
    State.CIRCULATED: (
        _("Silence procedure on your request: “%(title)s”"),
        _("The text is circulated under silence. Without an objection until %(hour)s, it is adopted."),
    ),
    State.ADOPTED: (
        _("Adopted under silence: “%(title)s”"),
        _("The hour has come, and the silence was not broken: the text is adopted. It is still to be confirmed."),
    ),
    State.BROKEN: (
        _("Silence broken: “%(title)s”"),
        _("The silence was broken: the text is not adopted, and the clock stands. The secretariat sees how to go on."),
    ),
    State.SUSPENDED: (
        _("Silence procedure suspended: “%(title)s”"),
        _("The secretariat has suspended the procedure: the clock stands until the text is circulated again."),
    ),
    State.WITHDRAWN: (
        _("Silence procedure withdrawn: “%(title)s”"),
        _("The secretariat has withdrawn the procedure: nothing is asked any more, and nothing is decided by it."),
    ),
}


def hour_for(procedure: SilenceProcedure, person: Any) -> str:
    """The hour as this person is told it: a mail is often written while somebody else reads a page."""
    return procedure.until_for(getattr(person, "time_zone", settings.TIME_ZONE))


class ProcedureMessage(Message):
    """About a silence procedure, for somebody who may see its positions when the mail leaves.

    Without a topic: nobody can give these up, as the silence of a seat that does not hear would count.
    """

    is_mandatory: ClassVar[bool] = True
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "decisions.view_silenceprocedure"
    related: ClassVar[tuple[str, ...]] = ("network", "applicant")
    about: SilenceProcedure

    @classmethod
    def known_to(cls, objects: QuerySet, person: Any) -> QuerySet:
        """Whether the procedures ask a seat of this person."""
        return told_whether_asked(objects, person)

    def thread(self) -> str:
        """One conversation a procedure."""
        return f"decisions.procedure-{self.about.pk}"

    def context(self, person: Any) -> dict[str, Any]:
        """The procedure under its name, with its title and text as this language has them, and its hour."""
        return {
            "note": "",
            "note_in": "",
            **super().context(person),
            "procedure": self.about,
            "title_words": self.about.title_words,
            "text_words": self.about.text_words,
            "until": hour_for(self.about, person),
        }


class Circulated(ProcedureMessage):
    """For everybody of the seats asked: the text, the hour, and that silence adopts. It must reach each seat."""

    name = "decisions.circulated"
    template = "decisions/email/circulated"
    asks = True

    def due(self) -> datetime.datetime | None:
        """The hour until which a position counts."""
        return self.about.expires_at

    def context(self, person: Any) -> dict[str, Any]:
        """Whether there was an earlier round, and how many papers go with it, asked for by the texts that say so."""
        papers = cache(lambda: self.about.papers.count() if self.about.pk else 0)
        return {**super().context(person), "is_again": self.about.round > 1, "papers": papers}


class SilenceRecalled(Reminder, ProcedureMessage):
    """For those who speak for a seat that has said nothing, at half time and a day before (`stage`: half, before)."""

    name = "decisions.recalled"
    template = "decisions/email/recalled"
    permission = "decisions.be_reminded_silenceprocedure"
    # The hour decides: no reminder of it waits for a weekly digest.
    is_reminder = False

    def once_for(self, person: Any) -> str:
        """Each stage of each hour once a person."""
        return f"{self.name}:{self.about.pk}:{self.facts['due']}:{self.facts['stage']}:{person.pk}"

    def context(self, person: Any) -> dict[str, Any]:
        """Whether no other reminder follows."""
        return {**super().context(person), "is_last": self.facts["stage"] == "before"}


class HourMoved(ProcedureMessage):
    """For the seats asked, the chair and the secretariat: a later hour holds."""

    name = "decisions.hour_moved"
    template = "decisions/email/hour_moved"

    def due(self) -> datetime.datetime | None:
        """The hour that holds now."""
        return self.about.expires_at


class Suspended(ProcedureMessage):
    """For the seats asked, the chair and the secretariat: the clock stands (`note`: why)."""

    name = "decisions.suspended"
    template = "decisions/email/suspended"
    is_same_for_all = True


class ProcedureWithdrawn(ProcedureMessage):
    """For the seats asked, the chair and the secretariat: nothing is asked any more (`note`: why)."""

    name = "decisions.withdrawn"
    template = "decisions/email/withdrawn"
    is_same_for_all = True


class Adopted(ProcedureMessage):
    """For the seats asked and the secretariat: the hour came, the silence held; the chair confirms."""

    name = "decisions.adopted"
    template = "decisions/email/adopted"
    is_same_for_all = True


class ToBeConfirmed(ProcedureMessage):
    """For the chair, or who stands in for it: a decision waits to be confirmed."""

    name = "decisions.to_be_confirmed"
    template = "decisions/email/to_be_confirmed"
    asks = True


class SeatsNotReached(ProcedureMessage):
    """For the secretariat: the hour came, but silence cannot count for the seats named (`seats`: their keys)."""

    name = "decisions.seats_not_reached"
    template = "decisions/email/seats_not_reached"
    asks = True

    def context(self, person: Any) -> dict[str, Any]:
        """The seats by their names, asked for by the texts that list them."""
        return {**super().context(person), "seats": cache(self._seats)}

    def _seats(self) -> list[Partner] | QuerySet[Partner]:
        """Those of the keys; invented ones, which are not kept, stand on the procedure as `missed`."""
        if hasattr(self.about, "missed"):
            return self.about.missed
        missed = self.about.asked_seats.filter(pk__in=self.facts["seats"])
        return Partner.objects.filter(pk__in=missed.values("partner")).order_by(f"sort_{active_language()}", "pk")


class StateToApplicant(ProcedureMessage):
    """For the seat on whose request it runs: how it stands, and nothing of positions (`state`: which one)."""

    name = "decisions.state_to_applicant"
    template = "decisions/email/state_to_applicant"
    permission = "decisions.know_silenceprocedure"

    def context(self, person: Any) -> dict[str, Any]:
        """The state that is told, in words: by the time the mail leaves there may be another."""
        context = super().context(person)
        line, meaning = TOLD_TO_APPLICANT[self.facts["state"]]
        told = {"title": context["title_words"], "hour": context["until"]}
        return {**context, "line": line % told, "meaning": meaning % told}


class PositionMessage(Message):
    """About a position, for somebody of its seat."""

    is_mandatory: ClassVar[bool] = True
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "decisions.hear_of_position"
    related: ClassVar[tuple[str, ...]] = ("partner", "procedure__network", "procedure__applicant")
    about: Position

    @classmethod
    def known_to(cls, objects: QuerySet, person: Any) -> QuerySet:
        """Whether the procedures of the positions ask a seat of this person."""
        return told_whether_asked(objects, person, "procedure")

    def thread(self) -> str:
        """The conversation of the procedure."""
        return f"decisions.procedure-{self.about.procedure_id}"

    def context(self, person: Any) -> dict[str, Any]:
        """The position, its seat and its procedure under their names, and the hour."""
        procedure = self.about.procedure
        return {
            "note": "",
            "note_in": "",
            **super().context(person),
            "position": self.about,
            "seat": self.about.partner,
            "procedure": procedure,
            "title_words": procedure.title_words,
            "until": hour_for(procedure, person),
        }


class PositionTaken(PositionMessage):
    """For the colleagues of whoever took a position for the seat (`by`: the name)."""

    name = "decisions.position_taken"
    template = "decisions/email/position_taken"


class PositionRecorded(PositionMessage):
    """For everybody of the seat: what the secretariat recorded for it. Not correct? It tells us within five days."""

    name = "decisions.position_recorded"
    template = "decisions/email/position_recorded"
    asks = True

    def due(self) -> datetime.datetime:
        """Until when the seat says that it is not correct."""
        return self.about.correct_until


class SilenceBroken(PositionMessage):
    """For the other seats asked, the chair and the secretariat: which seat broke the silence, with which words."""

    name = "decisions.broken"
    template = "decisions/email/broken"
    permission = "decisions.view_position"
    is_same_for_all = True


class PositionCame(PositionMessage):
    """For the secretariat: a seat has said something that does not break the silence, in words."""

    name = "decisions.position_came"
    template = "decisions/email/position_came"
    permission = "decisions.view_position"


class PositionDisputed(PositionMessage):
    """For the secretariat: the seat says that what was recorded for it is not correct (`by`: the name)."""

    name = "decisions.position_disputed"
    template = "decisions/email/position_disputed"
    permission = "decisions.settle_position"
    asks = True

    def context(self, person: Any) -> dict[str, Any]:
        """What the seat says of it, as the note."""
        return {**super().context(person), "note": self.about.dispute}


class DisputeSettled(PositionMessage):
    """For everybody of the seat: what the secretariat made of it (`stands`: whether the position counts; `note`)."""

    name = "decisions.dispute_settled"
    template = "decisions/email/dispute_settled"


class ReasonsReleased(PositionMessage):
    """For the applicant: the chair released the reasons of a position."""

    name = "decisions.reasons_released"
    template = "decisions/email/reasons_released"
    permission = "decisions.view_position"

    def address_of(self, person: Any) -> str:
        """The procedure's page, as the applicant sees it."""
        return self.about.procedure.get_absolute_url()


class DecisionConfirmed(Message):
    """For the seats asked, the applicant and the secretariat: the decision has its number."""

    name = "decisions.confirmed"
    template = "decisions/email/confirmed"
    is_mandatory = True
    is_addressed = True
    is_same_for_all = True
    permission = "decisions.view_decision"
    related = ("procedure__network", "procedure__applicant")
    about: Decision

    @classmethod
    def known_to(cls, objects: QuerySet, person: Any) -> QuerySet:
        """Whether the procedures of the decisions asked a seat of this person."""
        return told_whether_asked(objects, person, "procedure")

    def thread(self) -> str:
        """The conversation of the procedure."""
        return f"decisions.procedure-{self.about.procedure_id}"

    def context(self, person: Any) -> dict[str, Any]:
        """The decision under its name, its title and text as this language has them, and the statements of seats."""
        decision = self.about
        return {
            **super().context(person),
            "decision": decision,
            "title_words": decision.title_words,
            "text_words": decision.text_words,
            "statements": cache(lambda: list(decision.statements)),
        }
