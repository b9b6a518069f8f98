"""The doors for who is not inside yet: an invitation, a message to the secretariat, "I am the new focal point".

The two forms for visitors carry no token against forged requests: there is no session that could be abused, the page is
the same for everybody and sets no cookie. What a browser says to come from another site is refused all the same.
"""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.services import make_welcome_token
from apps.common.views import public

from .. import services
from ..forms import ContactForm, NewFocalPointForm

GONE, TOO_MANY = 410, 429
form_view = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@form_view
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what, and one button; only pressing it accepts."""
    try:
        invited = services.invitation_of(token)
        if request.method == "POST":
            return _accepted(request, token)
    except services.InvitationClosed as closed:
        return _closed(request, token, closed)
    except services.SeatChanged:
        return render(request, "partners/doors/seat_changed.html", status=409)
    context = {
        "invitation": invited,
        "needs_sign_in": services.needs_sign_in(invited),
        "is_somebody_else": request.user.is_authenticated and request.user.pk != invited.person_id,
        "by_colleague": not invited.invited_by.has_perm("accounts.enter_office"),
    }
    return render(request, "partners/doors/invitation.html", context)


def _accepted(request: HttpRequest, token: str) -> HttpResponse:
    """Accept for who is signed in; a person without an account goes on to choose how to sign in."""
    user = request.user if request.user.is_authenticated else None
    if user is None and services.needs_sign_in(services.invitation_of(token)):
        return redirect(f"{reverse('account_login')}?next={request.path}")
    accepted = services.accept(token, by=user)
    if user is None:
        return redirect("accounts_welcome", make_welcome_token(accepted.person))
    return redirect("seats:welcome")


def _closed(request: HttpRequest, token: str, closed: services.InvitationClosed) -> HttpResponse:
    """Why the link opens nothing, as far as its holder may know; a link that never was tells nothing."""
    found = closed.invitation
    context = {
        "may_ask": found is not None and found.accepted_at is None,
        "has_expired": found is not None and found.has_expired,
        "token": token,
    }
    return render(request, "partners/doors/invitation_closed.html", context, status=GONE)


@login_not_required
@require_POST
def ask_again(request: HttpRequest, token: str) -> HttpResponse:
    """ "Send me a new one": to the address of the invitation, and to no other; the answer is the same for all."""
    services.ask_for_new_one(token)
    return redirect("seats:asked_again")


@public
@require_safe
def asked_again(request: HttpRequest) -> HttpResponse:
    """What happens now, whether or not there was such an invitation."""
    return render(request, "partners/doors/asked_again.html")


@csrf_exempt
@public
@form_view
def contact(request: HttpRequest) -> HttpResponse:
    """A message to the secretariat, from anybody."""
    return _visitor_form(request, ContactForm, "partners/doors/contact.html")


@csrf_exempt
@public
@form_view
def new_focal_point(request: HttpRequest) -> HttpResponse:
    """ "I am the new focal point of …": the secretariat hears of it; no account is made."""
    return _visitor_form(request, NewFocalPointForm, "partners/doors/new_focal_point.html")


def _visitor_form(request: HttpRequest, form_class: type[ContactForm], template: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, template, {"form": form_class()})
    if _is_from_another_site(request):
        raise PermissionDenied
    form = form_class(request.POST)
    if form.is_from_a_machine:
        return redirect("seats:sent")
    if not form.is_valid():
        return render(request, template, {"form": form}, status=422)
    if not services.may_ask(request, form.cleaned_data["address"]):
        return render(request, template, {"form": form, "is_too_often": True}, status=TOO_MANY)
    form.save()
    return redirect("seats:sent")


def _is_from_another_site(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "same-site", "none"):
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin != "null" and urlsplit(origin).netloc != request.get_host()


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The answer to a visitor: it has arrived."""
    return render(request, "partners/doors/sent.html")


@public
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """The last page of who handed a seat over: what was done, and thanks."""
    return render(request, "partners/doors/left.html")
