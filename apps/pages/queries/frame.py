"""What every page's frame says: the site's short texts, its pages of text, and what it looks like, in one query."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from apps.common.bilingual import Words, among_languages, language_codes
from apps.common.prepared import Prepared

from ..models import Identity, Page, SiteText

TEXT, PAGE = "text", "page"


@dataclass(frozen=True)
class PageLink:
    """A published page of text as the frame links to it."""

    group: str
    position: int
    slug: str
    titles: tuple[tuple[str, str], ...]

    @property
    def title(self) -> Words:
        """Its title in the reader's language."""
        return among_languages(dict(self.titles))

    @property
    def url(self) -> str:
        """Its address in the reader's language."""
        return reverse("pages:page", args=[self.slug])


@dataclass(frozen=True)
class Picture:
    """An emblem or logo that was uploaded, with what it says to those who do not see it."""

    key: str
    alternatives: tuple[tuple[str, str], ...]

    @property
    def alt(self) -> Words:
        """Its words in the reader's language."""
        return among_languages(dict(self.alternatives))

    @property
    def url(self) -> str:
        """Where it is served; another picture has another address."""
        return reverse("picture", args=[self.key])


@Prepared
def _frame(*, now: datetime.datetime) -> QuerySet:
    codes = language_codes()
    texts = SiteText.objects.rewrite(False).exclude(key=SiteText.Key.ABOUT).order_by()
    pages = Page.objects.rewrite(False).published(now).order_by()
    identity, empty = Identity.objects.rewrite(False).order_by(), Value("")
    official = Case(When(is_official=True, then=Value(1)), default=Value(0))
    looks = [
        identity.values_list(Value(name), name, empty, official, *(f"{name}_alt_{code}" for code in codes))
        for name in Identity.PICTURES
    ]
    return texts.values_list(Value(TEXT), "key", empty, Value(0), *(f"body_{code}" for code in codes)).union(
        pages.values_list(Value(PAGE), "slug", "group", "position", *(f"title_{code}" for code in codes)),
        *looks,
        all=True,
    )


def frame_texts() -> dict[str, Any]:
    """The site's short texts by key and language, `pages` (those of text), `is_official`, and uploaded pictures.

    The long text has its own page. A picture that was not uploaded is not there.
    """
    told: dict[str, Any] = {}
    pages = []
    for kind, name, group, number, *texts in _frame(now=timezone.now()):
        words = {code: text or "" for code, text in zip(language_codes(), texts, strict=True)}
        if kind == TEXT:
            told[name] = words
        elif kind == PAGE:
            pages.append(PageLink(group, number, name, tuple(words.items())))
        else:
            told["is_official"] = bool(number)
            if name:
                told[kind] = Picture(name, tuple(words.items()))
    told["pages"] = tuple(sorted(pages, key=lambda page: (page.group, page.position, page.slug)))
    return told
