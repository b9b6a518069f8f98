"""Silence procedures: a text that seats are asked about until an hour, and who may see it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.rules import is_secretariat
from apps.common.bilingual import Words, in_language
from apps.common.dates import moment_in
from apps.common.references import new_reference
from apps.common.workflow import Step
from apps.common.zones import CITIES, reader_zone
from apps.partners.models import Network, Partner
from apps.partners.rules import SPEAKING, seats_by_network, seats_of

from ..workflow import ADOPTING, EDITABLE, SHAPES, STOPPED, ProcedureFlow, State
from .standing_in import confirmed_by, who_confirm


class Asked(models.TextChoices):
    """Whom a silence procedure asks."""

    COMMITTEE = "committee", _("the Steering Committee")
    NETWORK = "network", _("all seats of the network")
    CHOSEN = "chosen", _("the partners named below")


class Mark(models.TextChoices):
    """Who may read what was decided."""

    ASKED = "asked", pgettext_lazy("distribution mark", "the seats asked, the committee and the applicant")
    SEATS = "seats", pgettext_lazy("distribution mark", "all focal points")
    PUBLIC = "public", pgettext_lazy("distribution mark", "everybody")


class SilenceProcedureQuerySet(models.QuerySet):
    """Silence procedures by who may see them, and by what the clock does with them."""

    def visible_to(self, user) -> "SilenceProcedureQuerySet":
        """All for the secretariat; once circulated, for the seats asked and for whoever confirms in the chair's place.

        Never for the applicant, who knows the state only (`known_to_applicant`).
        """
        if is_secretariat(user):
            return self
        seen = Q(pk__in=[])
        for network, partners in seats_by_network(user).items():
            seen |= Q(network__code=network, asked_seats__partner__in=partners)
        for applicants in confirmed_by(seats_of(user)).values():
            seen |= applicants
        return self.filter(seen, circulated_at__isnull=False).exclude(applicant__in=seats_of(user)).distinct()

    def known_to_applicant(self, user) -> "SilenceProcedureQuerySet":
        """What was circulated on a request of the reader's own seat: the state only."""
        return self.filter(applicant__in=seats_of(user), circulated_at__isnull=False)

    def running(self) -> "SilenceProcedureQuerySet":
        """Those that were circulated and that nothing has ended."""
        return self.filter(state=State.CIRCULATED)

    def to_be_settled(self, at: datetime.datetime | None = None) -> "SilenceProcedureQuerySet":
        """Those whose hour has come, the earliest first."""
        return self.running().filter(expires_at__lte=at or timezone.now()).order_by("expires_at", "pk")

    def latest_first(self) -> "SilenceProcedureQuerySet":
        """By the moment at which they were circulated; drafts first."""
        return self.order_by(models.F("circulated_at").desc(nulls_first=True), "-pk")


