"""Makes pages small for slow lines, also where no web server stands before the portal that would do so."""

import re
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from .views import is_public

SMALLEST = 500
BROTLI_QUALITY = 5
RANDOM_BYTES = 100
TEXT = re.compile(r"text/|application/(json|xml|atom\+xml)|image/svg")
REFUSED = re.compile(r";\s*q=0(\.0*)?$")


def accepted(header: str) -> set[str]:
    """The encodings that a browser accepts, by what it says in Accept-Encoding."""
    parts = [part.strip().lower() for part in header.split(",")]
    return {part.split(";")[0].strip() for part in parts if not REFUSED.search(part)}


class CompressionMiddleware:
    """Compresses text that is not compressed yet: public pages with brotli where accepted, all others with gzip.

    What depends on the person may carry something secret beside something that somebody else made it repeat; there
    gzip hides the length behind random bytes (BREACH). Files on their way are left alone.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not self._is_worth_it(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        encodings = accepted(request.headers.get("Accept-Encoding", ""))
        view = request.resolver_match.func if request.resolver_match else None
        if "br" in encodings and is_public(view):
            return self._replace(response, brotli.compress(response.content, quality=BROTLI_QUALITY), "br")
        if "gzip" in encodings:
            return self._replace(response, compress_string(response.content, max_random_bytes=RANDOM_BYTES), "gzip")
        return response

    @staticmethod
    def _is_worth_it(response: HttpResponse) -> bool:
        if response.streaming or response.has_header("Content-Encoding"):
            return False
        return len(response.content) >= SMALLEST and bool(TEXT.match(response.headers.get("Content-Type", "")))

    @staticmethod
    def _replace(response: HttpResponse, content: bytes, encoding: str) -> HttpResponse:
        """The response with the compressed content; its ETag becomes weak, as other bytes now say the same."""
        response.content = content
        response.headers["Content-Length"] = str(len(content))
        response.headers["Content-Encoding"] = encoding
        etag = response.headers.get("ETag", "")
        if etag.startswith('"'):
            response.headers["ETag"] = f"W/{etag}"
        return response
