"""Ask-all: numbered questions of one seat, or of the secretariat, to all seats or some, with their answers."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_secretariat
from apps.common.bilingual import Words, active_language
from apps.common.dates import moment, moment_in
from apps.common.workflow import Step
from apps.documents.models import Document
from apps.partners.models import Partner
from apps.partners.rules import SPEAKING, seats_of

from ..workflow import QUERY_ENDED, QUERY_SHAPES, QueryFlow, QueryState
from .references import new_reference

MOST_QUESTIONS = 10


def queries_seen_by(user, prefix: str = "") -> Q:
    """The condition "this person may see the query", for a queryset that reaches it by `prefix` ("question__query__").

    The asker's own in every state; of what was asked, all seats and the secretariat, who sees what was withdrawn too.
    """

    def which(**conditions) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    seats, in_office = seats_of(user), is_secretariat(user)
    seen = which(partner__in=seats)
    if seats or in_office:
        seen |= ~which(state__in=[QueryState.DRAFT, QueryState.WITHDRAWN])
    if in_office:
        seen |= which(partner__isnull=True) | which(state=QueryState.WITHDRAWN, opened_at__isnull=False)
    return seen


def is_over(prefix: str = "", at: datetime.datetime | None = None) -> Q:
    """That no answer is taken any more at that moment (default: now): closed, or its hour has come."""
    return Q(**{f"{prefix}state__in": QUERY_ENDED}) | Q(**{f"{prefix}due_at__lte": at or timezone.now()})


class QueryQuerySet(models.QuerySet):
    """Queries by who may see them."""

    def visible_to(self, user) -> "QueryQuerySet":
        """The asker's own in every state; of what was asked, all seats and the secretariat."""
        return self.filter(queries_seen_by(user))

    def known_as_withdrawn_to(self, user) -> "QueryQuerySet":
        """Withdrawn queries of which this person may know that one word, because they had been asked."""
        if not seats_of(user):
            return self.none()
        return self.filter(opened_at__isnull=False, state=QueryState.WITHDRAWN)

    def to_be_closed(self, at: datetime.datetime | None = None) -> "QueryQuerySet":
        """Those that still take answers though their hour has come, the earliest first."""
        return self.running().filter(due_at__lte=at or timezone.now()).order_by("due_at", "pk")

    def running(self) -> "QueryQuerySet":
        """Those that take answers."""
        return self.filter(state=QueryState.RUNNING)

    def latest_first(self) -> "QueryQuerySet":
        """By the moment at which they were asked; drafts first."""
        return self.order_by(models.F("opened_at").desc(nulls_first=True), "-pk")


