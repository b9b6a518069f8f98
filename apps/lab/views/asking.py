"""Reading questions to all: the list, one of them with the answers, who is silent, the full compilation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.common.access import require, visible_or_404
from apps.common.dates import date_block, moment
from apps.common.paging import Page
from apps.common.pdf import NotSet, pdf_response
from apps.common.workflow import StepBar, StepNotOpen
from apps.partners.queries import in_reading_order
from apps.partners.rules import READING, seats_of

from .. import queries, services
from ..forms import NoteForm, capitalised
from ..models import AnswerSheet, Query
from ..workflow import QueryFlow, QueryState
from .pages import note_forms, of_the_space

COUNTRY = "country"


def trail() -> list[tuple[str, str]]:
    """Where the pages below the list lie."""
    return [(gettext("Laboratory of ideas"), reverse("lab:list")), (gettext("Questions to all"), reverse("ask:list"))]


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """What was asked of all seats or of some, the latest first; one's own drafts stand at the head."""
    user = request.user
    require(user, "lab.enter")
    found = queries.with_counts(Query.objects.visible_to(user)).select_related("partner").latest_first()
    page = Page(found, request.GET.get("page"))
    rows = [_row(query, user) for query in page]
    context = of_the_space(request, page=page, rows=rows, can_ask=user.has_perm("lab.add_query"))
    return render(request, "lab/ask/list.html", context)


def _row(query: Query, user: Any) -> dict[str, Any]:
    """A query in the list: plain values and safe texts, as the component of rows takes them."""
    facts = [query.asker]
    if query.due_at is not None:
        facts.append(gettext("answers until %(until)s") % {"until": query.until})
    if query.opened_at is not None:
        facts.append(queries.answered_in_words(query))
    block = date_block(query.opened_at) if query.opened_at is not None else None
    clock = queries.in_one_line(queries.next_of_query(query, user))
    return {"query": query, "block": block, "facts": " · ".join(facts), "clock": clock}


@require_safe
def query(request: HttpRequest, reference: str) -> HttpResponse:
    """One query as this reader may see it; one withdrawn after it had been asked is told by that word only."""
    seen = queries.for_page(Query.objects.visible_to(request.user)).filter(reference=reference).first()
    if seen is not None:
        return shown(request, seen)
    get_object_or_404(Query.objects.known_as_withdrawn_to(request.user), reference=reference)
    return render(request, "lab/ask/withdrawn.html", of_the_space(request, unsent=()))


def shown(request: HttpRequest, seen: Query, *, tried: NoteForm | None = None, status: int = 200) -> HttpResponse:
    """The page of a query; `tried` is a note form that came back with an error, shown in its place."""
    user = request.user
    answers, seats_here = queries.answers_to(seen, user), seats_of_query(seen, user)
    is_asked = any(one["may_write"] and not one["sheet"].is_sent for one in seats_here)
    is_by_country = request.GET.get("by") == COUNTRY
    context = of_the_space(
        request,
        query=seen,
        trail=trail(),
        bar=StepBar(seen.flow, seen.state, dict(capitalised(QueryState.choices))),
        answered=queries.answered_in_words(seen),
        told=queries.by_country(answers) if is_by_country else queries.by_question(seen, answers),
        is_by_country=is_by_country,
        has_answers=bool(answers),
        seats_here=seats_here,
        next_step=queries.next_of_query(seen, user, is_asked),
        steps=[one for one in note_forms(seen, user, tried) if one["step"] is not QueryFlow.ask],
        lines=seen.timeline_for(user),
        **_rights(seen, user),
    )
    return render(request, "lab/ask/query.html", context, status=status)


def _rights(seen: Query, user: Any) -> dict[str, bool]:
    """What the page offers to this reader."""
    running = seen.is_taking_answers
    reads_all = user.has_perm("lab.read_all_query", seen)
    return {
        "can_edit": seen.is_draft and user.has_perm("lab.change_query", seen),
        "can_extend": running and user.has_perm("lab.extend_query", seen),
        "can_see_silent": seen.is_running and reads_all,
        "can_read_all": seen.is_ended and reads_all,
    }


