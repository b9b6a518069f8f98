"""The way to the sign-in page, on which nothing that was typed is lost."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.common.middleware import SignInMiddleware

from . import keeping


class KeepingSignInMiddleware(SignInMiddleware):
    """Sends whoever is signed out to sign in; a form that comes back after the session ended is kept for its reader."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> Any:
        """After signing in, a kept form is offered; any other request goes on to where it led."""
        response: HttpResponse = super().handle_no_permission(request, view_func)
        if request.method == "POST" and keeping.keep(request):
            return redirect_to_login(reverse("accounts_kept"), self.get_login_url(view_func))
        return response
