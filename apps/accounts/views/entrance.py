"""The first visit of a person who was invited, words kept over a sign-in, and the links that move an account."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from .. import keeping, services
from ..forms import WelcomeForm

GONE = 410


@login_not_required
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Show a form for the first password; only sending it uses the link up, sets the password and signs in."""
    try:
        person = services.person_of_token(token)
        form = WelcomeForm(request.POST or None, person=person)
        if request.method == "POST" and form.is_valid():
            person = services.accept_welcome(token, password=form.cleaned_data["password"])
            return perform_login(request, person)
    except services.WelcomeClosed:
        return render(request, "accounts/welcome_closed.html", status=GONE)
    return render(request, "accounts/welcome.html", {"form": form, "person": person})


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Offer what was typed before the session ended; sending it on is one button, and asks everything anew."""
    form = keeping.kept_for(request)
    if form is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/kept.html", {"kept": form})


@login_not_required
def no_signup(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: the name is asked for by allauth's pages, the address does not exist."""
    raise Http404


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether an account may move to another address; only a button answers, and the link is good once."""
    try:
        change, side = services.change_of_token(token)
        if request.method == "POST":
            is_confirmed = request.POST.get("answer") == "confirm"
            change = services.answer_address_link(token, is_confirmed=is_confirmed)
            context = {"change": change, "is_confirmed": is_confirmed}
            return render(request, "accounts/address_answered.html", context)
    except services.AddressLinkClosed:
        return render(request, "accounts/address_closed.html", status=GONE)
    return render(request, "accounts/address.html", {"change": change, "is_old": side == services.OLD})
