"""The office: Django's admin in the portal's colours, opened by `rules.py`, with a start page that is the queue."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from apps.common.forms import is_printable

HEADINGS = {
    "us": _("Waits for us"),
    "partner": _("Waits for a partner"),
    "chair": _("Waits for the chair"),
}
EMPTY = {
    "us": _("Nothing waits for the secretariat. Proposals that partners submit appear here, oldest first."),
    "partner": _("No partner owes an answer. Offers to answer and questions to focal points appear here."),
    "chair": _("Nothing waits for the chair. Its tasks appear here a month before they are due."),
}
NOT_OFFERED = ("view_on_site", "password_change", "password_change_done")
PAGE_OF_A_HISTORY = "_simple_history"
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


class OfficeSite(AdminSite):
    """The secretariat's pages; sign-in is allauth's, so that a second factor is never passed by."""

    site_title = _("Office of the Rabat Process portal")
    site_header = _("Office of the Rabat Process portal")
    index_title = _("What waits for us")
    index_template = "admin/queue.html"
    enable_nav_sidebar = False

    def get_urls(self) -> list:
        """Django's, but for its redirect from a number to an address, which asks nobody whether the thing may be seen,
        and its form for passwords: allauth's slows down who guesses, and tells the person.
        """
        own = [
            path("translations/", self.admin_view(self.translations), name="translations"),
            path("settings/", self.admin_view(self.settings), name="settings"),
        ]
        return own + [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) not in NOT_OFFERED]

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Django's door; what would make a database stumble does not come so far.

        An address with characters that no text holds is refused (400), a thing that has no number is unknown (404).
        A page of a history is read and never sent (403): its library hides the button, but would save an old state.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            typed = [*kwargs.values(), *(word for name, values in request.GET.lists() for word in (name, *values))]
            if not all(is_printable(word) for word in typed if isinstance(word, str)):
                raise BadRequest("unprintable characters in the address")
            if not NUMBER.fullmatch(kwargs.get("object_id", "0")):
                raise Http404
            if request.method == "POST" and (request.resolver_match.url_name or "").endswith(PAGE_OF_A_HISTORY):
                raise PermissionDenied
            try:
                return guarded(request, *args, **kwargs)
            except (OverflowError, DataError) as error:
                raise BadRequest("a number or a day that no table holds") from error

        return opened

    def has_permission(self, request: HttpRequest) -> bool:
        """Asks `accounts.enter_office`."""
        return request.user.is_active and request.user.has_perm("accounts.enter_office")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign-in is allauth's alone: whoever is signed out goes there, whoever is not of the office is refused."""
        return secure_admin_login(lambda request, extra_context: redirect("admin:index"))(request, extra_context)

    login.login_required = False

    def translations(self, request: HttpRequest) -> HttpResponse:
        """The table of translations."""
        from .translation_table import table  # noqa: PLC0415 – app ready

        return table(request, self.each_context(request))

    def settings(self, request: HttpRequest) -> HttpResponse:
        """The table of the office's settings."""
        from .settings_table import table  # noqa: PLC0415 – app ready

        return table(request, self.each_context(request))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The queue above the tables: what waits for us, for partners, for the chair, each oldest first; and how many
        texts lack a translation.
        """
        from .queries import queue_for  # noqa: PLC0415 – app ready
        from .translation_table import open_translations  # noqa: PLC0415 – app ready

        queue = [
            {"name": holder, "rows": rows, "heading": HEADINGS[holder], "empty": EMPTY[holder]}
            for holder, rows in queue_for(request.user).items()
        ]
        context = {"queue": queue, "open_translations": open_translations(request).count()}
        return super().index(request, {**(extra_context or {}), **context})
