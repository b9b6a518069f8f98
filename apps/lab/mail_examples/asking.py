"""Examples of the messages about questions to all: no question and no answer of anybody is shown."""

import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.documents.models import Document
from apps.notifications.messages import Message
from apps.notifications.previews import NOBODY, example, reader
from apps.partners.mail_examples import a_partner, in_each_language

from .. import notifications as told
from ..models import Answer, AnswerSheet, Query, Question
from ..workflow import QueryState
from .base import in_a_week


def a_query(state: str = QueryState.RUNNING) -> Query:
    """A query that does not exist, written in the language that is active."""
    query = Query(
        pk=NOBODY,
        reference="example",
        partner=a_partner(),
        author=reader(get_language()),
        language=get_language(),
        title=_("Title of the questions"),
        introduction=_("Why the seat asks, in its words."),
        state=state,
        opened_at=timezone.now(),
        due_at=timezone.now() + datetime.timedelta(days=7),
        compilation=Document(pk=NOBODY, slug="example", **in_each_language(title=_("Title of the compilation"))),
    )
    choices = "\n".join([_("One choice"), _("Another choice")])
    query.numbered = [
        Question(query=query, number=1, text=_("The first question, as the seat wrote it.")),
        Question(query=query, number=2, text=_("The second question."), kind=Question.Kind.CHOICE, choices=choices),
    ]
    return query


def of_query(name: str, message: type[Message], state: str = QueryState.RUNNING, **facts) -> None:
    """An example of a message about a query; facts that are called are made anew for each look."""

    def make() -> Message:
        given = {key: value() if callable(value) else value for key, value in facts.items()}
        return message(a_query(state), **given)

    example(name)(make)


def a_sheet() -> AnswerSheet:
    """The answers of a seat to it, which do not exist either."""
    sheet = AnswerSheet(pk=NOBODY, query=a_query(), partner=a_partner(), sent_at=timezone.now())
    texts = (_("The answer, as the seat wrote it."), _("One choice"))
    sheet.given = [
        Answer(sheet=sheet, question=question, language=get_language(), text=text)
        for question, text in zip(sheet.query.numbered, texts, strict=True)
    ]
    sheet.given[0].audience = Answer.Audience.ASKER
    return sheet


of_query("lab.query_asked", told.QueryAsked)
of_query("lab.query_recalled", told.QueryRecalled, stage="before", due=in_a_week, seat=NOBODY)
of_query("lab.query_reminded", told.QueryReminded, stage="before", due=in_a_week, at=in_a_week, seat=NOBODY)
of_query("lab.query_closed", told.QueryClosed, QueryState.CLOSED)
of_query("lab.query_extended", told.QueryExtended)
of_query("lab.query_withdrawn", told.QueryWithdrawn, QueryState.WITHDRAWN)
of_query("lab.query_compiled", told.QueryCompiled, QueryState.COMPILED)
example("lab.answer_came")(lambda: told.AnswerCame(a_sheet()))
