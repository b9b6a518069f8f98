"""Writing in the laboratory: a proposal, and an offer of support to somebody else's."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from apps.common.access import require, visible_or_404
from apps.common.dates import moment
from apps.common.workflow import StepNotOpen
from apps.partners.rules import SPEAKING, WRITING, seats_of

from .. import queries, services
from ..forms import OfferForm, ProposalForm, differences, initial_of, typed_over
from ..forms.again import First, ask_again, with_fresh_key
from ..models import TEXTS, AsideText, Proposal
from ..workflow import OffersNotOpen
from .drafts import but_for_the_button, note_opening, others_in_words
from .pages import of_the_space, trail
from .unsent import keeping_words

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@keeping_words(*TEXTS, "contact")
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
@keeping_words(*TEXTS, "contact")
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
            typed = form.cleaned_data
            return write(proposal, draft, by=user, version=typed["version"], page=typed["form_key"])

        return saved(request, form, save, proposal)
    aside = queries.aside_of(proposal, user)
    if aside is not None and (page := put_aside(request, proposal, aside)):
        return page
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
    form.is_valid()
    form.ask_for_what_is_missing(services.Draft.of(proposal).missing())
    return form


def drawn(request: HttpRequest, form: ProposalForm) -> HttpResponse:
    """The page of the form; 422 when something in it needs attention."""
    proposal, others = form.proposal, ""
    can_send = bool(seats_of(request.user, SPEAKING))
    if proposal is not None:
        can_send = request.user.has_perm("lab.submit_proposal", proposal)
        others = others_in_words(proposal, request.user)
        note_opening(request, proposal)
    context = of_the_space(
        request,
        form=form,
        proposal=proposal,
        can_send=can_send,
        trail=trail(),
        others=others,
        saves_itself=True,
    )
    return render(request, "lab/form.html", context, status=422 if form.errors else 200)


def conflicting(request: HttpRequest, conflict: services.DraftConflict) -> HttpResponse:
    """Somebody saved in between: both versions, and the form with what was typed, which can be saved over theirs.

    What was typed is put aside as well, so that it is there when the page is left without a decision.
    """
    stored, typed = conflict.stored, request.POST.copy()
    services.put_aside(stored, aside_from(typed), by=request.user)
    typed["version"] = stored.version
    form = ProposalForm(typed, proposal=stored, sender=request.user)
    return two_versions(request, form, conflict.draft, status=409)


def aside_from(typed: QueryDict) -> dict[str, list[str]]:
    """Every field of the form as it was sent; an empty list for boxes of which none was ticked."""
    return but_for_the_button({name: typed.getlist(name) for name in ProposalForm.base_fields})


def put_aside(request: HttpRequest, proposal: Proposal, aside: AsideText) -> HttpResponse | None:
    """Both versions, as long as their writer has not decided; None where they have become the same."""
    sent = QueryDict(mutable=True)
    for name, values in aside.typed.items():
        sent.setlist(name, values)
    typed = typed_over(proposal, sent, aside.typed)
    typed["version"] = proposal.version
    form = ProposalForm(typed, proposal=proposal, sender=request.user)
    form.is_valid()
    draft = form.draft_but_for(form.wrong)
    return two_versions(request, form, draft, status=200) if form.wrong or draft.differs_from(proposal) else None


def two_versions(request: HttpRequest, form: ProposalForm, draft: services.Draft, *, status: int) -> HttpResponse:
    """The page that shows both; its form holds what was typed."""
    stored = form.proposal
    context = of_the_space(
        request,
        form=form,
        proposal=stored,
        can_send=request.user.has_perm("lab.submit_proposal", stored),
        differences=differences(form, stored, draft),
    )
    return render(request, "lab/conflict.html", context, status=status)


@form_view
@keeping_words("text", "conditions", "contact")
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """An offer of support to another seat's proposal."""
    user = request.user
    if request.method == "POST" and Proposal.objects.known_as_withdrawn_to(user).filter(reference=reference).exists():
        return too_late(request)
    proposal = visible_or_404(Proposal.objects.select_related("partner"), user, reference=reference)
    require(user, "lab.offer_proposal", proposal)
    standing = queries.standing_to_offer(request.GET.get("standing", "")[:12].replace("\x00", ""), user)
    seats = list(queries.seats_that_may_offer(user, proposal))
    form = OfferForm(typed_in(request)[0], seats=seats, standing=standing)
    if form.is_bound:
        return offered(request, form, proposal)
    if proposal.takes_offers:
        return offer_form(request, form, proposal)
    if not proposal.is_welcoming:
        raise OffersNotOpen(proposal)
    return over(request, proposal)


def offered(request: HttpRequest, form: OfferForm, proposal: Proposal) -> HttpResponse:
    """Make the offer that a form says; where it cannot be made the form keeps the words and says why."""
    if not form.is_valid():
        return offer_form(request, form, proposal, status=422)
    try:
        made = services.offer_support(proposal, by=request.user, **form.words)
    except services.AlreadyOffered:
        with_fresh_key(form)
        form.say_already_offered()
        return offer_form(request, form, proposal, status=422)
    except services.SentBefore as before:
        stored = before.stored
        if stored.is_waiting and stored.kind == form.words["kind"]:
            with_fresh_key(form)
            form.say_already_offered()
        else:
            ask_again(form)
        first = First(stored.text_shown, stored.made_at, stored.get_absolute_url())
        return offer_form(request, form, proposal, first=first, status=409)
    except OffersNotOpen as refusal:
        form.say_closed(refusal.row)
        return offer_form(request, form, proposal, status=409)
    messages.success(request, gettext("Your offer is made; the partner has been told."))
    return HttpResponseRedirect(made.get_absolute_url())


def offer_form(
    request: HttpRequest, form: OfferForm, proposal: Proposal, *, first: First | None = None, status: int = 200
) -> HttpResponse:
    """The page of the form of an offer."""
    context = of_the_space(request, form=form, proposal=proposal, trail=trail(), first=first)
    return render(request, "lab/offer.html", context, status=status)


def over(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """The date has passed until which the proposal takes offers: its page says so."""
    words = gettext("Offers were taken until %(when)s. That moment has passed.")
    messages.warning(request, words % {"when": moment(proposal.offers_until)})
    return HttpResponseRedirect(proposal.get_absolute_url())


def too_late(request: HttpRequest) -> HttpResponse:
    """The proposal was withdrawn while an offer was being written: that one word, and what was typed, to be copied."""
    typed = [request.POST.get(name, "").strip() for name in ("text", "conditions", "contact")]
    words = "\n\n".join(text for text in typed if text)
    return render(request, "lab/withdrawn.html", of_the_space(request, unsent=words), status=409)
