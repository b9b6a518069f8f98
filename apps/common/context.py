"""What every page's frame needs, gathered without a look at the session or the person: the page may be anybody's."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info, override

from .bilingual import active_language, language_codes
from .registry import furniture as providers

KEEP_SECONDS = 2
LONGEST_QUERY = 2000


@dataclass(frozen=True)
class LanguageLink:
    """The same page in one language: `url` is the page, `remember_url` goes there and writes the language cookie."""

    code: str
    name: str
    url: str
    absolute_url: str
    remember_url: str
    is_active: bool


class FrameTexts:
    """The editable texts of the frame, read by `{% words furniture "funding" %}`; a text nobody wrote is empty.

    Its attributes are named like translated fields: `funding_en`, `funding_fr`. What is not a text in each language
    is an attribute of its own name (`pages`, `is_official`, `emblem`), a value that never changes; empty if absent.
    """

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self._texts = texts

    def __bool__(self) -> bool:
        return any(self._texts.values())

    @cached_property
    def _words(self) -> tuple:
        """Everything they say, by which two of them are the same."""
        told = sorted(self._texts.items(), key=itemgetter(0))
        return tuple((key, tuple(sorted(one.items())) if isinstance(one, Mapping) else one) for key, one in told)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrameTexts) and self._words == other._words

    def __hash__(self) -> int:
        return hash(self._words)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._texts and not isinstance(self._texts[name], Mapping):
            return self._texts[name]
        key, _separator, code = name.rpartition("_")
        return self._texts.get(key, {}).get(code) or ""


class FurnitureStore:
    """The editable texts of the frame, kept in this process for two seconds so that most pages cost no query."""

    def __init__(self) -> None:
        self._texts = FrameTexts({})
        self._until = 0.0

    def read(self) -> FrameTexts:
        """The texts, asked of the rooms that keep them when they are older than two seconds."""
        if time.monotonic() >= self._until:
            texts: dict[str, Any] = {}
            for provider in providers:
                texts.update(provider())
            self._texts, self._until = FrameTexts(texts), time.monotonic() + KEEP_SECONDS
        return self._texts

    def last_known(self) -> FrameTexts:
        """What was read last, for pages that must do without the database."""
        return self._texts

    def forget(self) -> None:
        """Read anew at the next page."""
        self._texts, self._until = FrameTexts({}), 0.0


furniture = FurnitureStore()


class Site:
    """The frame of one page: its languages, addresses and section. `site` in every template."""

    def __init__(self, request: HttpRequest | None) -> None:
        self._request = request

    @property
    def url(self) -> str:
        """The address of the portal, without a slash at its end."""
        return settings.SITE_URL

    @property
    def language(self) -> str:
        """The code of the page's language."""
        return active_language()

    @cached_property
    def _match(self) -> ResolverMatch | None:
        """What the address leads to, or None when it leads nowhere."""
        if self._request is None:
            return None
        if self._request.resolver_match is not None:
            return self._request.resolver_match
        try:
            return resolve(self._request.path_info)
        except Resolver404:
            return None

    @property
    def section(self) -> str:
        """The room that the page belongs to ("activities", "lab" …), for the mark in the navigation; may be empty."""
        return self._match.namespaces[0] if self._match and self._match.namespaces else ""

    @property
    def view_name(self) -> str:
        """The page's name among the addresses ("activities:list"); empty when the address leads nowhere."""
        return self._match.view_name if self._match else ""

    @property
    def preview(self) -> Any:
        """What the office previews here (apps/common/preview.py), or None; visitors never see such a page."""
        return getattr(self._request, "preview", None)

    @property
    def is_public(self) -> bool:
        """Whether the page is the same for everybody; only others may show messages or who is signed in."""
        return self._match is None or getattr(self._match.func, "is_public", False)

    @cached_property
    def switch_links(self) -> list[LanguageLink]:
        """The same page and query in each language, the page's own among them."""
        return [self._link(code) for code in language_codes()]

    @property
    def other_languages(self) -> list[LanguageLink]:
        """The same page in each language but its own: the switch."""
        return [link for link in self.switch_links if not link.is_active]

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Pairs of hreflang and absolute address of a public page; nothing for what search engines may not show."""
        if self._match is None or not self.is_public or not self._is_translated:
            return []
        pairs = [(link.code, link.absolute_url) for link in self.switch_links]
        return [*pairs, ("x-default", pairs[0][1])]

    @property
    def canonical_url(self) -> str:
        """The page's own absolute address."""
        return next(link.absolute_url for link in self.switch_links if link.is_active)

    @cached_property
    def _is_translated(self) -> bool:
        return self._path(language_codes()[0]) != self._path(language_codes()[-1])

    def _link(self, code: str) -> LanguageLink:
        url = self._path(code) + self._query
        return LanguageLink(
            code=code,
            name=get_language_info(code)["name_local"].capitalize(),
            url=url,
            absolute_url=f"{self.url}{url}",
            remember_url=f"/language/{code}/?{urlencode({'next': url})}",
            is_active=code == self.language,
        )

    def _path(self, code: str) -> str:
        """The address of this page in that language; of that language's home page when it leads nowhere."""
        if self._match is None:
            return f"/{code}/"
        with override(code):
            try:
                return reverse(self._match.view_name, args=self._match.args, kwargs=self._match.captured_kwargs)
            except NoReverseMatch:
                return f"/{code}/"

    @property
    def _query(self) -> str:
        """The query as it came, encoded anew; one that is no filter (too long, too many) is dropped."""
        if self._request is None or self._match is None:
            return ""
        try:
            query = self._request.GET.urlencode()
        except SuspiciousOperation:
            return ""
        return f"?{query}" if 0 < len(query) <= LONGEST_QUERY else ""


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site` (worked out when asked), `demo` and `furniture` (read when a template asks for it)."""
    return {"site": Site(request), "demo": settings.DEMO, "furniture": SimpleLazyObject(furniture.read)}


def bare(request: HttpRequest | None) -> dict[str, Any]:
    """The same for pages that must do without database and session (500, 503); no other context processor is asked."""
    return {
        "request": request,
        "site": Site(request),
        "demo": settings.DEMO,
        "furniture": furniture.last_known(),
        "LANGUAGE_CODE": active_language(),
        "LANGUAGES": settings.LANGUAGES,
    }
