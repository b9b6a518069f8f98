"""Reading the laboratory: the list, one's own proposals, a proposal with its offers and files; taking a step."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from apps.common.access import require, visible_or_404
from apps.common.files import serve_private
from apps.common.paging import Page
from apps.common.workflow import Step, StepBar, StepNotOpen
from apps.partners.rules import seats_of

from .. import queries, services
from ..filters import ProposalFilter
from ..forms import NoteForm, capitalised
from ..models import Attachment, Offer, Proposal
from ..workflow import OfferFlow, State
from .beside import beside
from .talk import talk_on_page

# The others ask for more than a note, and have forms of their own.
TAKEN_ON_PAGE = {
    service.step
    for steps in (services.PROPOSAL_STEPS, services.OFFER_STEPS, services.QUERY_STEPS)
    for service in steps.values()
}
# An offer is answered while its proposal goes on; afterwards it has ended with it.
ANSWERS = (OfferFlow.accept, OfferFlow.decline)


def of_the_space(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """The context of a page of the space: its own, and the seats in its header."""
    return {"seats": queries.own_partners(request.user), **context}


def trail() -> list[tuple[str, str]]:
    """Where the pages below the list lie."""
    return [(gettext("Laboratory of ideas"), reverse("lab:list"))]


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """What has been put before all seats, the latest first or what most take part in."""
    user = request.user
    require(user, "lab.enter")
    form = ProposalFilter(request.GET, seats=seats_of(user))
    proposals = form.apply(Proposal.objects.listed().visible_to(user))
    proposals = form.in_order(queries.with_offer_counts(proposals).prefetched_for_list())
    page = Page(proposals, request.GET.get("page"), query=form.query)
    context = of_the_space(request, form=form, page=page, can_write=user.has_perm("lab.add_proposal"))
    return render(request, "lab/list.html", context)


@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """The proposals of one's own seats in every state, and what these seats offered to others."""
    user = request.user
    require(user, "lab.enter")
    page = Page(queries.OwnProposals(user), request.GET.get("page"))
    for proposal in page:
        proposal.clock = queries.clock_line(proposal, user)
    offers = queries.offers_made_by_seats_of(user)
    context = of_the_space(request, page=page, offers=offers, can_write=user.has_perm("lab.add_proposal"))
    return render(request, "lab/ours.html", context)


@require_safe
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """One proposal as this reader may see it; one withdrawn after all had seen it is told by that word only."""
    seen = queries.proposal_on_page(reference, request.user)
    if seen is not None:
        return shown(request, seen)
    known = Proposal.objects.known_as_withdrawn_to(request.user)
    get_object_or_404(known, reference=reference)
    return render(request, "lab/withdrawn.html", of_the_space(request, unsent=""))


def proposals_on_page(request: HttpRequest) -> QuerySet:
    """What this reader may see, with all that the page of a proposal shows."""
    return queries.proposals_on_page(request.user)


