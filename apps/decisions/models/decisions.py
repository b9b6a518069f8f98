"""What was decided: numbered once, without gaps, and kept in a register."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_secretariat
from apps.common.bilingual import Words, in_language
from apps.common.references import new_reference
from apps.common.workflow import Channel
from apps.partners.models import Partner
from apps.partners.networks import NFP
from apps.partners.rules import committee_seats_of, seats_by_network, seats_of

from .positions import Position
from .procedures import Asked, Mark, SilenceProcedure


class DecisionQuerySet(models.QuerySet):
    """Decisions by who may read them."""

    def public(self) -> "DecisionQuerySet":
        """What everybody may read."""
        return self.filter(mark=Mark.PUBLIC)

    def visible_to(self, user) -> "DecisionQuerySet":
        """All for the secretariat; public ones for everybody; for a seat what was asked of it, applied for by it, or is
        marked for all focal points; for the committee of today what the committee decided.
        """
        if is_secretariat(user):
            return self
        seen, seats = Q(mark=Mark.PUBLIC), seats_of(user)
        if seats:
            seen |= Q(mark=Mark.SEATS) | Q(procedure__applicant__in=seats) | Q(confirmed_for__in=seats)
        if committee_seats_of(user):
            seen |= Q(procedure__asked=Asked.COMMITTEE)
        for network, partners in seats_by_network(user).items():
            asked = SilenceProcedure.objects.filter(network__code=network, asked_seats__partner__in=partners)
            seen |= Q(procedure__in=asked.values("pk"))
        return self.filter(seen)

    def latest_first(self) -> "DecisionQuerySet":
        """By the moment of their confirmation."""
        return self.order_by("-confirmed_at", "-pk")


class DecisionCounter(models.Model):
    """The last number given for a body in a year; its row is locked while the next one is given."""

    body = models.CharField(max_length=50)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of decisions")
        verbose_name_plural = _("counters of decisions")
        constraints = [models.UniqueConstraint(name="decisions_decisioncounter_once", fields=["body", "year"])]

    def __str__(self) -> str:
        return f"{self.body} {self.year}: {self.last}"


class Decision(models.Model):
    """What a silence procedure adopted, with its number, as it stood when it was confirmed."""

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    procedure = models.OneToOneField(
        SilenceProcedure, verbose_name=_("silence procedure"), on_delete=models.PROTECT, related_name="decision"
    )
    body = models.CharField(_("body"), max_length=50)
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number within the year"))
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("text"))
    mark = models.CharField(_("read by"), max_length=10, choices=Mark, default=Mark.ASKED)
    adopted_at = models.DateTimeField(_("adopted"))
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("confirmed by"), on_delete=models.PROTECT, related_name="+"
    )
    confirmed_for = models.ForeignKey(
        Partner, verbose_name=_("confirmed for"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    channel = models.CharField(_("by which way"), max_length=12, choices=Channel, default=Channel.WEB)
    instruction = models.TextField(_("instruction of the chair"), blank=True)
    proof_key = models.CharField(_("key of the proof in the storage"), max_length=120, blank=True, editable=False)
    proof_name = models.CharField(_("proof of the instruction"), max_length=200, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-confirmed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="decisions_decision_numbered_once", fields=["body", "year", "sequence"]),
            models.CheckConstraint(
                name="decisions_decision_known", condition=Q(mark__in=Mark.values, channel__in=Channel.values)
            ),
            models.CheckConstraint(
                name="decisions_decision_instruction_has_proof",
                condition=Q(channel=Channel.WEB) | (Q(proof_key__gt="") & Q(instruction__gt="")),
                violation_error_message=_("A confirmation on the chair’s instruction says which, and carries a proof."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title_words}"

    def get_absolute_url(self) -> str:
        """Its page in the space, where the reader is asked who they are; a public one has a public page."""
        if self.is_public:
            return reverse("register:decision", args=[self.body.lower(), self.year, self.sequence])
        return reverse("decisions:decision", args=[self.reference])

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.mark == Mark.PUBLIC

    @property
    def number(self) -> str:
        """RP/SC/2026/07."""
        return f"RP/{self.body}/{self.year}/{self.sequence:02}"

    @property
    def title_words(self) -> Words:
        """The title as the reader's language has it."""
        return in_language(self, "title")

    @property
    def text_words(self) -> Words:
        """The text as the reader's language has it."""
        return in_language(self, "text")

    @property
    def statements(self) -> models.QuerySet:
        """The statements that seats attached to what was adopted, by seat."""
        counting = Position.objects.counting().filter(procedure=self.procedure_id, round=models.F("procedure__round"))
        return counting.filter(is_statement=True).select_related("partner").order_by("partner__code", "pk")


def body_of(procedure: SilenceProcedure) -> str:
    """The letters under which the decisions of those asked are numbered: SC, FP, a network's code, PP for partners."""
    if procedure.asked == Asked.COMMITTEE:
        return "SC"
    if procedure.asked == Asked.CHOSEN:
        return "PP"
    return "FP" if procedure.network.code == NFP else procedure.network.code.upper()