def seats_of_query(seen: Query, user: Any) -> list[dict[str, Any]]:
    """For each seat of this reader that was asked: what it has written, and whether they may write on."""
    seats = seats_of(user, READING)
    asked = [seat.pk for seat in seen.addressees.all() if seat.pk in seats] if seen.opened_at else []
    sheets = queries.own_sheets(seen, asked) if asked else {}
    found = []
    for seat in (one for one in seen.addressees.all() if one.pk in asked):
        sheet = sheets.get(seat.pk) or AnswerSheet(query=seen, partner=seat)
        sheet.query = seen
        verb = "send" if sheet.is_sent else "change"
        may_write = seen.is_taking_answers and user.has_perm(f"lab.{verb}_answersheet", sheet)
        found.append({"sheet": sheet, "is_begun": sheet.pk is not None, "may_write": may_write})
    return found


@require_POST
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Close, compile or withdraw; who was slower is told what happened meanwhile."""
    row = visible_or_404(Query.objects.all(), request.user, reference=reference)
    service = services.QUERY_STEPS.get(name)
    if service is None:
        raise Http404
    require(request.user, row.flow.permission(service.step), row)
    form = NoteForm(request.POST, step=service.step, row=row)
    if not form.is_valid():
        return shown(request, queries.for_page(Query.objects.all()).get(pk=row.pk), tried=form, status=422)
    try:
        service(row, by=request.user, note=form.cleaned_data["note"])
    except NotSet:
        messages.error(
            request, gettext("The compilation could not be set as PDF. Nothing has changed; please try again.")
        )
        return HttpResponseRedirect(row.get_absolute_url())
    messages.success(request, service.step.told)
    is_still_seen = Query.objects.visible_to(request.user).filter(pk=row.pk).exists()
    return HttpResponseRedirect(row.get_absolute_url() if is_still_seen else reverse("ask:list"))


@require_safe
def silent(request: HttpRequest, reference: str) -> HttpResponse:
    """Who has not answered, for the asker and the secretariat only."""
    seen = visible_or_404(queries.for_page(Query.objects.all()), request.user, reference=reference)
    require(request.user, "lab.read_all_query", seen)
    context = of_the_space(
        request,
        query=seen,
        trail=[*trail(), (str(seen), seen.get_absolute_url())],
        seats_silent=in_reading_order(queries.silent_seats(seen)) if seen.opened_at else [],
        answered=queries.answered_in_words(seen),
        can_remind=seen.is_taking_answers and request.user.has_perm("lab.remind_query", seen),
    )
    return render(request, "lab/ask/silent.html", context)


@require_POST
def remind(request: HttpRequest, reference: str) -> HttpResponse:
    """Remind the silent seats; once a day at most."""
    row = visible_or_404(Query.objects.all(), request.user, reference=reference)
    try:
        number = services.remind_silent(row, by=request.user)
    except services.RemindedAlready as refusal:
        words = gettext("They were reminded already; again from %(when)s.") % {"when": moment(refusal.again_at)}
        messages.warning(request, words)
    else:
        told = ngettext("%(number)d person has been reminded.", "%(number)d people have been reminded.", number)
        messages.success(request, told % {"number": number})
    return HttpResponseRedirect(reverse("ask:silent", args=[row.reference]))


@require_safe
def full(request: HttpRequest, reference: str) -> HttpResponse:
    """All answers as PDF, those for the asker and the secretariat too: a download for these two, once it is closed."""
    row = visible_or_404(Query.objects.all(), request.user, reference=reference)
    require(request.user, "lab.read_all_query", row)
    if not row.is_ended:
        raise StepNotOpen(QueryFlow.compile, row)
    paper = queries.paper_of(queries.compilation_of(row, is_full=True))
    return pdf_response(paper, gettext("all-answers-%(reference)s") % {"reference": row.reference})
