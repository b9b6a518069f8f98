"""What holds for every answer: faults become pages, pages are private unless public, the office speaks its language."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import activate, get_language_from_path, gettext

from . import errors
from .bilingual import language_codes
from .moved import Moved, leading_there
from .pdf import NotSet
from .views import NOT_STORED, is_for_scripts, is_public
from .workflow import StepNotOpen

log = logging.getLogger("portal.requests")
SHORTEST_SESSION_KEY = 8
UTF_8 = ("utf-8", "utf8", "us-ascii")
PUBLIC = "public, max-age=0, must-revalidate"


class FaultMiddleware:
    """Turns exceptions of views into answers: a step that is no longer open (409), a database that is away or a
    paper that cannot be set (503), a page whose address was changed (301).

    What breaks outside the view, such as loading the session, reaches `errors.server_error`, which tells them apart.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to the exception, or None to let Django go on."""
        if isinstance(exception, StepNotOpen):
            return errors.conflict(request, exception.row)
        if isinstance(exception, Moved):
            return leading_there(request, exception)
        if isinstance(exception, NotSet):
            log.error("a paper could not be set as PDF", exc_info=exception)
            return errors.unavailable(request)
        if errors.is_outage(exception):
            log.error("the database does not answer", exc_info=exception)
            return errors.unavailable(request)
        return None


class RequestLimitMiddleware:
    """Answers a request that announces more than is ever accepted, or another writing than UTF-8, before it is read.

    Our forms are sent in UTF-8 by every browser; other writings hold characters that no page can show again.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit() and int(announced[:18]) > settings.REQUEST_LIMIT:
            return errors.too_large(request)
        if request.content_params.get("charset", "utf-8").strip().lower() not in UTF_8:
            return errors.bad_request(request)
        return self.get_response(request)


class PrivateByDefaultMiddleware:
    """Only a view that said `@public` may be kept by caches and search engines, and only if its answer is anybody's.

    A public answer that varies on the cookie or sets one is kept private, and reported: the page is built wrongly.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self._forget_malformed_session(request)
        response = self.get_response(request)
        if self._is_for_everybody(request, response):
            return self._for_everybody(request, response)
        response.headers.setdefault("Cache-Control", NOT_STORED)
        if "no-store" not in response.headers["Cache-Control"]:
            response.headers["Cache-Control"] = NOT_STORED
        if not is_public(self._view_of(request)):
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    @staticmethod
    def _forget_malformed_session(request: HttpRequest) -> None:
        """A session cookie that cannot be one would be deleted by every answer, public pages included."""
        if len(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")) < SHORTEST_SESSION_KEY:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)

    @staticmethod
    def _view_of(request: HttpRequest) -> Any:
        return request.resolver_match.func if request.resolver_match else None

    def _is_for_everybody(self, request: HttpRequest, response: HttpResponse) -> bool:
        if not is_public(self._view_of(request)) or response.status_code >= 400:
            return False
        if "no-store" in response.headers.get("Cache-Control", ""):
            return False
        is_personal = bool(response.cookies) or "cookie" in response.headers.get("Vary", "").lower()
        if is_personal:
            log.error("the public page %s touched the session or set a cookie", request.resolver_match.view_name)
        return not is_personal

    @staticmethod
    def _for_everybody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Cache-Control", PUBLIC)
        if request.method not in ("GET", "HEAD") or response.streaming or response.status_code != 200:
            return response
        set_response_etag(response)
        return get_conditional_response(request, etag=response.headers.get("ETag"), response=response)


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's door for who is signed in; it asks who that is only where the view needs to know."""

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        """To the sign-in page, unless the view is open to all or the person is signed in."""
        if not getattr(view, "login_required", True):
            return None
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        """To the sign-in page; a script is told instead, because what it sent still stands in its page."""
        if is_for_scripts(view_func):
            return JsonResponse({"told": gettext("You are signed out. Please sign in again.")}, status=401)
        return super().handle_no_permission(request, view_func)


class OfficeLanguageMiddleware:
    """In the office, whose addresses carry no language, the signed-in person's own one is spoken."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> None:
        """Activate it, but on public pages and under a language's own prefix."""
        if is_public(view) or get_language_from_path(request.path_info):
            return
        language = getattr(request.user, "language", "")
        if language in language_codes():
            activate(language)
            request.LANGUAGE_CODE = language
