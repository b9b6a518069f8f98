"""Finds every public page as a visitor would: from the home pages, link by link."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

HREF = re.compile(r'<a\s[^>]*?href="([^"#]+)')
HOMES = ["/en/", "/fr/"]


def links_of(html: str) -> Iterator[str]:
    """Addresses of this portal that the page links to."""
    for found in HREF.findall(html):
        address = unescape(found)
        if address.startswith("/") and not address.startswith("//"):
            yield address


def match_of(address: str) -> ResolverMatch:
    """What the address leads to, read in its own language."""
    path = urlsplit(address).path
    with translation.override(get_language_from_path(path)):
        return resolve(path)


def public_pages(browser: Client | None = None) -> Iterator[tuple[str, HttpResponse]]:
    """Each public page once, with the answer; of addresses that differ in a filter's value only, the first."""
    browser = browser or Client()
    waiting, seen = list(HOMES), set()
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        shape = (parts.path, tuple(sorted(pair.partition("=")[0] for pair in parts.query.split("&"))))
        if shape in seen or not getattr(match_of(address).func, "is_public", False):
            continue
        seen.add(shape)
        response = browser.get(address)
        yield address, response
        if response.headers.get("Content-Type", "").startswith("text/html"):
            waiting += links_of(response.content.decode())
