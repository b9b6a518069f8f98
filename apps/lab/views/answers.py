"""The answer to a suggestion, and all offers of a proposal in one table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.access import require, visible_or_404

from .. import queries, services
from ..forms import WordsForm
from ..models import Proposal
from ..workflow import CommentsNotOpen
from .pages import of_the_space, trail
from .unsent import keeping_words


@require_http_methods(["GET", "HEAD", "POST"])
@keeping_words("text")
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a suggestion, once, in the open."""
    user = request.user
    proposal = visible_or_404(Proposal.objects.select_related("partner"), user, reference=reference)
    require(user, "lab.answer_proposal", proposal)
    seats = list(queries.seats_that_answer(user, proposal))
    form = WordsForm(request.POST if request.method == "POST" else None, seats=seats, office=not seats)
    if not form.is_bound and (not proposal.is_talking or queries.is_answered(proposal)):
        raise CommentsNotOpen(proposal)
    status, stands = 422 if form.errors else 200, None
    if form.is_bound and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("text", "language")}
        status = 409
        try:
            services.answer_suggestion(proposal, by=user, partner=form.partner, **words)
        except services.AlreadyAnswered as other:
            stands = other.answer
            form.add_error(None, gettext("Somebody answered meanwhile: it stands above. Yours stands below, unsent."))
        except CommentsNotOpen as refusal:
            text = gettext("No comments are taken any more: this is now “%(state)s”. Your words stand below, unsent.")
            form.add_error(None, text % {"state": refusal.row.get_state_display()})
        else:
            messages.success(request, gettext("Your answer stands with the suggestion, for all to read."))
            return HttpResponseRedirect(f"{proposal.get_absolute_url()}#answer")
    context = of_the_space(request, form=form, proposal=proposal, trail=trail(), stands=stands)
    return render(request, "lab/answer.html", context, status=status)


@require_safe
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    """All offers by kind and partner, for the seat that proposed and the secretariat."""
    user = request.user
    proposal = visible_or_404(Proposal.objects.select_related("partner"), user, reference=reference)
    require(user, "lab.overview_proposal", proposal)
    kinds = queries.offers_by_kind(proposal, user)
    context = of_the_space(request, proposal=proposal, kinds=kinds, trail=trail())
    return render(request, "lab/overview.html", context)
