"""Keeping a draft while it is being written: a page that is open saves by itself, and says who else has it open."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from apps.common.access import require, visible_or_404
from apps.common.dates import clock
from apps.common.views import for_scripts
from apps.common.zones import in_zone, reader_zone
from apps.partners.rules import WRITING

from .. import queries, services
from ..forms import NOT_BY_ITSELF, ProposalForm, typed_over
from ..models import Proposal


@for_scripts
@require_POST
def autosave_new(request: HttpRequest) -> JsonResponse:
    """What stands in the page of a new proposal; its draft is begun once something was typed."""
    user = request.user
    require(user, "lab.add_proposal")
    changed = request.POST.getlist("changed")
    seats = list(queries.seats_with_names(user, WRITING))
    form = ProposalForm(typed_over(None, request.POST, changed), seats=seats)
    form.is_valid()
    key = form.cleaned_data.get("form_key")
    there = services.draft_of_form(key, by=user)
    if there is not None:
        return kept(request, there, version=None)
    partner, draft = form.on_behalf_of, form.draft_but_for(form.wrong)
    if key is None or partner is None:
        return JsonResponse({"told": gettext("Not saved yet: please choose on whose behalf you write.")}, status=422)
    if draft.is_blank:
        return JsonResponse({"told": ""})
    saved = services.autosave_new(draft, partner=partner, by=user, form_key=key)
    return answer(request, saved, told_of(form), form)


@for_scripts
@require_POST
def autosave(request: HttpRequest, reference: str) -> JsonResponse:
    """What changed in the page of a draft since it was kept last; nothing changed says only that the page is open."""
    proposal = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    require(request.user, "lab.change_proposal", proposal)
    sent = request.POST.get("version", "")
    is_number = sent.isascii() and sent.isdigit() and len(sent) < 9
    return kept(request, proposal, version=int(sent) if is_number else None)


def kept(request: HttpRequest, proposal: Proposal, *, version: int | None) -> JsonResponse:
    """Save it, or put it aside where somebody else saved in between (409)."""
    user, changed = request.user, request.POST.getlist("changed")
    form = ProposalForm(typed_over(proposal, request.POST, changed), proposal=proposal)
    form.is_valid()
    draft, page = form.draft_but_for(form.wrong), form.cleaned_data.get("form_key")
    try:
        saved = services.autosave_draft(proposal, draft, by=user, version=version, page=page)
    except services.DraftConflict as conflict:
        return set_aside(request, conflict.stored, form)
    if saved.is_behind and form.wrong & set(changed):
        return set_aside(request, saved.proposal, form)
    if form.non_field_errors():
        told = " ".join(form.non_field_errors())
    elif saved.is_behind:
        told = gettext("Somebody saved this draft meanwhile. Load the page again to see what they wrote.")
    else:
        told = told_of(form) if changed else ""
    return answer(request, saved, told, form)


def set_aside(request: HttpRequest, stored: Proposal, form: ProposalForm) -> JsonResponse:
    """What changed is kept for its writer alone, and they are told so (409)."""
    typed = {name: request.POST.getlist(name) for name in request.POST.getlist("changed") if name in form.fields}
    services.put_aside(stored, but_for_the_button(typed), by=request.user)
    return JsonResponse({"told": told_of_conflict(stored), **addresses(stored)}, status=409)


def but_for_the_button(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was typed, without what only a person who presses a button sends."""
    return {name: values for name, values in typed.items() if name not in NOT_BY_ITSELF}


def answer(request: HttpRequest, saved: services.Saved, told: str, form: ProposalForm) -> JsonResponse:
    """What the page is told: the version that it has before it, when it was kept, what was not, who else writes."""
    others, wrong = others_in_words(saved.proposal, request.user), sorted(form.wrong)
    facts = {"version": saved.version, "told": told, "others": others, "wrong": wrong}
    return JsonResponse({**facts, **addresses(saved.proposal)})


def addresses(proposal: Proposal) -> dict[str, str]:
    """Where the page saves by itself from now on, and where its form leads."""
    return {
        "autosave": reverse("lab:autosave", args=[proposal.reference]),
        "edit": reverse("lab:edit", args=[proposal.reference]),
    }


def told_of(form: ProposalForm) -> str:
    """When it was kept, by the reader's clock, and what could not be."""
    time = clock(in_zone(timezone.now(), reader_zone()))
    wrong = [str(form[name].label) for name in form.fields if name in form.wrong and form.has_error(name)]
    if not wrong:
        return gettext("Saved at %(time)s") % {"time": time}
    words = gettext("Saved at %(time)s, but for what needs your attention: %(fields)s")
    return words % {"time": time, "fields": ", ".join(wrong)}


def told_of_conflict(stored: Proposal) -> str:
    """Why it was not written over what stands, and that it is not lost."""
    if stored.is_editable:
        return gettext(
            "Somebody saved this draft while you were writing. Nothing is overwritten: your words are put aside, for"
            " you alone, until you choose between both versions."
        )
    words = gettext("The proposal moved on: it is now “%(state)s”. Your words are put aside, for you alone.")
    return words % {"state": stored.get_state_display()}


def others_in_words(proposal: Proposal, user: Any) -> str:
    """Who else of the seat has the draft open; empty where nobody has."""
    names = [str(person) for person in queries.writing_too(proposal, user)]
    if not names:
        return ""
    words = ngettext("%(names)s has this draft open too.", "%(names)s have this draft open too.", len(names))
    return words % {"names": ", ".join(names)}


def note_opening(request: HttpRequest, proposal: Proposal) -> None:
    """Note who has the form before them; not where the browser only looks ahead, nor where it is a draft no more."""
    looks_ahead = "prefetch" in (request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", ""))
    if proposal.is_editable and request.method != "HEAD" and not looks_ahead:
        services.note_opening(proposal, by=request.user)


@require_POST
def let_go(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what was saved meanwhile; the person's own words that were put aside go."""
    proposal = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    require(request.user, "lab.change_proposal", proposal)
    services.let_go(proposal, by=request.user)
    return HttpResponseRedirect(proposal.get_absolute_url())
