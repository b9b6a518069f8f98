"""The seat's own pages: who acts for it, invitations, roles, hand-over, and what whoever begins finds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.access import require, visible_or_404

from .. import queries, services
from ..forms import EntryForm, HandOverSeatForm, InviteForm, MailboxForm, RoleForm
from ..models import DirectoryEntry, Invitation, Mandate, Seat, found_in

form_view = require_http_methods(["GET", "HEAD", "POST"])
INVITATION_STEPS = {"resend": services.resend, "revoke": services.revoke}


def of_the_space(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """The context of a page of the space: its own, and the names of the reader's partners in its header."""
    own = context.pop("own", None)
    own = queries.own_seats(request.user) if own is None else own
    return {"seats": list(dict.fromkeys(str(seat.partner) for seat in own)), **context}


def _seat_of(request: HttpRequest, code: str, network: str) -> Seat:
    """The reader's own seat of that name; another one answers as one that never was."""
    for seat in queries.own_seats(request.user):
        if (seat.partner.code.lower(), seat.network.code) == (code, network):
            return seat
    raise Http404


def _mandate_of(request: HttpRequest, pk: int) -> Mandate:
    mandates = Mandate.objects.standing().select_related("user", "partner", "network")
    return visible_or_404(mandates, request.user, pk=pk)


@require_safe
def seat(request: HttpRequest) -> HttpResponse:
    """The seats of the reader: colleagues, open invitations, the shared mailbox, and one's own entry."""
    require(request.user, "partners.enter_space")
    return _shown(request)


def _shown(request: HttpRequest, *, status: int = 200, **tried: Any) -> HttpResponse:
    """The page of the seats; `tried` are forms that came back with errors, shown in their places."""
    user = request.user
    own = queries.own_seats(user)
    views = [_drawn_seat(queries.seat_view(one, user), user, tried) for one in own]
    context = {"own": own, "views": views, "is_office": user.has_perm("accounts.enter_office")}
    return render(request, "partners/space/seat.html", of_the_space(request, **context), status=status)


def _drawn_seat(view: queries.SeatView, user: Any, tried: dict[str, Any]) -> dict[str, Any]:
    wrong = tried.get("role")
    people = [
        {
            "mandate": mandate,
            "is_self": mandate.user_id == user.pk,
            "role_form": wrong if wrong and wrong.mandate == mandate else RoleForm(mandate=mandate, by=user),
            "may_change": view.manages and user.has_perm("partners.change_role_mandate", mandate),
            "may_hand_over": user.has_perm("partners.hand_over_mandate", mandate),
        }
        for mandate in view.mandates
    ]
    box = tried.get("mailbox")
    if view.manages and (box is None or box.seat != view.seat):
        box = MailboxForm(seat=view.seat, initial={"mailbox": view.mailbox})
    return {"view": view, "people": people, "mailbox_form": box if view.manages else None}


@form_view
def entry(request: HttpRequest) -> HttpResponse:
    """What the reader lets the others of their networks know."""
    require(request.user, "partners.enter_space")
    known = DirectoryEntry.objects.filter(person=request.user).first()
    form = EntryForm(request.POST if request.method == "POST" else None, instance=known)
    if request.method == "POST" and form.is_valid():
        form.keep(by=request.user)
        messages.success(request, gettext("Your entry in the directory is kept."))
        return HttpResponseRedirect(reverse("seats:directory"))
    status = 422 if form.errors else 200
    return render(request, "partners/space/entry.html", of_the_space(request, form=form), status=status)


@form_view
def invite(request: HttpRequest, code: str, network: str) -> HttpResponse:
    """Invite a colleague to the own seat; heads only."""
    own = _seat_of(request, code, network)
    require(request.user, "partners.manage_seat", own)
    form = InviteForm(request.POST if request.method == "POST" else None, seat=own, by=request.user)
    if form.is_bound and form.is_valid() and form.save() is not None:
        messages.success(request, gettext("The invitation is sent. You see below whether it was accepted."))
        return HttpResponseRedirect(reverse("seats:seat"))
    status = 422 if form.errors else 200
    return render(request, "partners/space/invite.html", of_the_space(request, form=form, seat=own), status=status)


