"""The panels of the home page: the latest documents, the latest news, the topics, each in one query."""

import datetime
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from apps.activities.models import NewsItem
from apps.activities.queries import NewsRow, news_rows
from apps.common.bilingual import active_language
from apps.common.prepared import Prepared
from apps.documents.models import Document
from apps.documents.queries import DocumentRow
from apps.documents.queries.rows import SHOWN, row_of
from apps.framework.queries import TopicRow, topic_rows

DOCUMENTS_ON_HOME = 4
NEWS_ON_HOME = 3


@Prepared
def _documents(*, now: datetime.datetime) -> QuerySet:
    latest = Document.objects.public(now).latest_first().values("pk")[:DOCUMENTS_ON_HOME]
    shown = Document.objects.rewrite(False).filter(pk__in=latest).latest_first()
    return shown.values_list("pk", "files__language", *SHOWN)


def latest_documents(home: Any = None, user: Any = None) -> tuple[DocumentRow, ...]:
    """The latest documents that visitors may read, in the active language."""
    facts: dict[int, list[Any]] = {}
    languages: dict[int, list[str]] = defaultdict(list)
    for pk, language, *shown in _documents(now=timezone.now()):
        facts[pk] = shown
        languages[pk].append(language)
    return tuple(row_of(shown, languages[pk]) for pk, shown in facts.items())


def latest_news(home: Any = None, user: Any = None) -> tuple[NewsRow, ...]:
    """The latest published news, in the active language."""
    return news_rows(list(NewsItem.objects.published().latest_first().defer("body", "source")[:NEWS_ON_HOME]))


def all_topics(home: Any = None, user: Any = None) -> tuple[TopicRow, ...]:
    """The published topics, in the active language."""
    return topic_rows(active_language())
