"""Answers to a question to all: written by a seat, sent, and changed until the hour."""

import datetime
import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.common.access import require
from apps.common.workflow import Audience, StepNotOpen
from apps.partners.models import Partner

from .. import notifications, queries
from ..models import Answer, AnswerSheet, Query, Question
from ..workflow import ANSWERED


class AnswersClosed(StepNotOpen):
    """The query takes no answers (any more): its hour has come, or it was closed (409)."""

    def __init__(self, row: Query) -> None:
        Exception.__init__(self, f"no answers are taken in state {row.state}")
        self.step, self.row = None, row


class SheetConflict(Exception):
    """A colleague saved in between: `stored` is the sheet as it stands."""

    def __init__(self, stored: AnswerSheet) -> None:
        super().__init__(f"the answers have moved on to version {stored.version}")
        self.stored = stored


class NothingAnswered(Exception):
    """Answers without a single answer are not sent."""


@dataclass(frozen=True)
class Given:
    """One answer as it was typed: a text or a choice, a number, or a day; and for whom it is."""

    text: str = ""
    number: decimal.Decimal | None = None
    day: datetime.date | None = None
    audience: str = Answer.Audience.ALL

    @classmethod
    def of(cls, answer: Answer) -> "Given":
        """An answer as it stands."""
        return cls(answer.text, answer.number, answer.day, answer.audience)


@dataclass(frozen=True)
class SheetDraft:
    """What a form says of a seat's answers: their language, and by the number of the question what is answered."""

    language: str
    answers: Mapping[int, Given]

    def differs_from(self, sheet: AnswerSheet) -> bool:
        """Whether saving would change anything."""
        kept = {one.question.number: Given.of(one) for one in sheet.answers.select_related("question")}
        return self.language != sheet.language or kept != dict(self.answers)

    def write_to(self, sheet: AnswerSheet, *, by: Any) -> None:
        """Write all of it: what is no longer answered goes, what was changed says when."""
        questions = {one.number: one for one in sheet.query.questions.all()}
        kept = {one.question_id: one for one in sheet.answers.all()}
        for number, question in questions.items():
            given, before = self.answers.get(number), kept.get(question.pk)
            if given is None:
                if before is not None:
                    before.delete()
                continue
            self._write(before or Answer(sheet=sheet, question=question, partner_id=sheet.partner_id), given, by=by)

    def _write(self, answer: Answer, given: Given, *, by: Any) -> None:
        is_choice = answer.question.kind == Question.Kind.CHOICE
        language = answer.sheet.query.language if is_choice else self.language
        if answer.pk is not None:
            if Given.of(answer) == given and answer.language == language:
                return
            answer.changed_at = timezone.now()
        answer.text, answer.number, answer.day = given.text, given.number, given.day
        answer.audience, answer.language, answer.author = given.audience, language, by
        answer.save()


def save_answers(
    query: Query, draft: SheetDraft, *, partner: Partner, by: Any, version: int | None, is_sent: bool
) -> AnswerSheet:
    """Write the answers of a seat, and send them where asked; what was sent stays sent, its changes count at once.

    Order: lock of the query, permission, the hour (`AnswersClosed`), the same words again?, the version
    (`SheetConflict`), something answered (`NothingAnswered`), rows, line, mail. The query's lock makes it one sheet a
    seat and exact to the second.
    """
    with transaction.atomic():
        query = Query.objects.select_for_update(of=("self",)).get(pk=query.pk)
        there = query.sheets.select_related("partner").filter(partner=partner).first()
        sheet = there or AnswerSheet(query=query, partner=partner, version=0)
        sheet.query = query
        counts = is_sent or sheet.is_sent
        require(by, "lab.send_answersheet" if counts else "lab.change_answersheet", sheet)
        if not query.is_taking_answers:
            raise AnswersClosed(query)
        differs = there is None or draft.differs_from(there)
        if there is not None and differs and there.version != version:
            raise SheetConflict(sheet)
        if counts and not draft.answers:
            raise NothingAnswered
        if differs:
            _write(sheet, draft, by=by)
        if counts and not sheet.is_sent:
            _send(sheet, by=by)
        return sheet


def _write(sheet: AnswerSheet, draft: SheetDraft, *, by: Any) -> None:
    sheet.language, sheet.changed_at = draft.language, timezone.now()
    sheet.version += 1
    sheet.save()
    draft.write_to(sheet, by=by)


def _send(sheet: AnswerSheet, *, by: Any) -> None:
    sheet.sent_at = timezone.now()
    sheet.save()
    query = sheet.query
    facts = {"actor": by, "partner_id": sheet.partner_id, "audience": Audience.PARTIES}
    query.write_line(step=ANSWERED, from_state=query.state, to_state=query.state, **facts)
    notifications.AnswerCame(sheet).queue_for(queries.askers(query, but=by))