@require_POST
def mailbox(request: HttpRequest, code: str, network: str) -> HttpResponse:
    """Keep the shared mailbox of the own seat; heads only."""
    own = _seat_of(request, code, network)
    require(request.user, "partners.manage_seat", own)
    form = MailboxForm(request.POST, seat=own)
    if not form.is_valid():
        return _shown(request, status=422, mailbox=form)
    form.save(by=request.user)
    messages.success(request, gettext("The shared mailbox is kept."))
    return HttpResponseRedirect(reverse("seats:seat"))


@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a colleague another role."""
    mandate = _mandate_of(request, pk)
    require(request.user, "partners.change_role_mandate", mandate)
    form = RoleForm(request.POST, mandate=mandate, by=request.user)
    try:
        is_done = form.is_valid() and form.save() is not None
    except services.SeatChanged:
        return _too_late(request)
    if not is_done:
        return _shown(request, status=422, role=form)
    messages.success(request, gettext("The role is changed."))
    return HttpResponseRedirect(reverse("seats:seat"))


@form_view
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the mandate of a colleague: first the question, then the deed."""
    mandate = _mandate_of(request, pk)
    require(request.user, "partners.end_mandate", mandate)
    if request.method != "POST":
        return render(request, "partners/space/end.html", of_the_space(request, mandate=mandate))
    try:
        services.end(mandate, by=request.user)
    except services.SeatChanged:
        return _too_late(request)
    messages.success(request, gettext("The mandate has ended. What the person wrote stays with the seat."))
    return HttpResponseRedirect(reverse("seats:seat"))


@form_view
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """End a mandate of the own seat and name who comes after, in one action."""
    mandate = _mandate_of(request, pk)
    require(request.user, "partners.hand_over_mandate", mandate)
    form = HandOverSeatForm(request.POST if request.method == "POST" else None, mandate=mandate, by=request.user)
    try:
        is_done = form.is_bound and form.is_valid() and form.save() is not None
    except services.SeatChanged:
        return _too_late(request)
    if not is_done:
        context = of_the_space(request, form=form, mandate=mandate, is_self=mandate.user_id == request.user.pk)
        return render(request, "partners/space/hand_over.html", context, status=422 if form.errors else 200)
    return _after(request, mandate)


def _after(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """Whoever handed over their last mandate is outside now; all others go back to the seat."""
    has_left = not Mandate.objects.standing().filter(user=request.user).exists()
    if mandate.user_id == request.user.pk and has_left and not request.user.has_perm("accounts.enter_office"):
        logout(request)
        return HttpResponseRedirect(reverse("seats:left"))
    messages.success(request, gettext("The hand-over is done."))
    return HttpResponseRedirect(reverse("seats:seat"))


@require_POST
def invitation_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send an invitation of the own seat again, or revoke it."""
    if name not in INVITATION_STEPS:
        raise Http404
    invitation = visible_or_404(Invitation.objects.select_related("partner", "network"), request.user, pk=pk)
    require(request.user, f"partners.{name}_invitation", invitation)
    try:
        is_done = INVITATION_STEPS[name](invitation, by=request.user)
    except services.SeatChanged:
        return _too_late(request)
    if not is_done:
        messages.warning(request, gettext("The invitation went out a moment ago. Please wait before sending it again."))
    else:
        words = gettext("The invitation is sent again.") if name == "resend" else gettext("The invitation is revoked.")
        messages.success(request, words)
    return HttpResponseRedirect(reverse("seats:seat"))


def _too_late(request: HttpRequest) -> HttpResponse:
    """Somebody changed the seat meanwhile: that, and the seat as it stands."""
    messages.warning(request, gettext("Somebody was faster: here is the seat as it stands now."))
    return _shown(request, status=409)


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """For who begins: what a focal point does, who is who, what the seat did and owes, three first steps."""
    require(request.user, "partners.enter_space")
    own = queries.with_terms(queries.own_seats(request.user))
    found = [found_in(one, request.user) for one in own]
    return render(request, "partners/space/welcome.html", of_the_space(request, own=own, found=found))


@require_safe
def handover(request: HttpRequest) -> HttpResponse:
    """For the successor: everything that is open in the seat, and who handed it over."""
    require(request.user, "partners.enter_space")
    own = queries.own_seats(request.user)
    found = [found_in(one, request.user) for one in own]
    received = queries.handovers_to(request.user)
    context = of_the_space(request, own=own, found=found, received=received)
    return render(request, "partners/space/handover.html", context)
