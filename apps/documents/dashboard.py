"""The latest documents on the dashboard of the space."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.asking import among_any
from apps.common.bilingual import language_codes
from apps.common.dates import date_block
from apps.common.prepared import PreparedObjects, by_rights
from apps.common.registry import DashboardPanel, DashboardRow
from apps.common.templatetags.portal import words

from .models import Document

SHOWN = 4
TOLD = ("slug", "kind", "issued_on", "precision", "published_at", *(f"title_{code}" for code in language_codes()))


def _latest(user: Any, *, now: datetime.datetime) -> QuerySet:
    seen = Document.objects.visible_to(user, at=now).published(now)
    latest = seen.latest_first().values("pk")[:SHOWN]
    newest = seen.order_by("-published_at", "-pk").values("pk")[:SHOWN]
    return Document.objects.filter(among_any(latest, newest)).only(*TOLD).order_by()


_asked_by = PreparedObjects(_latest, key_of=by_rights)


def latest_documents(user: Any) -> list[DashboardRow]:
    """The documents that this person may read which came last: by the day of their publication here, then by their
    own date; one query.
    """
    found = _asked_by(user, now=timezone.now())
    return [
        DashboardRow(
            title=words(document, "title"),
            url=reverse("space_documents:document", args=[document.slug]),
            at=document.published_at,
            block=date_block(document.issued_on, None, document.precision) if document.issued_on else None,
            facts=document.get_kind_display(),
        )
        for document in sorted(found, key=_lateness, reverse=True)[:SHOWN]
    ]


def _lateness(document: Document) -> tuple:
    return timezone.localdate(document.published_at), document.issued_on or datetime.date.min, document.pk


PANEL = DashboardPanel(
    "components/dashboard_row.html",
    _("Latest documents"),
    latest_documents,
    empty=_("There is no document yet."),
    detail=_("What is published for you stands here, papers of your networks among it."),
    url_name="space_documents:list",
    link=_("All documents"),
    position=DashboardPanel.ASIDE + 10,
)
