"""The pages that say what went wrong and what to do, in the reader's language, whatever else is broken."""

import logging
import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.html import format_html
from django.utils.translation import get_language_from_path, get_language_from_request, override

from . import context as frame
from .bilingual import language_codes

log = logging.getLogger("portal.errors")
RETRY_SECONDS = 30
WITHOUT_DATABASE = (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
PROGRAM_FAULTS = ("no such table", "no such column", "syntax error", "no such function")


def language_of(request: HttpRequest) -> str:
    """The language of the path, else the one chosen for this request, else cookie and Accept-Language; no database."""
    path_language = get_language_from_path(request.path_info)
    if path_language in language_codes():
        return path_language
    return getattr(request, "LANGUAGE_CODE", None) or get_language_from_request(request)


def is_outage(fault: BaseException | None) -> bool:
    """Whether the database is away, locked or full, which passes; a wrong query is a fault of the program."""
    if not isinstance(fault, OperationalError | InterfaceError):
        return False
    return not any(sign in str(fault) for sign in PROGRAM_FAULTS)


def _page(request: HttpRequest, status: HTTPStatus, **words: Any) -> HttpResponse:
    """The page for that status; a plain one in both languages when even that cannot be drawn."""
    language = language_of(request)
    with override(language):
        response = HttpResponse(_drawn(request, status, words), status=status)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _drawn(request: HttpRequest, status: HTTPStatus, words: dict[str, Any]) -> str:
    template = f"errors/{status.value}.html"
    try:
        if status in WITHOUT_DATABASE:
            return loader.render_to_string(template, {**frame.bare(request), **words})
        return loader.render_to_string(template, words, request)
    except DatabaseError:
        log.exception("the error page %s was drawn without the database", status.value)
        return loader.render_to_string(template, {**frame.bare(request), **words})
    except Exception:
        log.exception("the error page %s could not be drawn", status.value)
        return last_resort(status)


def last_resort(status: HTTPStatus) -> str:
    """A page that needs no template, in English and French, for when the templates themselves are broken."""
    return format_html(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{status}</title>'
        "<p>We are sorry: the portal cannot answer at the moment. Please try again in a few minutes.</p>"
        '<p lang="fr">Nous sommes désolés : le portail ne peut pas répondre pour le moment. '
        "Veuillez réessayer dans quelques minutes.</p></html>",
        status=status.value,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is malformed."""
    return _page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but this is not theirs to do."""
    return _page(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came back without its token, mostly because the page had been open for very long."""
    return _page(request, HTTPStatus.FORBIDDEN, is_stale_form=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing is here, or nothing that this reader may know of; both look the same."""
    return _page(request, HTTPStatus.NOT_FOUND)


def conflict(request: HttpRequest, row: Model) -> HttpResponse:
    """409: somebody was faster; says where the thing stands now, what happened last, and leads back to it.

    Says no more than that it has changed where the reader may no longer see it; its timeline is what they may read.
    """
    rows = getattr(type(row), "objects", None)
    is_seen = not hasattr(rows, "visible_to") or rows.visible_to(request.user).filter(pk=row.pk).exists()
    with override(language_of(request)):
        if not is_seen:
            return _page(request, HTTPStatus.CONFLICT, thing=None, happened=[], url="")
        return _page(
            request,
            HTTPStatus.CONFLICT,
            thing=row,
            state=row.get_state_display(),
            happened=row.timeline_for(request.user)[-1:] if hasattr(row, "timeline_for") else [],
            url=row.get_absolute_url() if hasattr(row, "get_absolute_url") else "",
        )


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent at once than is ever accepted; said before it was read."""
    return _page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, limit=settings.UPLOAD_LIMIT)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: the same was tried too often in a short time."""
    return _page(request, HTTPStatus.TOO_MANY_REQUESTS)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database does not answer; the browser may try again by itself."""
    response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when what broke on the way to the view was the database."""
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
