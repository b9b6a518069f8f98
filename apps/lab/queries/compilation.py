"""The compilation of all answers to a query, by question and by country, as a paper in the language that is active."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from apps.common import pdf
from apps.common.bilingual import Words
from apps.common.dates import day
from apps.common.typography import unbreakable

from ..models import Answer, Query, Question
from .asking import answered_in_words, by_country, in_order, with_counts


class Compilation(NamedTuple):
    """A query with its counts, the answers that go into a compilation, and how many were kept for the asker."""

    query: Query
    answers: list[Answer]
    kept: int
    is_full: bool


def compilation_of(query: Query, *, is_full: bool = False) -> Compilation:
    """What was given to all focal points; with `is_full` also what is for the asker and the secretariat only."""
    counted = with_counts(Query.objects.select_related("partner")).get(pk=query.pk)
    sent = Answer.objects.sent().filter(question__query=query)
    chosen: QuerySet = sent if is_full else sent.for_all()
    kept = sent.filter(audience=Answer.Audience.ASKER).count()
    return Compilation(counted, in_order(chosen), kept, is_full)


def paper_of(compilation: Compilation) -> pdf.Paper:
    """The paper in the active language; texts stand in the language in which they were written."""
    query = compilation.query
    return pdf.Paper(
        title=unbreakable(query.title, query.language),
        eyebrow=gettext("Answers to questions to all"),
        lead=list(_lead(compilation)),
        sections=[*_by_question(compilation), *_by_country(compilation)],
        foot=_foot(compilation),
    )


def _foot(compilation: Compilation) -> str:
    if compilation.is_full:
        return gettext("For the asker and the secretariat only")
    return gettext("For focal points")


def _lead(compilation: Compilation) -> Iterator[dict]:
    query = compilation.query
    # How many were kept is a fact about those who kept them: it stays where the answers themselves may be read.
    yield pdf.facts(
        [
            (gettext("Asked by"), query.asker),
            (gettext("Asked on"), day(query.opened_at)),
            (gettext("Answers until"), query.until),
            (gettext("Answers"), answered_in_words(query)),
            (gettext("Kept for the asker"), _kept_in_words(compilation)),
        ]
    )
    if query.introduction:
        yield pdf.text(query.introduction_words)


def _kept_in_words(compilation: Compilation) -> str:
    if not (compilation.kept and compilation.is_full):
        return ""
    words = ngettext(
        "%(number)d answer was given to the asker and the secretariat only",
        "%(number)d answers were given to the asker and the secretariat only",
        compilation.kept,
    )
    return words % {"number": compilation.kept}


def _by_question(compilation: Compilation) -> Iterator[pdf.Section]:
    yield pdf.Section(gettext("By question"), [])
    foreign = compilation.query.language if compilation.query.title_words.is_fallback else ""
    for question in compilation.query.numbered:
        given = [one for one in compilation.answers if one.question_id == question.pk]
        blocks = [*_choices_counted(question, given)]
        for answer in given:
            blocks += [pdf.quiet(_who(answer, str(answer.partner))), pdf.text(_typeset(answer))]
        yield pdf.Section(str(question), blocks or [pdf.quiet(gettext("No answer."))], level=3, lang=foreign)


def _by_country(compilation: Compilation) -> Iterator[pdf.Section]:
    yield pdf.Section(gettext("By country"), [])
    for told in by_country(compilation.answers):
        blocks = []
        for answer in told.answers:
            blocks += [pdf.quiet(_who(answer, _numbered(answer))), pdf.text(_typeset(answer))]
        yield pdf.Section(told.heading, blocks, level=3)


def _numbered(answer: Answer) -> str:
    return gettext("Question %(number)d") % {"number": answer.question.number}


def _who(answer: Answer, heading: str) -> str:
    if not answer.is_for_asker:
        return heading
    return f"{heading} · {capfirst(answer.get_audience_display())}"


def _typeset(answer: Answer) -> Words:
    words = answer.words
    return Words(unbreakable(words.text, words.language), words.language, words.is_fallback)


def _choices_counted(question: Question, given: list[Answer]) -> Iterator[dict]:
    """How many seats chose what, where something was to be chosen."""
    if question.kind == Question.Kind.CHOICE and given:
        chosen = [answer.text for answer in given]
        rows = [(choice, chosen.count(choice)) for choice in question.offered]
        yield pdf.table([gettext("Choice"), gettext("Answers")], rows)