class SilenceProcedure(models.Model):
    """A text in both languages, the seats asked, and the hour at which silence adopts it.

    `applicant` is the seat on whose request it runs: it is not asked and does not confirm. `round` counts how often it
    was circulated; only positions of the present round count.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(
        _("text"), help_text=_("What is adopted, word for word. Plain text; an empty line begins a new paragraph.")
    )
    asked = models.CharField(
        pgettext_lazy("whom a silence procedure asks", "asked"), max_length=10, choices=Asked, default=Asked.COMMITTEE
    )
    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="silence_procedures"
    )
    chosen = models.ManyToManyField(Partner, verbose_name=_("partners"), blank=True, related_name="+")
    applicant = models.ForeignKey(
        Partner,
        verbose_name=_("on the request of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="silence_procedures_on_request",
        help_text=_("This partner is not asked and does not confirm; it reads the state and what is released to it."),
    )
    expires_at = models.DateTimeField(_("positions until"), null=True, blank=True)
    zone = models.CharField(_("time zone of that hour"), max_length=40, default=settings.TIME_ZONE)
    mark = models.CharField(_("the decision is read by"), max_length=10, choices=Mark, default=Mark.ASKED)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    round = models.PositiveSmallIntegerField(_("times circulated"), default=0, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("drafted by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    is_example = models.BooleanField(_("example of the demonstration"), default=False, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    circulated_at = models.DateTimeField(_("circulated"), null=True, editable=False)
    half_told_at = models.DateTimeField(_("reminded at half time"), null=True, editable=False)
    last_told_at = models.DateTimeField(_("reminded before the hour"), null=True, editable=False)
    held_at = models.DateTimeField(_("waits for seats to be reached since"), null=True, editable=False)
    adopted_at = models.DateTimeField(_("adopted"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("broken or suspended"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = SilenceProcedureQuerySet.as_manager()
    flow = ProcedureFlow
    # The seat whose word is being taken: of several for which its person may act, the timeline names this one.
    speaking_id: int | None = None

    class Meta:
        verbose_name = _("silence procedure")
        verbose_name_plural = _("silence procedures")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "expires_at"], name="decisions_procedure_running")]
        constraints = [
            models.CheckConstraint(
                name="decisions_silenceprocedure_state_known",
                condition=Q(state__in=State.values),
                violation_error_message=_("A silence procedure is in one of the states of its workflow."),
            ),
            models.CheckConstraint(
                name="decisions_silenceprocedure_asked_known", condition=Q(asked__in=Asked.values, mark__in=Mark.values)
            ),
            models.CheckConstraint(
                name="decisions_silenceprocedure_circulated_is_dated",
                condition=~Q(state__in=[State.CIRCULATED, *ADOPTING, *STOPPED])
                | Q(circulated_at__isnull=False, expires_at__isnull=False, round__gte=1),
                violation_error_message=_("What was circulated says when, and until when."),
            ),
            models.CheckConstraint(
                name="decisions_silenceprocedure_adopted_is_dated",
                condition=~Q(state__in=ADOPTING) | Q(adopted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decisions_silenceprocedure_confirmed_is_dated",
                condition=Q(state=State.CONFIRMED, confirmed_at__isnull=False)
                | (~Q(state=State.CONFIRMED) & Q(confirmed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title_words) or self.reference

    def get_absolute_url(self) -> str:
        """Its page in the space."""
        return reverse("decisions:procedure", args=[self.reference])

    def address_of_step(self, step: Step) -> str:
        """Where the form of a step is sent."""
        return reverse("decisions:step", args=[self.reference, step.name])

    # Django's own `get_…_display` compare with every choice in turn.
    def get_state_display(self) -> str:
        """The state in the reader's language."""
        return str(State(self.state).label)

    @property
    def state_shape(self) -> str:
        """The shape before the words of the state (components/badge.html)."""
        return SHAPES[self.state]

    @property
    def title_words(self) -> Words:
        """The title as the reader's language has it."""
        return in_language(self, "title")

    @property
    def text_words(self) -> Words:
        """The text as the reader's language has it."""
        return in_language(self, "text")

    @property
    def is_editable(self) -> bool:
        """Whether its words, seats and hour can be changed: before it is circulated, and while the clock stands."""
        return self.state in EDITABLE

    @property
    def is_running(self) -> bool:
        """Whether it was circulated and nothing has ended it, the clock included."""
        return self.state == State.CIRCULATED

    @property
    def is_stopped(self) -> bool:
        """Whether its hour means nothing, for now or for good: broken, suspended or withdrawn."""
        return self.state in (*STOPPED, State.WITHDRAWN)

    @property
    def is_adopted(self) -> bool:
        """Whether the hour came and the silence held; it may still have to be confirmed."""
        return self.state in ADOPTING

    @property
    def is_taking_positions(self) -> bool:
        """Whether a position counts at this second, by the clock of the server."""
        return self.takes_positions_at(timezone.now())

    def takes_positions_at(self, moment: datetime.datetime) -> bool:
        """Whether a position counts that is taken at that moment: before the hour, never at it."""
        return self.is_running and moment < self.expires_at

    @property
    def was_circulated(self) -> bool:
        """Whether seats have been asked at all."""
        return self.circulated_at is not None

    @property
    def until(self) -> str:
        """The hour as whoever reads the page is told it."""
        return self.until_for(reader_zone())

    def until_for(self, zone: str) -> str:
        """The hour with its zone: in the one in which it was set, in Brussels, in the reader's where they differ."""
        if self.expires_at is None:
            return ""
        told = [moment_in(self.zone, self.expires_at)] if self.zone != settings.TIME_ZONE else []
        told.append(moment_in(settings.TIME_ZONE, self.expires_at))
        if zone in CITIES and zone not in (settings.TIME_ZONE, self.zone):
            told.append(moment_in(zone, self.expires_at))
        return " = ".join(told)

    @property
    def circulated_minute(self) -> datetime.datetime:
        """The minute in which it was circulated: people tell by the minute when they heard something."""
        return self.circulated_at.replace(second=0, microsecond=0)

    @property
    def half_time(self) -> datetime.datetime:
        """The moment half-way between its circulation and its hour."""
        return self.circulated_at + (self.expires_at - self.circulated_at) / 2

    @cached_property
    def asked_now(self) -> frozenset[int]:
        """The partners whose seats are asked in the present round, as they were frozen at its start."""
        return frozenset(self.asked_seats.filter(round=self.round).values_list("partner_id", flat=True))

    @cached_property
    def asked_ever(self) -> frozenset[int]:
        """The partners whose seats were asked in any round."""
        return frozenset(self.asked_seats.values_list("partner_id", flat=True))

    @cached_property
    def confirming_partner_id(self) -> int | None:
        """The partner that confirms: the chair, else the outgoing, else the incoming one, never the applicant."""
        return next(who_confirm(self.applicant_id), None)

    def seat_of(self, by) -> int | None:
        """The seat for which the person acts on this procedure; None for the secretariat, and for the clock.

        Where a seat's word is being taken, that seat, also if the secretariat records it.
        """
        if self.speaking_id is not None:
            return self.speaking_id
        if by is None or is_secretariat(by):
            return None
        if self.confirming_partner_id in seats_of(by, SPEAKING):
            return self.confirming_partner_id
        own = seats_by_network(by).get(self.network.code, frozenset())
        return min(self.asked_ever & own, default=None)

    def timeline_for(self, user) -> list:
        """The lines of the timeline that this person may read, in words, the oldest first."""
        lines = self.lines.visible_to(user).select_related("actor", "partner", "procedure__network")
        return [line.in_words_for(user) for line in lines.order_by("at", "pk")]

    def write_line(self, **facts) -> None:
        """Add a line to the timeline; called by the door of the workflow."""
        self.lines.create(round=self.round, **facts)
