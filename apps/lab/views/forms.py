"""Writing in the laboratory: a proposal, and an offer of support to somebody else's."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from apps.common.access import require, visible_or_404
from apps.common.workflow import StepNotOpen
from apps.partners.rules import SPEAKING, WRITING, seats_of

from .. import queries, services
from ..forms import OfferForm, ProposalForm, initial_of
from ..models import Proposal
from ..workflow import OffersNotOpen
from .pages import of_the_space, trail

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def new(request: HttpRequest) -> HttpResponse:
    """A new proposal: saved as a draft, or saved and sent at once."""
    user = request.user
    require(user, "lab.add_proposal")
    seats = list(queries.seats_with_names(user, WRITING))
    form = ProposalForm(*typed_in(request), seats=seats, sender=user)
    if not form.is_bound or not form.is_valid():
        return drawn(request, form)

    def save(draft: services.Draft, is_sent: bool) -> Proposal:
        write = services.begin_and_submit if is_sent else services.begin_draft
        return write(draft, partner=form.on_behalf_of, by=user, form_key=form.cleaned_data["form_key"])

    return saved(request, form, save, Proposal(partner=form.on_behalf_of))


@form_view
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """A draft, or what was returned for completion; `?send=1` opens it with what sending still needs."""
    user = request.user
    proposal = visible_or_404(Proposal.objects.all(), user, reference=reference)
    require(user, "lab.change_proposal", proposal)
    form = ProposalForm(*typed_in(request), proposal=proposal, sender=user)
    if form.is_bound:
        if not form.is_valid():
            return drawn(request, form)

        def save(draft: services.Draft, is_sent: bool) -> Proposal:
            write = services.save_and_submit if is_sent else services.save_draft
            return write(proposal, draft, by=user, version=form.cleaned_data["version"])

        return saved(request, form, save, proposal)
    if not proposal.is_editable:
        raise StepNotOpen(proposal.flow.submit, proposal)
    return drawn(request, asking(proposal, user) if "send" in request.GET else form)


def typed_in(request: HttpRequest) -> tuple:
    """What the form is bound to; nothing on the first look."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def saved(request: HttpRequest, form: ProposalForm, save: Callable, row: Proposal) -> HttpResponse:
    """Save what was typed, send it if that was asked and nothing is missing, and say which of the two happened."""
    draft = form.draft
    is_asked = "send" in request.POST and request.user.has_perm("lab.submit_proposal", row)
    is_sent = is_asked and not draft.missing()
    try:
        proposal = save(draft, is_sent)
    except services.DraftConflict as conflict:
        return conflicting(request, conflict)
    except StepNotOpen as refusal:
        proposal = refusal.row
    if is_asked and not is_sent:
        messages.info(request, gettext("Your words are saved as a draft. To send the proposal, please complete it."))
        return drawn(request, asking(proposal, request.user))
    done = gettext("The proposal is with the secretariat.") if is_sent else gettext("The draft is saved.")
    messages.success(request, done)
    return HttpResponseRedirect(proposal.get_absolute_url())


def asking(proposal: Proposal, user: Any) -> ProposalForm:
    """The draft as it stands, with what sending still needs said at its fields."""
    form = ProposalForm(initial_of(proposal), proposal=proposal, sender=user)
    if form.is_valid():
        form.ask_for_what_is_missing(form.draft.missing())
    return form


def drawn(request: HttpRequest, form: ProposalForm) -> HttpResponse:
    """The page of the form; 422 when something in it needs attention."""
    can_send = bool(seats_of(request.user, SPEAKING))
    if form.proposal is not None:
        can_send = request.user.has_perm("lab.submit_proposal", form.proposal)
    context = of_the_space(request, form=form, proposal=form.proposal, can_send=can_send, trail=trail())
    return render(request, "lab/form.html", context, status=422 if form.errors else 200)


def conflicting(request: HttpRequest, conflict: services.DraftConflict) -> HttpResponse:
    """Somebody saved in between: both texts, and the form with what was typed, which can be saved over theirs."""
    stored, draft = conflict.stored, conflict.draft
    typed = request.POST.copy()
    typed["version"] = stored.version
    form = ProposalForm(typed, proposal=stored, sender=request.user)
    texts = [
        {"label": form[name].label, "stored": stored.written(name), "typed": draft.texts[name]}
        for name in draft.differing_texts(stored)
    ]
    context = of_the_space(
        request,
        form=form,
        proposal=stored,
        can_send=request.user.has_perm("lab.submit_proposal", stored),
        texts=texts,
        typed_language=draft.language,
    )
    return render(request, "lab/conflict.html", context, status=409)


@form_view
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """An offer of support to another seat's proposal."""
    user = request.user
    if request.method == "POST" and Proposal.objects.known_as_withdrawn_to(user).filter(reference=reference).exists():
        return too_late(request)
    proposal = visible_or_404(Proposal.objects.select_related("partner"), user, reference=reference)
    require(user, "lab.offer_proposal", proposal)
    form = OfferForm(typed_in(request)[0], seats=list(queries.seats_that_may_offer(user, proposal)))
    if not form.is_bound and not proposal.is_welcoming:
        raise OffersNotOpen(proposal)
    status = 200
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                made = services.offer_support(proposal, by=user, **form.words)
                messages.success(request, gettext("Your offer is made; the partner has been told."))
                return HttpResponseRedirect(made.get_absolute_url())
        except services.AlreadyOffered:
            form.say_already_offered()
        except OffersNotOpen as refusal:
            form.say_closed(refusal.row)
            status = 409
    return render(
        request, "lab/offer.html", of_the_space(request, form=form, proposal=proposal, trail=trail()), status=status
    )


def too_late(request: HttpRequest) -> HttpResponse:
    """The proposal was withdrawn while an offer was being written: that one word, and what was typed, to be copied."""
    typed = [request.POST.get(name, "").strip() for name in ("text", "conditions", "contact")]
    words = "\n\n".join(text for text in typed if text)
    return render(request, "lab/withdrawn.html", of_the_space(request, unsent=words), status=409)
