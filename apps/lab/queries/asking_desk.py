"""What questions to all lay on desks: answers to give, drafts to finish, compilations to make."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from apps.common.registry import Waiting
from apps.partners.rules import SPEAKING, WRITING, seats_of

from ..models import AnswerSheet, Query
from ..periods import compile_until, draft_recalled_at
from ..workflow import QueryState

LONGEST_DESK = 20


def queries_for_person(user) -> list[Waiting]:
    """Questions that wait for an answer of the person's seats, drafts of these seats, what is closed and to compile.

    One query, whatever there is.
    """
    writing, speaking = seats_of(user, WRITING), seats_of(user, SPEAKING)
    if not writing:
        return []
    links = Query.addressees.through.objects.filter(query=OuterRef("pk"), partner__in=writing)
    sent = AnswerSheet.objects.sent().filter(query=OuterRef("query"), partner=OuterRef("partner"))
    to_answer = Exists(links.filter(~Exists(sent)))
    waiting = (
        Q(state=QueryState.RUNNING) & to_answer
        | Q(state=QueryState.DRAFT, partner__in=writing)
        | Q(state=QueryState.CLOSED, partner__in=speaking)
    )
    found = Query.objects.filter(waiting).select_related("partner").order_by("due_at", "-updated_at", "pk")
    return _in_turn(found[:LONGEST_DESK])


def _in_turn(found: Iterable[Query]) -> list[Waiting]:
    """What waits for an answer first, then what is to be compiled, then drafts."""
    turn = (QueryState.RUNNING, QueryState.CLOSED, QueryState.DRAFT)
    rows = sorted((one for one in found if not one.is_over or one.is_ended), key=lambda one: turn.index(one.state))
    return [_WAITS[one.state](one) for one in rows]


def _to_answer(query: Query) -> Waiting:
    return _row(
        query,
        detail=gettext("Questions to all (%(asker)s)") % {"asker": query.asker},
        action=gettext("Answer the questions"),
        since=query.opened_at,
        due=query.due_at,
    )


def _to_compile(query: Query) -> Waiting:
    return _row(
        query,
        detail=gettext("Closed: the answers can be compiled"),
        action=gettext("Read and compile"),
        since=query.closed_at,
        due=compile_until(query),
    )


def _to_finish(query: Query) -> Waiting:
    return _row(
        query,
        detail=gettext("Draft of questions to all"),
        action=gettext("Continue writing"),
        since=query.updated_at,
        due=draft_recalled_at(query.updated_at),
    )


_WAITS = {QueryState.RUNNING: _to_answer, QueryState.CLOSED: _to_compile, QueryState.DRAFT: _to_finish}


def _row(query: Query, **facts) -> Waiting:
    words = query.title_words
    return Waiting(
        title=words.text,
        title_lang=words.language if words.is_fallback else "",
        url=query.get_absolute_url(),
        **facts,
    )


def queries_for_office(user) -> list[Waiting]:
    """The secretariat's own drafts, and what is closed and waits for its compilation, its own or a partner's."""
    if not user.has_perm("lab.publish_proposal"):
        return []
    own = Q(state=QueryState.DRAFT, partner__isnull=True)
    found = Query.objects.filter(own | Q(state=QueryState.CLOSED)).select_related("partner")
    found = found.order_by("closed_at", "updated_at", "pk")[:LONGEST_DESK]
    return [_of_the_office(one) for one in found]


def _of_the_office(query: Query) -> Waiting:
    if query.partner_id is None:
        return _WAITS[query.state](query)
    return _row(
        query,
        detail=gettext("Closed: the answers wait for their compilation (%(partner)s)") % {"partner": query.partner},
        action=gettext("Read and compile"),
        since=query.closed_at,
        due=compile_until(query),
        holder="partner",
        who=str(query.partner),
    )
