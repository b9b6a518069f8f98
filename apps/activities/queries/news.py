"""News as rows of their list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from apps.common.bilingual import active_language, language_codes
from apps.common.dates import DateBlock, date_block
from apps.common.templatetags.portal import words

from ..models import NewsItem

SHOWN = ("slug", "day", *(f"{name}_{code}" for name in ("title", "summary") for code in language_codes()))


@dataclass(frozen=True)
class NewsRow:
    """What a row says of a news item; `title` and `facts` are safe texts in the reader's language."""

    title: SafeString
    url: str
    block: DateBlock
    facts: SafeString


def news_rows(items: Sequence[NewsItem]) -> tuple[NewsRow, ...]:
    """The rows of news items; without a query."""
    return tuple(_row(active_language(), tuple(item.__dict__[name] for name in SHOWN)) for item in items)


@lru_cache(maxsize=1024)
def _row(language: str, facts: tuple[Any, ...]) -> NewsRow:
    """Remembered by what it says."""
    item = NewsItem(**dict(zip(SHOWN, facts, strict=True)))
    return NewsRow(words(item, "title"), item.get_absolute_url(), date_block(item.day), words(item, "summary"))
