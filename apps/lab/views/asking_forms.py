"""Writing questions to all: the draft, its preview with the seats that would be asked, asking, more time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from apps.common.access import require, visible_or_404
from apps.common.workflow import StepNotOpen
from apps.partners.models import Partner
from apps.partners.queries import in_reading_order
from apps.partners.rules import WRITING

from .. import queries, services
from ..forms import ExtensionForm, QueryForm
from ..models import Query
from ..workflow import QueryFlow
from .asking import trail
from .forms import form_view
from .pages import of_the_space
from .unsent import keeping_words

# What a form of questions is given back of, where it can no longer be kept.
ASKED = ("title", "introduction", "question_*", "choices_*")


@form_view
@keeping_words(*ASKED)
def new(request: HttpRequest) -> HttpResponse:
    """New questions: saved as a draft, or saved and looked at as they would be asked."""
    user = request.user
    require(user, "lab.add_query")
    seats: list[Partner | None] = list(queries.seats_with_names(user, WRITING))
    if user.has_perm("lab.change_query", Query(partner=None)):
        seats.append(None)
    may_vary = any(user.has_perm("lab.vary_query", Query(partner=seat)) for seat in seats)
    form = QueryForm(_typed(request), seats=seats, to_choose=_to_choose(seats), may_vary=may_vary)
    if not form.is_bound or not form.is_valid():
        return drawn(request, form)
    if not form.draft.is_plain and not user.has_perm("lab.vary_query", Query(partner=form.on_behalf_of)):
        form.refuse_kinds()
        return drawn(request, form)
    try:
        saved = services.begin_query(
            form.draft, partner=form.on_behalf_of, by=user, form_key=form.cleaned_data["form_key"]
        )
    except services.QueryConflict as conflict:
        return conflicting(request, conflict.stored)
    return _after_saving(request, saved)


@form_view
@keeping_words(*ASKED)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """A draft; what somebody else saved in between is shown beside what was typed."""
    user = request.user
    query = visible_or_404(Query.objects.select_related("partner"), user, reference=reference)
    require(user, "lab.change_query", query)
    form = _form_of(query, _typed(request), user)
    if not form.is_bound:
        if not query.is_draft:
            raise StepNotOpen(QueryFlow.ask, query)
        return drawn(request, form)
    if not form.is_valid():
        return drawn(request, form)
    try:
        saved = services.save_query(query, form.draft, by=user, version=form.cleaned_data["version"])
    except services.QueryConflict as conflict:
        return conflicting(request, conflict.stored)
    return _after_saving(request, saved)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _to_choose(seats: list[Partner | None]) -> list[Partner]:
    """The seats to ask, without the own one where there is only one."""
    own = [seat.pk for seat in seats if seat is not None] if len(seats) == 1 else []
    return in_reading_order(queries.seats_to_choose(own))


def _form_of(query: Query, typed: Any, user: Any) -> QueryForm:
    may_vary = user.has_perm("lab.vary_query", query)
    return QueryForm(typed, query=query, to_choose=_to_choose([query.partner]), may_vary=may_vary)


def _after_saving(request: HttpRequest, query: Query) -> HttpResponse:
    if "preview" in request.POST and query.is_draft:
        return HttpResponseRedirect(reverse("ask:preview", args=[query.reference]))
    messages.success(request, gettext("The draft is saved."))
    return HttpResponseRedirect(query.get_absolute_url())


def drawn(request: HttpRequest, form: QueryForm) -> HttpResponse:
    """The page of the form; 422 when something in it needs attention."""
    context = of_the_space(request, form=form, query=form.query, stored=None, trail=trail())
    return render(request, "lab/ask/form.html", context, status=422 if form.errors else 200)


def conflicting(request: HttpRequest, stored: Query) -> HttpResponse:
    """Somebody saved in between: what stands, and the form with what was typed, which can be saved over it."""
    typed = request.POST.copy()
    typed["version"] = stored.version
    form = _form_of(stored, typed, request.user)
    context = of_the_space(request, form=form, query=stored, stored=stored, trail=trail())
    return render(request, "lab/ask/form.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """What would be asked of which seats, and what was asked before; a POST confirms and asks."""
    query = visible_or_404(Query.objects.select_related("partner"), request.user, reference=reference)
    require(request.user, "lab.change_query", query)
    if request.method == "POST":
        return _ask(request, query)
    if not query.is_draft:
        return HttpResponseRedirect(query.get_absolute_url())
    return previewed(request, query)


def previewed(request: HttpRequest, query: Query, *, status: int = 200) -> HttpResponse:
    """The page of the preview."""
    user = request.user
    seats = in_reading_order(queries.seats_to_ask(query))
    missing = services.missing_for_asking(query, by=user)
    number = len(seats)
    words = ngettext("%(number)d seat is asked", "%(number)d seats are asked", number) % {"number": number}
    button = ngettext("Ask this %(number)d seat", "Ask these %(number)d seats", number) % {"number": number}
    context = of_the_space(
        request,
        query=query,
        trail=[*trail(), (str(query), query.get_absolute_url())],
        asked=seats,
        number=number,
        words=words,
        button=button,
        missing=missing,
        similar=[(one, queries.answered_in_words(one.query)) for one in queries.similar_to(query, user)],
        can_ask=not missing and user.has_perm("lab.ask_query", query),
        may_ask=user.has_perm("lab.ask_query", query),
    )
    return render(request, "lab/ask/preview.html", context, status=status)


def _ask(request: HttpRequest, query: Query) -> HttpResponse:
    require(request.user, "lab.ask_query", query)
    version, seats = (_number(request.POST.get(name, "")) for name in ("version", "seats"))
    try:
        services.ask_query(query, by=request.user, version=version, seats=seats)
    except services.NotReady:
        return previewed(request, query, status=422)
    except services.PreviewOutdated:
        words = gettext("The text or the seats have changed since you looked. Nothing was sent: please look again.")
        messages.warning(request, words)
        return HttpResponseRedirect(reverse("ask:preview", args=[query.reference]))
    messages.success(request, gettext("The questions are asked; everybody who can answer them is told."))
    return HttpResponseRedirect(query.get_absolute_url())


def _number(typed: str) -> int:
    """A number of the form; what is none never was shown."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


@form_view
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    """More time, while answers are taken."""
    query = visible_or_404(Query.objects.select_related("partner"), request.user, reference=reference)
    require(request.user, "lab.extend_query", query)
    if not query.is_taking_answers:
        raise StepNotOpen(QueryFlow.close, query)
    form = ExtensionForm(_typed(request), query=query)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            services.extend_query(query, by=request.user, due_at=typed["due_at"], zone=typed["zone"])
        except services.NotLater as refusal:
            form.add_error("due_day", refusal)
        else:
            messages.success(request, gettext("There is more time; those who were asked are told."))
            return HttpResponseRedirect(query.get_absolute_url())
    context = of_the_space(request, form=form, query=query, trail=[*trail(), (str(query), query.get_absolute_url())])
    return render(request, "lab/ask/extend.html", context, status=422 if form.errors else 200)
