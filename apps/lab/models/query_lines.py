"""The timeline of a question to all: its steps, more time, reminders, and which seat sent its answers when."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_secretariat
from apps.common.models import TimelineLine
from apps.common.workflow import Audience, Channel
from apps.partners.models import Partner
from apps.partners.rules import seats_of

from ..workflow import TOLD_OF_QUERIES, QueryFlow
from .asking import Query, queries_seen_by
from .timeline import LineInWords


class QueryLineQuerySet(models.QuerySet):
    """Lines by their readers."""

    def visible_to(self, user) -> "QueryLineQuerySet":
        """Lines for all seats with the query; those for the parties: to the asker, the seat that acted, the office."""
        seats = seats_of(user)
        parties = Q(query__partner__in=seats) | Q(partner__in=seats)
        told = Q(audience__in=[Audience.SEATS, Audience.PUBLIC]) | Q(audience=Audience.PARTIES) & parties
        if is_secretariat(user):
            told |= Q(pk__isnull=False)
        return self.filter(queries_seen_by(user, "query__")).filter(told)


class QueryLine(TimelineLine):
    """A line of the timeline of a query."""

    query = models.ForeignKey(Query, verbose_name=_("question to all"), on_delete=models.PROTECT, related_name="lines")
    partner = models.ForeignKey(
        Partner, verbose_name=_("for"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = QueryLineQuerySet.as_manager()

    class Meta(TimelineLine.Meta):
        verbose_name = _("line of the timeline of a question to all")
        verbose_name_plural = _("lines of the timelines of questions to all")

    def __str__(self) -> str:
        return f"{self.query_id} {self.step} {self.at:%Y-%m-%d %H:%M}"

    @property
    def told(self) -> str:
        """What happened, in the reader's language."""
        step = QueryFlow.step(self.step)
        return step.told if step else TOLD_OF_QUERIES[self.step]

    def in_words_for(self, user: Any) -> LineInWords:
        """What the reader is told: their own seat and the secretariat who it was, others which seat only."""
        is_insider = is_secretariat(user) or self.partner_id in seats_of(user)
        seat = str(self.partner) if self.partner_id else gettext("the secretariat")
        if self.actor_id is None:
            seat = gettext("automatically, at the hour set")
        knows_name = is_insider and self.actor_id is not None
        language = self.actor.language if self.note and self.actor_id else ""
        return LineInWords(
            at=self.at,
            told=str(self.told),
            who=str(self.actor) if knows_name else seat,
            seat=seat if knows_name and self.partner_id else "",
            channel="" if self.channel == Channel.WEB else self.get_channel_display(),
            note=self.note,
            note_lang=language if language != get_language() else "",
            audience=self.get_audience_display() if is_insider else "",
        )
