"""Who is told of questions to all and of their answers."""

import datetime
from typing import Any, ClassVar

from django.urls import reverse

from apps.notifications.messages import Message
from apps.notifications.reminders import Reminder

from ..models import Answer, AnswerSheet, Query
from .base import NO_NOTE


class QueryMessage(Message):
    """About a question to all, for somebody who may read it when the mail leaves."""

    topic: ClassVar[str] = "lab"
    is_addressed: ClassVar[bool] = True
    permission: ClassVar[str] = "lab.view_query"
    related: ClassVar[tuple[str, ...]] = ("partner",)
    about: Query

    def thread(self) -> str:
        """One conversation a query."""
        return f"lab.query-{self.about.pk}"

    def context(self, person: Any) -> dict[str, Any]:
        """The query under its name, with its title as this language has it."""
        return {**NO_NOTE, **super().context(person), "query": self.about, "title_words": self.about.title_words}


class QueryAsked(QueryMessage):
    """For those who write answers for a seat that is asked: numbered questions, until an hour."""

    name = "lab.query_asked"
    template = "lab/email/query_asked"
    asks = True
    is_same_for_all = True

    def due(self) -> datetime.datetime | None:
        """The hour until which answers count."""
        return self.about.due_at


class QueryRecalled(Reminder, QueryMessage):
    """For those who write answers for a seat that has sent none yet, before the hour (`seat`: which one)."""

    name = "lab.query_recalled"
    template = "lab/email/query_recalled"
    permission = "lab.be_reminded_query"

    def seat_of(self, person: Any) -> int:
        """The seat that is reminded, not the one that asks."""
        return self.facts["seat"]


class QueryReminded(Reminder, QueryMessage):
    """The same by the hand of whoever asks (`at`: an ISO moment, one reminder each)."""

    name = "lab.query_reminded"
    template = "lab/email/query_recalled"
    permission = "lab.be_reminded_query"

    def seat_of(self, person: Any) -> int:
        """The seat that is reminded, not the one that asks."""
        return self.facts["seat"]

    def once_for(self, person: Any) -> str:
        """Each reminder once a person, however many silent seats they act for."""
        return f"{self.name}:{self.about.pk}:{self.facts['at']}:{person.pk}"


class QueryClosed(QueryMessage):
    """For whoever asked: no more answers are taken; the compilation is theirs to make (`note`)."""

    name = "lab.query_closed"
    template = "lab/email/query_closed"
    asks = True


class QueryExtended(QueryMessage):
    """For those who were asked: there is more time."""

    name = "lab.query_extended"
    template = "lab/email/query_extended"


class QueryWithdrawn(QueryMessage):
    """For those who were asked: nothing is asked any more."""

    name = "lab.query_withdrawn"
    template = "lab/email/query_withdrawn"
    permission = "lab.hear_of_query"


class QueryCompiled(QueryMessage):
    """For the seat that asked and all that were asked: the compilation is in the library. It may wait for a digest."""

    name = "lab.query_compiled"
    template = "lab/email/query_compiled"
    is_addressed = False
    is_same_for_all = True
    related = ("partner", "compilation")

    def address_of(self, person: Any) -> str:
        """The compilation's page in the library of the space."""
        return reverse("space_documents:document", args=[self.about.compilation.slug])


class AnswerCame(Message):
    """For whoever asked, who reads all of them: a seat has sent its answers. It may wait for a digest."""

    name = "lab.answer_came"
    template = "lab/email/answer_came"
    topic = "lab"
    permission = "lab.view_answersheet"
    related = ("partner", "query__partner")
    about: AnswerSheet

    def thread(self) -> str:
        """The conversation of the query."""
        return f"lab.query-{self.about.query_id}"

    def context(self, person: Any) -> dict[str, Any]:
        """The query of the answers, under its name, and the answers in the order of the questions."""
        query = self.about.query
        answers = self._answers()
        return {**super().context(person), "query": query, "title_words": query.title_words, "answers": answers}

    def _answers(self) -> list[Answer]:
        """Those of the sheet; an invented one, which is not kept, brings them as `given`."""
        if hasattr(self.about, "given"):
            return self.about.given
        return list(self.about.answers.select_related("question").order_by("question__number"))
