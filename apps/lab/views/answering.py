"""Answering questions to all on behalf of a seat: nothing typed is lost, and no second is given away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from apps.common.access import require, visible_or_404
from apps.partners.models import Partner
from apps.partners.rules import READING, SPEAKING, seats_of

from .. import services
from ..forms import AnswerForm
from ..models import AnswerSheet, Query
from .asking import trail
from .forms import form_view
from .pages import of_the_space
from .unsent import keeping_words


@form_view
@keeping_words("answer_*")
def answer(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """The answers of one's seat: saved among colleagues, sent by who speaks for it, changed until the hour."""
    user = request.user
    if request.method == "POST" and Query.objects.known_as_withdrawn_to(user).filter(reference=reference).exists():
        return _too_late(request)
    query = visible_or_404(Query.objects.select_related("partner"), user, reference=reference)
    sheet = _sheet_of(query, code, user)
    require(user, "lab.change_answersheet", sheet)
    if sheet.is_sent and not user.has_perm("lab.send_answersheet", sheet):
        words = gettext("Your seat has sent its answers. Its head focal point or an alternate can change them now.")
        raise PermissionDenied(words)
    typed = request.POST if request.method == "POST" else None
    form = AnswerForm(typed, query=query, sheet=sheet if sheet.pk else None)
    if not query.is_taking_answers:
        return drawn(request, form, sheet, status=409)
    if not form.is_bound:
        return drawn(request, form, sheet)
    return _saved(request, form, sheet) if form.is_valid() else drawn(request, form, sheet, status=422)


def _sheet_of(query: Query, code: str, user: Any) -> AnswerSheet:
    """The sheet of that seat of the reader's, new where there is none; seats of others and those not asked are none."""
    own = query.addressees.filter(pk__in=seats_of(user, READING)) if query.opened_at else Partner.objects.none()
    seat = own.filter(code__iexact=code).first()
    if seat is None:
        raise Http404
    sheet = query.sheets.filter(partner=seat).first() or AnswerSheet(query=query, version=0)
    sheet.query, sheet.partner = query, seat
    return sheet


def _saved(request: HttpRequest, form: AnswerForm, sheet: AnswerSheet) -> HttpResponse:
    is_sent = "send" in request.POST and request.user.has_perm("lab.send_answersheet", sheet)
    version = form.cleaned_data["version"]
    try:
        kept = services.save_answers(
            sheet.query, form.draft, partner=sheet.partner, by=request.user, version=version, is_sent=is_sent
        )
    except services.AnswersClosed:
        return drawn(request, form, sheet, status=409)
    except services.SheetConflict as conflict:
        return _conflicting(request, conflict.stored)
    except services.NothingAnswered:
        form.ask_for_something()
        return drawn(request, form, sheet, status=422)
    done = gettext("Your answers are sent. You can change them until the hour.")
    messages.success(request, done if kept.is_sent else gettext("Your answers are saved. They are not sent yet."))
    return HttpResponseRedirect(sheet.query.get_absolute_url())


def _conflicting(request: HttpRequest, stored: AnswerSheet) -> HttpResponse:
    """A colleague saved in between: theirs beside what was typed, which can be saved over it."""
    typed = request.POST.copy()
    typed["version"] = stored.version
    form = AnswerForm(typed, query=stored.query)
    kept = list(stored.answers.select_related("question").order_by("question__number"))
    return drawn(request, form, stored, kept=kept, status=409)


def drawn(
    request: HttpRequest, form: AnswerForm, sheet: AnswerSheet, *, kept: Any = None, status: int = 200
) -> HttpResponse:
    """The page of the form; what was typed stands in it also once it can no longer be sent."""
    query = sheet.query
    context = of_the_space(
        request,
        form=form,
        query=query,
        sheet=sheet,
        kept=kept,
        is_open=query.is_taking_answers,
        can_send=sheet.partner_id in seats_of(request.user, SPEAKING),
        trail=[*trail(), (str(query), query.get_absolute_url())],
    )
    return render(request, "lab/ask/answer.html", context, status=status)


def _too_late(request: HttpRequest) -> HttpResponse:
    """The questions were withdrawn while somebody was answering: that one word, and what was typed, to be copied."""
    typed = [value.strip() for name, value in request.POST.items() if name.startswith("answer_")]
    unsent = [value for value in typed if value]
    return render(request, "lab/ask/withdrawn.html", of_the_space(request, unsent=unsent), status=409)
