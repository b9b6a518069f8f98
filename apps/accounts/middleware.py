"""Who is there, for how long, and by how many factors; and the way to the sign-in page, on which no word is lost."""

import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from apps.common import zones
from apps.common.middleware import SignInMiddleware
from apps.common.views import is_for_scripts, is_public

from . import factors, keeping, sessions

BLURRED = ("account_login", "account_request_login_code", "account_reset_password")
BLUR_MICROSECONDS = 20_000
ENROLMENT = "accounts_second_factor"
# What somebody of the office who has no second factor yet may open: what is needed to get one, and the way out.
WITHOUT_FACTOR = (
    ENROLMENT,
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
    "account_logout",
    "choose_language",
    "robots",
    "favicon",
    "healthz",
    "readyz",
)


class SessionLimitsMiddleware(AuthenticationMiddleware):
    """Django's, for a person whose session has not ended by our own rules; whoever's has is nobody from then on."""

    def process_request(self, request: HttpRequest) -> None:
        """The person is looked up when somebody asks, so that public pages touch no session."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: self._person(request))
        zones.read_by(None)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> None:
        """Moments are told in the time zone of whoever reads; on a public page, which is anybody's, in the portal's."""
        if not is_public(view):
            zones.read_by(lambda: getattr(request.user, "time_zone", ""))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Nobody reads any longer."""
        zones.read_by(None)
        return response

    @staticmethod
    def _person(request: HttpRequest) -> Any:
        person = auth.get_user(request)
        if not person.is_authenticated:
            return person
        if sessions.has_ended(request.session, person):
            request.session.flush()
            return AnonymousUser()
        sessions.note_request(request.session, person)
        return person


class SecondFactorMiddleware:
    """Lets a member of the office who has no second factor see one page: that on which they get one."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        """To that page, from everywhere but public pages, which know nobody, and what is needed to get a factor."""
        is_open = is_public(view) or request.resolver_match.view_name in WITHOUT_FACTOR
        if is_open or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        return redirect(ENROLMENT) if factors.is_missing(request.user) else None


class BlurMiddleware:
    """Lets whoever sends an address to a page of signing in wait for a moment that nobody can foretell.

    An address that is known takes a tenth of a millisecond longer than one that is not; among hundreds of answers that
    differ by chance a hundred times as much it is not found.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and request.resolver_match and request.resolver_match.view_name in BLURRED:
            time.sleep(secrets.randbelow(BLUR_MICROSECONDS) / 1_000_000)
        return response


class KeepingSignInMiddleware(SignInMiddleware):
    """Sends whoever is signed out to sign in; a form that comes back after the session ended is kept for its reader."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> Any:
        """After signing in, a kept form is offered; any other request goes on to where it led."""
        response: HttpResponse = super().handle_no_permission(request, view_func)
        if request.method == "POST" and not is_for_scripts(view_func) and keeping.keep(request):
            return redirect_to_login(reverse("accounts_kept"), self.get_login_url(view_func))
        return response
