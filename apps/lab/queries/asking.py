"""What lists and pages of questions to all show: who is asked, who has answered, what was asked before."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from apps.common.folding import fold, says
from apps.partners.models import Partner
from apps.partners.queries import in_reading_order, seats_asked, seats_expected_to_answer

from ..models import Answer, AnswerSheet, Query, Question

MOST_SIMILAR, MOST_WORDS, CANDIDATES = 5, 16, 200
SHORTEST_WORD = 4
WORD = re.compile(r"[^\W\d_]+")
# Words of either language that tell nothing of what a question is about.
COMMON = frozenset(
    WORD.findall(
        """
        about also been could does from have into many more must need other over should some such than that their them
        then there these they this those what when where which while will with would your
        avec aussi avez cette comme comment dans depuis dont elle elles entre être leur leurs mais même nous pays plus
        pour pourquoi quel quelle quelles quels sans sont sous tous tout toute toutes très vers votre vous
        country countries seat seats partner partners partenaire partenaires siège sièges question questions
        """
    )
)


def seats_to_ask(query: Query) -> QuerySet:
    """The seats that a draft would be put to now: all that are asked, or those of them that were chosen; never its
    own.
    """
    seats = seats_asked().exclude(pk=query.partner_id)
    return seats if query.is_to_all else seats.filter(pk__in=query.addressees.values("pk"))


def seats_to_choose(partner_ids: Iterable[int] = ()) -> QuerySet:
    """The seats among which an asker chooses whom to ask."""
    return seats_asked().exclude(pk__in=list(partner_ids))


def silent_seats(query: Query) -> QuerySet:
    """The seats that were asked, count as silent and have not sent their answers."""
    sent = AnswerSheet.objects.sent().filter(query=query).values("partner")
    return seats_expected_to_answer().filter(pk__in=query.addressees.values("pk")).exclude(pk__in=sent)


def with_counts(queries: QuerySet) -> QuerySet:
    """Adds `answered`, the number of seats that sent their answers, and `asked`, of those that were asked: who does
    not count as silent counts only once they have answered.
    """
    sent = AnswerSheet.objects.sent().filter(query=OuterRef("pk")).order_by()
    links = Query.addressees.through.objects.filter(query=OuterRef("pk"))
    answered_too = AnswerSheet.objects.sent().filter(query=OuterRef("query"), partner=OuterRef("partner"))
    counted = links.filter(Q(partner__in=seats_expected_to_answer().values("pk")) | Exists(answered_too)).order_by()
    return queries.annotate(
        answered=_counted(sent, "query"),
        asked=_counted(counted, "query"),
    )


def _counted(rows: QuerySet, by: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(number=Count("pk")).values("number")), Value(0))


def answered_in_words(query: Query) -> str:
    """12 of 30 seats have answered; reads the counts."""
    words = ngettext(
        "%(answered)d of %(asked)d seats has answered", "%(answered)d of %(asked)d seats have answered", query.answered
    )
    return words % {"answered": query.answered, "asked": query.asked}


def significant_words(*texts: str) -> list[str]:
    """The words of these texts by which similar ones are found, each once, at most so many, the longest first."""
    found = {word for text in texts for word in WORD.findall(text.casefold())}
    telling = [word for word in found if len(word) >= SHORTEST_WORD and word not in COMMON]
    return sorted(telling, key=lambda word: (-len(word), word))[:MOST_WORDS]


class Similar(NamedTuple):
    """An earlier query that shares words with a new one, and how many."""

    query: Query
    shared: int


def similar_to(query: Query, user) -> list[Similar]:
    """Earlier queries that this person may see and that share words with this one, the most similar first; of two that
    share as many the later. Three queries.
    """
    words = significant_words(query.title, *(question.text for question in query.numbered))
    if not words:
        return []
    shares = Q()
    for word in words:
        in_a_question = Question.objects.filter(says(word, ["text"]), query=OuterRef("pk"))
        shares |= says(word, ["title"]) | Exists(in_a_question)
    earlier = Query.objects.visible_to(user).exclude(pk=query.pk).filter(shares, opened_at__isnull=False)
    earlier = with_counts(earlier).select_related("partner").prefetch_related("questions").latest_first()
    found = [Similar(one, _shared(one, words)) for one in earlier[:CANDIDATES]]
    return sorted(found, key=lambda one: -one.shared)[:MOST_SIMILAR]


def _shared(query: Query, words: list[str]) -> int:
    text = fold(" ".join([query.title, *(question.text for question in query.questions.all())]))
    return sum(fold(word) in text for word in words)


class Told(NamedTuple):
    """The answers under one heading, a question or a country, that one reader may read."""

    heading: str
    lang: str
    answers: list[Answer]


def answers_to(query: Query, user) -> list[Answer]:
    """All answers to a query that this person may read, by question, then by seat as lists read."""
    found = Answer.objects.filter(question__query=query).visible_to(user)
    return in_order(found)


def in_order(answers: QuerySet) -> list[Answer]:
    """With what is told of each answer, by question, then by country in the reading order of the language."""
    found = list(answers.select_related("partner", "question", "sheet").order_by("question__number", "pk"))
    names = {one.partner_id: one.partner for one in found}
    places = {seat.pk: place for place, seat in enumerate(in_reading_order(names.values()))}
    return sorted(found, key=lambda one: (one.question.number, places[one.partner_id]))


def by_question(query: Query, answers: list[Answer]) -> list[Told]:
    """The answers under each question, those without one included."""
    foreign = query.title_words.is_fallback
    return [
        Told(
            str(question), query.language if foreign else "", [one for one in answers if one.question_id == question.pk]
        )
        for question in query.numbered
    ]


def by_country(answers: list[Answer]) -> list[Told]:
    """The answers of each seat that gave one."""
    seats = {one.partner_id: one.partner for one in answers}
    return [
        Told(str(seat), "", [one for one in answers if one.partner_id == seat.pk])
        for seat in in_reading_order(seats.values())
    ]


def own_sheets(query: Query, seats: Iterable[int]) -> dict[int, AnswerSheet]:
    """What seats have written to a query, by partner."""
    sheets = query.sheets.filter(partner__in=list(seats)).select_related("partner")
    return {sheet.partner_id: sheet for sheet in sheets}


def for_page(queries: QuerySet) -> QuerySet:
    """With all that the page of a query shows."""
    asked = Prefetch("addressees", queryset=Partner.objects.only("pk", "code"))
    return with_counts(queries).select_related("partner", "compilation").prefetch_related("questions", asked)


def running_on(partner_id: int) -> QuerySet:
    """The queries of a seat that have not ended, and those that wait for its answers."""
    own = Q(partner=partner_id) & ~Q(state__in=["compiled", "withdrawn"])
    sent = AnswerSheet.objects.sent().filter(query=OuterRef("pk"), partner=partner_id)
    asked = Query.addressees.through.objects.filter(query=OuterRef("pk"), partner=partner_id)
    waiting = Q(state="running") & Exists(asked) & ~Exists(sent)
    return (
        Query.objects.filter(own | waiting).select_related("partner").order_by(F("due_at").asc(nulls_last=True), "pk")
    )