class Query(models.Model):
    """Up to ten numbered questions to all seats or to some, until a moment; `partner` is None where the office asks."""

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="queries_asked",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)
    is_to_all = models.BooleanField(_("to all seats"), default=True)
    addressees = models.ManyToManyField(Partner, verbose_name=_("to these seats"), blank=True, related_name="+")
    due_at = models.DateTimeField(_("answers until"), null=True, blank=True)
    zone = models.CharField(_("time zone of that hour"), max_length=40, default=settings.TIME_ZONE)
    reminded_at = models.DateTimeField(_("those who had not answered were reminded"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=QueryState, default=QueryState.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)
    is_example = models.BooleanField(_("example of the demonstration"), default=False, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    opened_at = models.DateTimeField(_("asked"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    compiled_at = models.DateTimeField(_("compiled"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    compilation = models.ForeignKey(
        Document,
        verbose_name=_("compilation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = QueryQuerySet.as_manager()
    flow = QueryFlow

    class Meta:
        verbose_name = _("question to all")
        verbose_name_plural = _("questions to all")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="lab_query_running")]
        constraints = [
            models.CheckConstraint(
                name="lab_query_known_state",
                condition=Q(state__in=QueryState.values),
                violation_error_message=_("A question to all is in one of the states of its workflow."),
            ),
            models.CheckConstraint(
                name="lab_query_asked_is_dated",
                condition=~Q(state__in=[QueryState.RUNNING, QueryState.CLOSED, QueryState.COMPILED])
                | Q(opened_at__isnull=False, due_at__isnull=False),
                violation_error_message=_("What was asked says when, and until when."),
            ),
            models.UniqueConstraint(
                name="lab_query_once_per_form",
                fields=["author", "form_key"],
                violation_error_message=_("This form has been sent already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.reference

    def get_absolute_url(self) -> str:
        """Its page in the space."""
        return reverse("ask:query", args=[self.reference])

    def address_of_step(self, step: Step) -> str:
        """Where the form of a step is sent."""
        return reverse("ask:step", args=[self.reference, step.name])

    @property
    def state_shape(self) -> str:
        """The shape before the words of the state (components/badge.html)."""
        return QUERY_SHAPES[self.state]

    # Django's own `get_…_display` compare with every choice in turn.
    def get_state_display(self) -> str:
        """The state in the reader's language."""
        return str(QueryState(self.state).label)

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == QueryState.DRAFT

    @property
    def is_running(self) -> bool:
        """Whether it was asked and nobody has closed it yet, the clock included."""
        return self.state == QueryState.RUNNING

    @property
    def is_taking_answers(self) -> bool:
        """Whether an answer counts now: asked, and its hour has not come."""
        return self.state == QueryState.RUNNING and timezone.now() < self.due_at

    @property
    def is_over(self) -> bool:
        """Whether its answers stand for good; the same answer as `is_over()` for lists."""
        return self.state in QUERY_ENDED or (self.state == QueryState.RUNNING and timezone.now() >= self.due_at)

    @property
    def is_ended(self) -> bool:
        """Whether it was closed, by the clock or by its asker; then its answers can be compiled."""
        return self.state in QUERY_ENDED

    @property
    def until(self) -> str:
        """Until when answers are taken: in the zone in which it was set, and in the portal's own where that differs."""
        if self.due_at is None:
            return ""
        here = moment(self.due_at)
        return here if self.zone == settings.TIME_ZONE else f"{moment_in(self.zone, self.due_at)} = {here}"

    @property
    def asker(self) -> str:
        """Who asks, in the reader's language."""
        return str(self.partner) if self.partner_id else gettext("The secretariat")

    @property
    def title_words(self) -> Words:
        """Its title, which exists in the language of writing only."""
        return self.in_its_language(self.title)

    @property
    def introduction_words(self) -> Words:
        """Its introduction, which exists in the language of writing only."""
        return self.in_its_language(self.introduction)

    def in_its_language(self, text: str) -> Words:
        """A text of the query, which exists in the language of writing only."""
        return Words(text, self.language, is_fallback=self.language != active_language())

    @cached_property
    def numbered(self) -> list["Question"]:
        """Its questions in their order."""
        return list(self.questions.all())

    def seat_of(self, by) -> int | None:
        """The seat for which the person acts on this query; None for the secretariat, and for the clock."""
        return self.partner_id if by is not None and self.partner_id in seats_of(by, SPEAKING) else None

    def timeline_for(self, user) -> list:
        """The lines of the timeline that this person may read, in words, the oldest first."""
        lines = self.lines.visible_to(user).select_related("actor", "partner", "query__partner").order_by("at", "pk")
        return [line.in_words_for(user) for line in lines]

    def write_line(self, **facts) -> None:
        """Add a line to the timeline; called by the door of the workflow."""
        self.lines.create(**facts)


class Question(models.Model):
    """One numbered question; `choices` holds a choice a line."""

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("kind of question", "text")
        CHOICE = "choice", pgettext_lazy("kind of question", "choice")
        NUMBER = "number", pgettext_lazy("kind of question", "number")
        DATE = "date", pgettext_lazy("kind of question", "date")

    # A question is nothing without its query; only drafts lose one.
    query = models.ForeignKey(
        Query, verbose_name=_("question to all"), on_delete=models.CASCADE, related_name="questions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind, default=Kind.TEXT)
    text = models.TextField(_("question"))
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line."))

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["query", "number"]
        constraints = [
            models.UniqueConstraint(name="lab_question_numbered_once", fields=["query", "number"]),
            models.CheckConstraint(
                name="lab_question_known_kind", condition=Q(kind__in=["text", "choice", "number", "date"])
            ),
            models.CheckConstraint(
                name="lab_question_one_of_ten", condition=Q(number__gte=1, number__lte=MOST_QUESTIONS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def offered(self) -> list[str]:
        """The choices, each once, in their order."""
        return list(dict.fromkeys(line.strip() for line in self.choices.splitlines() if line.strip()))


def default_due(now: datetime.datetime | None = None) -> datetime.datetime:
    """Three weeks from now, at 18:00 in Brussels."""
    day = timezone.localdate(now) + datetime.timedelta(weeks=3)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(18)))
