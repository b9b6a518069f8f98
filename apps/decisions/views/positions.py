"""Positions of seats: taken until the hour with nothing typed lost, called not correct, released, proved."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.access import require, visible_or_404
from apps.common.files import serve_private
from apps.partners.models import Partner

from .. import rules, services
from ..forms.seats import DisputeForm, PositionForm
from ..models import Position, SilenceProcedure
from ..workflow import PositionsClosed
from .procedures import of_the_space, trail

form_view = require_http_methods(["GET", "HEAD", "POST"])


def keeping_words(view: Callable) -> Callable:
    """A form whose words are shown to their writer when what they are for is out of reach: a mandate has ended, or the
    thing is none of theirs. What one may not see answers like what never was.
    """

    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            return view(request, **named)
        except (Http404, PermissionDenied) as refusal:
            typed = request.POST.get("text", "").strip() if request.method == "POST" else ""
            if not typed:
                raise
            status = 404 if isinstance(refusal, Http404) else 403
            return render(request, "decisions/unsent.html", of_the_space(request, unsent=typed), status=status)

    return answer


@form_view
@keeping_words
def position(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """The position of one's seat: an objection or an amendment breaks the silence at once; it can be changed until the
    hour.
    """
    user = request.user
    procedure = visible_or_404(SilenceProcedure.objects.select_related("network"), user, reference=reference)
    seat = _own_seat(procedure, code, user)
    if seat.pk not in rules.speaking_seats(user, procedure):
        raise PermissionDenied(gettext("The head focal point or an alternate of your seat takes its position."))
    typed = request.POST if request.method == "POST" else None
    form = PositionForm(typed, number=procedure.round, present=_present(procedure, seat))
    if form.is_bound and form.is_valid():
        return _taken(request, form, procedure, seat)
    status = 422 if form.is_bound else 200
    return _drawn(request, form, procedure, seat, status=status if procedure.is_taking_positions else 409)


def _own_seat(procedure: SilenceProcedure, code: str, user: Any) -> Partner:
    """The reader's own seat of that code, asked now; seats of others and those not asked are none."""
    own = rules.seats_in(user, procedure) & procedure.asked_now
    return get_object_or_404(Partner.objects.filter(pk__in=own), code__iexact=code)


def _present(procedure: SilenceProcedure, seat: Partner) -> Position | None:
    """What counts for the seat in the present round."""
    return procedure.positions.counting().filter(round=procedure.round, partner=seat).first()


def _taken(request: HttpRequest, form: PositionForm, procedure: SilenceProcedure, seat: Partner) -> HttpResponse:
    """Say the seat's word; where it cannot be said any more, or was said otherwise, the form keeps what was typed."""
    typed = form.cleaned_data
    if procedure.is_taking_positions and typed["number"] not in (None, procedure.round):
        form.ask_again(procedure.round)
        return _drawn(request, form, procedure, seat, is_new_round=True, status=409)
    try:
        said = services.take_position(procedure, form.word, by=request.user, partner=seat, form_key=typed["form_key"])
    except PositionsClosed as refusal:
        return _drawn(request, form, refusal.row, seat, status=409)
    except services.SentBefore:
        form.ask_again(procedure.round)
        return _drawn(request, form, procedure, seat, is_second=True, status=409)
    if said.breaks:
        done = gettext("The silence is broken. The seats asked, the chair and the secretariat are told.")
    else:
        done = gettext("The position of your seat is taken. It can be changed until the hour.")
    messages.success(request, done)
    return HttpResponseRedirect(procedure.get_absolute_url())


def _drawn(
    request: HttpRequest,
    form: PositionForm,
    procedure: SilenceProcedure,
    seat: Partner,
    *,
    is_second: bool = False,
    is_new_round: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of the form; what was typed stands in it also once it can no longer be sent."""
    context = of_the_space(
        request,
        form=form,
        procedure=procedure,
        seat=seat,
        present=_present(procedure, seat),
        is_open=procedure.is_taking_positions,
        is_second=is_second,
        is_new_round=is_new_round,
        trail=[*trail(), (str(procedure), procedure.get_absolute_url())],
    )
    return render(request, "decisions/position.html", context, status=status)


def _position_or_404(request: HttpRequest, reference: str, position: str) -> Position:
    """The position that this person may read, looked up through its procedure."""
    rows = Position.objects.filter(procedure__reference=reference).select_related("procedure__network", "partner")
    return visible_or_404(rows, request.user, reference=position)


@form_view
@keeping_words
def dispute(request: HttpRequest, reference: str, position: str) -> HttpResponse:
    """Somebody of the seat says what is not correct in a position that the secretariat recorded for it."""
    row = _position_or_404(request, reference, position)
    require(request.user, "decisions.dispute_position", row)
    form = DisputeForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound and not form.is_valid() else 200
    is_open = row.may_be_corrected
    if is_open and form.is_bound and form.is_valid():
        try:
            services.dispute(row, by=request.user, text=form.cleaned_data["text"])
        except services.TooLate:
            is_open = False
        else:
            messages.success(request, gettext("The secretariat is told that this is not correct, and looks into it."))
            return HttpResponseRedirect(row.get_absolute_url())
    context = of_the_space(
        request,
        form=form,
        position=row,
        procedure=row.procedure,
        is_open=is_open,
        trail=[*trail(), (str(row.procedure), row.procedure.get_absolute_url())],
    )
    return render(request, "decisions/dispute.html", context, status=status if is_open else 409)


@require_POST
def release(request: HttpRequest, reference: str, position: str) -> HttpResponse:
    """The chair, or the secretariat for it, lets the applicant read a position."""
    row = _position_or_404(request, reference, position)
    require(request.user, "decisions.release_position", row)
    if row.procedure.applicant_id is None:
        raise Http404
    services.release(row, by=request.user)
    messages.success(request, gettext("The applicant has been told and can read these words."))
    return HttpResponseRedirect(row.get_absolute_url())


@require_safe
def proof(request: HttpRequest, reference: str, position: str) -> HttpResponseBase:
    """The proof of what was recorded, for the seat itself and the secretariat."""
    row = _position_or_404(request, reference, position)
    require(request.user, "decisions.view_proof_position", row)
    if not row.proof_key:
        raise Http404
    return serve_private(row.proof_key, row.proof_name)
