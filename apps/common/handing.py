"""How a private file reaches the reader whom a view has let in: by us, by the web server, or by the storage itself."""

import logging
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

log = logging.getLogger("portal.files")
SIGNED_SECONDS = 300
DOWNLOAD_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
}
BY_PORTAL, BY_WEB_SERVER, BY_STORAGE = "portal", "x-accel:", "signed-url"


def hand_over(key: str, name: str, content_type: str) -> HttpResponseBase:
    """The private file under `key` as a download called `name`; the setting PRIVATE_FILES says who sends the bytes.

    "portal": this process. "x-accel:/protected/": the web server, told by `X-Accel-Redirect` where it lies, under that
    internal address. "signed-url": the storage, by an address that it signs for five minutes and this one file.
    Raises Http404, and tells the log, where the storage has no such file.
    """
    way = settings.PRIVATE_FILES
    if way == BY_PORTAL:
        return _by_portal(key, name, content_type)
    if way == BY_STORAGE:
        return _checked(key, lambda: _by_storage(key, name, content_type))
    if way.startswith(BY_WEB_SERVER):
        return _checked(key, lambda: _by_web_server(key, name, content_type, way.removeprefix(BY_WEB_SERVER)))
    raise ImproperlyConfigured("PRIVATE_FILES is portal, signed-url or x-accel:/an/internal/address/")


def report_missing(key: str) -> None:
    """Tell the log of a file that is gone from the storage."""
    log.error("a private file is missing in the storage: %s", key)


def missing(key: str) -> Http404:
    """What to raise for a file that is gone from the storage; the log is told."""
    report_missing(key)
    return Http404(gettext("The file is missing."))


def _checked(key: str, hand: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if not storages["private"].exists(key):
        raise missing(key)
    return hand()


def _by_portal(key: str, name: str, content_type: str) -> FileResponse:
    try:
        content = storages["private"].open(key, "rb")
    except FileNotFoundError as absent:
        raise missing(key) from absent
    return FileResponse(content, as_attachment=True, filename=name, content_type=content_type, headers=DOWNLOAD_HEADERS)


def _by_web_server(key: str, name: str, content_type: str, place: str) -> HttpResponse:
    headers = {
        **DOWNLOAD_HEADERS,
        "Content-Disposition": content_disposition_header(True, name),
        "X-Accel-Redirect": f"{place.rstrip('/')}/{quote(key)}",
    }
    return HttpResponse(content_type=content_type, headers=headers)


def _by_storage(key: str, name: str, content_type: str) -> HttpResponseRedirect:
    """The parameters are those of S3, which signs them too: the answer is a download whoever follows the address."""
    told = {
        "ResponseContentDisposition": content_disposition_header(True, name),
        "ResponseContentType": content_type,
        "ResponseCacheControl": DOWNLOAD_HEADERS["Cache-Control"],
    }
    address = storages["private"].url(key, parameters=told, expire=SIGNED_SECONDS)
    return HttpResponseRedirect(address, headers={**DOWNLOAD_HEADERS, "Referrer-Policy": "no-referrer"})
