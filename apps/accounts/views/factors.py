"""allauth's pages of codes and passkeys where ours do a little more, and the page on which the office gets a factor."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.mixins import NextRedirectMixin
from allauth.account.models import Login
from allauth.account.views import RequestLoginCodeView
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import factors


class AskForCode(RequestLoginCodeView):
    """A code by e-mail; notes whether the device is to be trusted."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The same answer, after the same work, whether or not there is an account."""
        form.remember_wish(self.request)
        return super().form_valid(form)


class SignInByPasskey(NextRedirectMixin, LoginWebAuthnView):
    """Sign-in by a passkey; leads on to where the person was going."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in whoever the passkey belongs to."""
        form.remember_wish(self.request)
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=self.get_next_url())
        return flows.perform_passwordless_login(self.request, passkey, login)


class AddPasskey(AddWebAuthnView):
    """A passkey that can open the account by itself: it always asks for a finger, a face or a number."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser needs to make one."""
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, passwordless=True)}
        return context


@login_required
@require_safe
def enrolment(request: HttpRequest) -> HttpResponse:
    """What somebody of the office sees until they have a second factor; whoever has one goes on."""
    if factors.has_factor(request.user):
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/second_factor.html", {"is_needed": factors.is_missing(request.user)})


ask_for_code = AskForCode.as_view()
sign_in_by_passkey = login_not_required(SignInByPasskey.as_view())
add_passkey = AddPasskey.as_view()