def shown(
    request: HttpRequest,
    seen: Proposal,
    *,
    tried: NoteForm | None = None,
    beside_tried: dict[str, Any] | None = None,
    unsent_note: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a proposal.

    `tried` is a note form that came back with an error, shown in its place, `beside_tried` another form of the page by
    its name (`beside`); `unsent_note` what was typed for a step that was no longer open.
    """
    user = request.user
    offers = list(queries.offers_on_page(seen, user))
    talk = talk_on_page(request, seen, offers)
    context = of_the_space(
        request,
        proposal=seen,
        belongings=queries.belongings_of(seen),
        trail=trail(),
        bar=StepBar(seen.flow, seen.state, dict(capitalised(State.choices))),
        next_step=queries.next_step(seen, user, offers),
        **way_to_next_step(seen, user),
        lines=queries.timeline_on_page(seen, user),
        offers=[shown_offer(one, user, tried) | {"asked": talk.asked.get(one.pk, [])} for one in offers],
        steps=note_forms(seen, user, tried),
        can_offer=user.has_perm("lab.offer_proposal", seen),
        unsent_note=unsent_note,
        talk=talk,
        **beside(request, seen, beside_tried or {}),
    )
    return render(request, "lab/proposal.html", context, status=status)


def way_to_next_step(seen: Proposal, user: Any) -> dict[str, str]:
    """The button of the next step, where it lies with this reader and is not taken by one of the page's own."""
    if seen.is_editable and user.has_perm("lab.change_proposal", seen):
        return {"next_url": reverse("lab:edit", args=[seen.reference]), "next_action": gettext("Continue writing")}
    if seen.waits_for_author and user.has_perm("lab.explain_proposal", seen):
        return {"next_url": "#question", "next_action": gettext("Answer the secretariat")}
    return {"next_url": "", "next_action": ""}


def shown_offer(one: Offer, user: Any, tried: NoteForm | None) -> dict[str, Any]:
    """An offer for the page: its words only where this reader may read them."""
    may_read = user.has_perm("lab.read_offer", one)
    return {
        "offer": one,
        "text": one.in_its_language(one.text) if may_read else None,
        "conditions": one.in_its_language(one.conditions) if may_read else None,
        "is_mine": one.is_made_by_seat_of(user),
        "can_ask": one.is_standing and one.proposal.is_talking and user.has_perm("lab.ask_offer", one),
        "steps": note_forms(one, user, tried),
    }


def note_forms(row: Proposal | Offer, user: Any, tried: NoteForm | None = None) -> list[dict[str, Any]]:
    """The steps that this person may take now, each with the form of its note; the one `tried` keeps what was typed."""
    found = []
    for taken in sorted(row.flow.steps_for(row, user), key=lambda step: not step.is_primary):
        if taken not in TAKEN_ON_PAGE or (taken in ANSWERS and not row.proposal.is_welcoming):
            continue
        was_tried = tried is not None and (tried.row, tried.step) == (row, taken)
        form = tried if was_tried else NoteForm(step=taken, row=row)
        found.append({"step": taken, "form": form, "url": row.address_of_step(taken), "is_tried": was_tried})
    return found


@require_POST
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Take a step of a proposal; without the reasons that it asks for the page comes back with what was typed."""
    row = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    return _take(request, row, row, services.PROPOSAL_STEPS.get(name))


@require_POST
def offer_step(request: HttpRequest, reference: str, offer_reference: str, name: str) -> HttpResponse:
    """Take a step of an offer, which is looked up through its proposal."""
    parent = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    row = visible_or_404(parent.offers.all(), request.user, reference=offer_reference)
    return _take(request, parent, row, services.OFFER_STEPS.get(name))


def _take(request: HttpRequest, parent: Proposal, row: Proposal | Offer, service: Any) -> HttpResponse:
    if service is None:
        raise Http404
    taken: Step = service.step
    require(request.user, taken.flow.permission(taken), row)
    form = NoteForm(request.POST, step=taken, row=row)
    if not form.is_valid():
        return shown(request, proposals_on_page(request).get(pk=parent.pk), tried=form, status=422)
    note = form.cleaned_data["note"]
    try:
        service(row, by=request.user, note=note)
    except services.Incomplete:
        messages.warning(request, gettext("Something is still missing before the proposal can be sent."))
        return HttpResponseRedirect(f"{reverse('lab:edit', args=[parent.reference])}?send=1")
    except StepNotOpen:
        still_seen = proposals_on_page(request).filter(pk=parent.pk).first() if note else None
        if still_seen is None:
            raise
        return shown(request, still_seen, unsent_note=note, status=409)
    messages.success(request, taken.told)
    is_still_seen = Proposal.objects.visible_to(request.user).filter(pk=parent.pk).exists()
    return HttpResponseRedirect(parent.get_absolute_url() if is_still_seen else reverse("lab:list"))


@require_safe
def file(request: HttpRequest, reference: str, file_reference: str) -> FileResponse:
    """A file of a proposal, looked up through it, as a download."""
    parent = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    attachment = visible_or_404(Attachment.objects.filter(proposal=parent), request.user, reference=file_reference)
    return serve_private(attachment.key, attachment.display_name)
