"""What seats answer to a question to all: one sheet a seat, an answer a question, each marked for whom it is."""

import datetime
import decimal

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.rules import is_secretariat
from apps.common.bilingual import Words, active_language
from apps.common.dates import day
from apps.common.typography import grouped
from apps.partners.models import Partner
from apps.partners.rules import seats_of

from .asking import Query, Question, is_over, queries_seen_by


class AnswerSheetQuerySet(models.QuerySet):
    """Sheets by who may know of them."""

    def sent(self) -> "AnswerSheetQuerySet":
        """Those that count: sent by their seat."""
        return self.filter(sent_at__isnull=False)

    def visible_to(self, user) -> "AnswerSheetQuerySet":
        """A seat's own, sent or not; what was sent, to the asker and the secretariat, who know who did."""
        seats = seats_of(user)
        seen = Q(partner__in=seats) | Q(query__partner__in=seats, sent_at__isnull=False)
        if is_secretariat(user):
            seen |= Q(sent_at__isnull=False)
        return self.filter(queries_seen_by(user, "query__")).filter(seen)


class AnswerSheet(models.Model):
    """The answers of one seat to one query: a draft of the seat until it is sent; changed until the hour."""

    query = models.ForeignKey(Query, verbose_name=_("question to all"), on_delete=models.PROTECT, related_name="sheets")
    partner = models.ForeignKey(Partner, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)

    objects = AnswerSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers of a seat")
        verbose_name_plural = _("answers of seats")
        ordering = ["query", "partner"]
        constraints = [
            models.UniqueConstraint(
                name="lab_answersheet_once_a_seat",
                fields=["query", "partner"],
                violation_error_message=_("This seat has begun to answer already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.query} · {self.partner}"

    def get_absolute_url(self) -> str:
        """The page of the query, where the answers are read."""
        return self.query.get_absolute_url()

    def address_to_write(self) -> str:
        """Where the seat writes its answers."""
        return reverse("ask:answer", args=[self.query.reference, self.partner.code.lower()])

    @property
    def is_sent(self) -> bool:
        """Whether it counts."""
        return self.sent_at is not None


class AnswerQuerySet(models.QuerySet):
    """Answers by who may read them."""

    def sent(self) -> "AnswerQuerySet":
        """Those that count: of sheets that were sent."""
        return self.filter(sheet__sent_at__isnull=False)

    def for_all(self) -> "AnswerQuerySet":
        """Those that were given to all focal points."""
        return self.sent().filter(audience=Answer.Audience.ALL)

    def visible_to(self, user) -> "AnswerQuerySet":
        """A seat's own; what was sent, to the asker and the secretariat; of that what is for all focal points, to
        those whose seat has sent its answers too, and to all once no answer is taken any more.
        """
        seats = seats_of(user)
        answered = AnswerSheet.objects.sent().filter(query=OuterRef("question__query"), partner__in=seats)
        seen = is_over("question__query__") | Exists(answered)
        told = Q(audience=Answer.Audience.ALL) & seen | Q(question__query__partner__in=seats)
        if is_secretariat(user):
            told |= Q(pk__isnull=False)
        readable = self.filter(queries_seen_by(user, "question__query__"))
        return readable.filter(Q(partner__in=seats) | Q(sheet__sent_at__isnull=False) & told)


class Answer(models.Model):
    """What one seat says to one question, and for whom it says it."""

    class Audience(models.TextChoices):
        ALL = "all", pgettext_lazy("audience of an answer", "all focal points")
        ASKER = "asker", pgettext_lazy("audience of an answer", "the asker and the secretariat only")

    sheet = models.ForeignKey(
        AnswerSheet, verbose_name=_("answers of a seat"), on_delete=models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(Question, verbose_name=_("question"), on_delete=models.PROTECT, related_name="answers")
    partner = models.ForeignKey(Partner, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(_("for"), max_length=8, choices=Audience, default=Audience.ALL)
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    text = models.TextField(_("answer"), blank=True)
    number = models.DecimalField(
        pgettext_lazy("amount", "number"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    day = models.DateField(_("date"), null=True, blank=True)
    is_example = models.BooleanField(_("example of the demonstration"), default=False, editable=False)
    at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = pgettext_lazy("given to questions", "answers")
        ordering = ["question", "partner"]
        constraints = [
            models.UniqueConstraint(name="lab_answer_once_a_seat", fields=["question", "partner"]),
            models.CheckConstraint(name="lab_answer_known_audience", condition=Q(audience__in=["all", "asker"])),
            models.CheckConstraint(
                name="lab_answer_says_something",
                condition=Q(text__gt="") | Q(number__isnull=False) | Q(day__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.partner_id}"

    @property
    def value(self) -> str | decimal.Decimal | datetime.date:
        """What was answered, as the kind of the question has it."""
        if self.day is not None:
            return self.day
        return self.number if self.number is not None else self.text

    @property
    def words(self) -> Words:
        """The answer to be read; a text exists in the language of writing only, a choice in that of the question."""
        if self.day is not None:
            return Words(day(self.day), active_language())
        if self.number is not None:
            return Words(in_figures(self.number), active_language())
        return Words(self.text, self.language, is_fallback=self.language != active_language())

    @property
    def is_for_asker(self) -> bool:
        """Whether it was given to the asker and the secretariat only."""
        return self.audience == self.Audience.ASKER


def in_figures(number: decimal.Decimal) -> str:
    """1,250.5; 1 250,5: without zeros at the end."""
    return grouped(number, decimals=len(f"{number:f}".partition(".")[2].rstrip("0")))
