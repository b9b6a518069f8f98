"""Silence procedures in the space: the list, one as its reader may see it, its papers, the chair's confirmation; the
register of decisions.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from apps.common.access import require, visible_or_404
from apps.common.dates import date_block
from apps.common.files import serve_private
from apps.common.paging import Page
from apps.common.workflow import StepBar

from .. import queries, rules, services
from ..forms.seats import DecisionFilter
from ..models import Decision, Position, SilenceProcedure
from ..workflow import ProcedureFlow, State


def of_the_space(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """The context of a page of the space: its own, and the seats in its header."""
    return {"seats": queries.own_partners(request.user), **context}


def trail() -> list[tuple[str, str]]:
    """Where the pages below the list lie."""
    return [(gettext("Silence procedures"), reverse("decisions:list"))]


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """What waits for a word of the reader's seats, then all other procedures of which they may know."""
    user = request.user
    require(user, "decisions.enter")
    waiting = queries.silent_seats_of(user)
    found = queries.listed(user).exclude(pk__in=[seat.procedure_id for seat in waiting])
    page = Page(found, request.GET.get("page"))
    context = of_the_space(
        request,
        page=page,
        rows=[_row(procedure) for procedure in page],
        waiting=[] if page.has_previous else [_row(seat.procedure, str(seat.partner)) for seat in waiting],
    )
    return render(request, "decisions/list.html", context)


def _row(procedure: SilenceProcedure, seat: str = "") -> dict[str, Any]:
    """A procedure in a list: plain values, as the component of rows takes them, beside the procedure itself."""
    facts = [queries.asked_in_words(procedure)]
    if procedure.is_running:
        facts.append(gettext("positions until %(until)s") % {"until": procedure.until})
    if procedure.confirmed_at is not None:
        facts.append(procedure.decision.number)
    return {
        "procedure": procedure,
        "block": date_block(procedure.circulated_at) if procedure.was_circulated else None,
        "facts": " · ".join(facts),
        "note": gettext("for your seat: %(seat)s") % {"seat": seat} if seat else "",
    }


@require_safe
def procedure(request: HttpRequest, reference: str) -> HttpResponse:
    """One procedure as this reader may see it; the seat on whose request it runs reads how it stands only."""
    user = request.user
    seen = queries.for_page(SilenceProcedure.objects.visible_to(user)).filter(reference=reference).first()
    if seen is not None:
        return _shown(request, seen)
    known = queries.for_page(SilenceProcedure.objects.known_to_applicant(user))
    return _shown_to_applicant(request, get_object_or_404(known, reference=reference))


def _bar(seen: SilenceProcedure) -> StepBar:
    return StepBar(seen.flow, seen.state, {value: capfirst(str(words)) for value, words in State.choices})


def _shown(request: HttpRequest, seen: SilenceProcedure) -> HttpResponse:
    """The page with text, papers, seats and positions, for those who may see them."""
    user = request.user
    rounds = queries.rounds_of(seen, user)
    present = rounds[0] if rounds else None
    own = queries.own_seats_in(seen, present, user)
    is_asked = any(one["may_take"] and one["seat"].word is None for one in own)
    context = of_the_space(
        request,
        procedure=seen,
        trail=trail(),
        bar=_bar(seen),
        asked=queries.asked_in_words(seen),
        decision=getattr(seen, "decision", None),
        next_step=queries.next_step(seen, user, is_asked=is_asked),
        own=own,
        present=present,
        earlier_rounds=rounds[1:],
        statements=queries.statements_in(present) if seen.is_adopted else [],
        papers=list(seen.papers.order_by("language", "pk")),
        lines=seen.timeline_for(user),
        can_confirm=ProcedureFlow.confirm.is_open(seen) and rules.confirms(user, seen),
        can_manage=user.has_perm("decisions.add_silenceprocedure"),
    )
    return render(request, "decisions/procedure.html", context)


def _shown_to_applicant(request: HttpRequest, known: SilenceProcedure) -> HttpResponse:
    """State, hour, outcome, and the words that the chair released."""
    released = Position.objects.visible_to(request.user).filter(procedure=known).select_related("partner")
    context = of_the_space(
        request,
        procedure=known,
        trail=trail(),
        bar=_bar(known),
        asked=queries.asked_in_words(known),
        decision=getattr(known, "decision", None),
        released=list(released.order_by("released_at", "pk")),
    )
    return render(request, "decisions/known.html", context)


@require_POST
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """The chair confirms what silence adopted; the other steps are the secretariat's, in the office.

    `number` is the round whose text the chair has read: of another one nothing is confirmed.
    """
    row = visible_or_404(SilenceProcedure.objects.select_related("network"), request.user, reference=reference)
    taken = ProcedureFlow.confirm
    if name != taken.name:
        raise Http404
    require(request.user, row.flow.permission(taken), row)
    if request.POST.get("number", str(row.round)) != str(row.round):
        messages.warning(request, gettext("The procedure was circulated again meanwhile"))
        return HttpResponseRedirect(row.get_absolute_url())
    try:
        services.confirm(row, by=request.user)
    except services.NotReady as refusal:
        messages.error(request, " ".join(refusal.lacking))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, taken.told)
    return HttpResponseRedirect(row.get_absolute_url())


@require_safe
def paper(request: HttpRequest, reference: str, paper: str) -> HttpResponseBase:
    """A paper, looked up through its procedure, as a download."""
    row = visible_or_404(SilenceProcedure.objects.select_related("network"), request.user, reference=reference)
    found = get_object_or_404(row.papers.all(), reference=paper)
    found.procedure = row
    require(request.user, "decisions.view_procedurepaper", found)
    return serve_private(found.key, found.display_name)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The decisions that this person may read, the latest first, narrowed by what the address says."""
    user = request.user
    require(user, "decisions.enter")
    decisions = Decision.objects.visible_to(user)
    form = DecisionFilter(request.GET, queries.bodies_and_years(decisions))
    page = Page(form.apply(queries.for_register(decisions)), request.GET.get("page"), query=form.query)
    rows = [queries.row_of(one, reverse("decisions:decision", args=[one.reference])) for one in page]
    return render(request, "decisions/register.html", of_the_space(request, form=form, page=page, rows=rows))


@require_safe
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """One decision as it stood when it was confirmed, with the statements that go with it."""
    user = request.user
    found = visible_or_404(queries.for_register(Decision.objects.all()), user, reference=reference)
    context = of_the_space(
        request,
        decision=found,
        body=queries.body_in_words(found.body),
        statements=queries.statements_of(found),
        trail=[*trail(), (gettext("Register of decisions"), reverse("decisions:register"))],
        knows_procedure=user.has_perm("decisions.know_silenceprocedure", found.procedure),
    )
    return render(request, "decisions/decision.html", context)
