"""What makes a page public, and the small addresses outside the languages: the way in, the switch, the machines'."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path, get_language_from_request, override
from django.views.decorators.http import require_safe

from .bilingual import language_codes

NOT_STORED = "private, no-store"


def public(view: Any) -> Any:
    """Mark a view, function or class, as the same for everybody: no sign-in, nothing personal, no cookie.

    A subclass that defines its own `dispatch` is private again until it says `@public` itself.
    """
    if isinstance(view, type):
        view.dispatch = public(view.dispatch)
        return view

    @wraps(view)
    def shown_to_all(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    shown_to_all.is_public = True
    return login_not_required(shown_to_all)


def is_public(view: Callable | None) -> bool:
    """Whether the view said `@public`."""
    return getattr(view, "is_public", False)


def for_scripts(view: Callable) -> Callable:
    """Mark a view that a script of a page asks: whoever is signed out is answered 401, in words, not sent elsewhere."""
    view.is_for_scripts = True
    return view


def is_for_scripts(view: Callable | None) -> bool:
    """Whether the view said `@for_scripts`."""
    return getattr(view, "is_for_scripts", False)


def _not_stored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = NOT_STORED
    return response


@public
@require_safe
def way_in(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the visitor's language: by cookie, else by Accept-Language, else English."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return _not_stored(response)


def own_path(address: str) -> str:
    """The address when it is a path of this portal, else the empty string."""
    if not address.startswith("/") or any(ord(letter) < 32 or letter == "\\" for letter in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return ""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


@public
@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """`/language/<code>/?next=<own path>` remembers the language in a cookie and leads to that page in it."""
    if code not in language_codes():
        raise Http404
    there = own_path(request.GET.get("next", ""))
    with override(get_language_from_path(there) or code):
        there = translate_url(there, code) if there else f"/{code}/"
    response = HttpResponseRedirect(there)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return _not_stored(response)


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process answers; asks nothing else."""
    return _not_stored(HttpResponse("ok\n", content_type="text/plain"))


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the database answers too; a fault is 503 by the middleware, without a word on its cause."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return _not_stored(HttpResponse("ready\n", content_type="text/plain"))


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: everything public; the switch only redirects."""
    return HttpResponse("User-agent: *\nDisallow: /language/\n", content_type="text/plain")


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Old browsers ask here; the drawing lies among the static files."""
    return HttpResponseRedirect(static("img/mark.svg"))
