"""What seats say in a silence procedure: each word is kept, the latest of a seat counts until the hour."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import Words, active_language
from apps.common.references import new_reference
from apps.common.workflow import Channel
from apps.partners.models import Partner

from ..workflow import BREAKING, POSITION_SHAPES, WORDED, PositionKind
from .procedures import SilenceProcedure

# So long a seat may say that what the secretariat recorded for it is not correct.
CORRECTED_WITHIN = datetime.timedelta(days=5)


class PositionQuerySet(models.QuerySet):
    """Positions by who may read them, and by whether they count."""

    def visible_to(self, user) -> "PositionQuerySet":
        """Those of procedures that this person may see; to the applicant what was released to it."""
        released = SilenceProcedure.objects.known_to_applicant(user)
        seen = Q(procedure__in=SilenceProcedure.objects.visible_to(user).values("pk"))
        return self.filter(seen | Q(procedure__in=released.values("pk"), released_at__isnull=False))

    def counting(self) -> "PositionQuerySet":
        """The latest of each seat in each round, without those that were recorded by mistake."""
        return self.filter(replaced_at__isnull=True)

    def in_doubt(self) -> "PositionQuerySet":
        """Recorded by the secretariat, called not correct by the seat, and not looked into yet."""
        return self.filter(disputed_at__isnull=False, settled_at__isnull=True)


class Position(models.Model):
    """A seat's word. `person` said or recorded it; what the secretariat records names who said it, when, with a proof.

    `is_statement`: the seat wants its words attached to what is adopted. `released_at`: the chair released them to the
    applicant. `disputed_at`: the seat says that what was recorded for it is not correct.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    procedure = models.ForeignKey(
        SilenceProcedure, verbose_name=_("silence procedure"), on_delete=models.PROTECT, related_name="positions"
    )
    round = models.PositiveSmallIntegerField(_("round"))
    partner = models.ForeignKey(
        Partner, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="silence_positions"
    )
    kind = models.CharField(_("position"), max_length=12, choices=PositionKind)
    text = models.TextField(_("words"), blank=True)
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES)
    is_statement = models.BooleanField(_("statement attached to what is adopted"), default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.WEB)
    said_by = models.CharField(_("said by"), max_length=200, blank=True)
    said_at = models.DateTimeField(_("said"), default=timezone.now)
    at = models.DateTimeField(_("received by the portal"), default=timezone.now)
    proof_key = models.CharField(_("key of the proof in the storage"), max_length=120, blank=True, editable=False)
    proof_name = models.CharField(_("proof"), max_length=200, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    released_at = models.DateTimeField(_("released to the applicant"), null=True, blank=True)
    disputed_at = models.DateTimeField(_("called not correct"), null=True, blank=True)
    dispute = models.TextField(_("what is not correct"), blank=True)
    settled_at = models.DateTimeField(_("looked into"), null=True, blank=True)
    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="decisions_position_one_counts",
                fields=["procedure", "round", "partner"],
                condition=Q(replaced_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="decisions_position_once_per_form",
                fields=["person", "form_key"],
                violation_error_message=_("This form has been sent already."),
            ),
            models.CheckConstraint(
                name="decisions_position_known",
                condition=Q(kind__in=PositionKind.values, channel__in=Channel.values),
            ),
            models.CheckConstraint(
                name="decisions_position_says_why",
                condition=~Q(kind__in=WORDED) | Q(text__gt=""),
                violation_error_message=_("Please say why: an objection, an amendment or a comment needs words."),
            ),
            models.CheckConstraint(
                name="decisions_position_recorded_has_proof",
                condition=Q(channel=Channel.WEB) | (Q(proof_key__gt="") & Q(said_by__gt="")),
                violation_error_message=_("What is recorded for a seat names who said it, and carries a proof."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Its place on the page of the procedure."""
        return f"{self.procedure.get_absolute_url()}#position-{self.reference}"

    # Django's own `get_…_display` compare with every choice in turn.
    def get_kind_display(self) -> str:
        """The position in the reader's language."""
        return str(PositionKind(self.kind).label)

    @property
    def proof_address(self) -> str:
        """Where the proof is handed out."""
        return reverse("decisions:proof", args=[self.procedure.reference, self.reference])

    @property
    def shape(self) -> str:
        """The shape before its words (components/badge.html)."""
        return POSITION_SHAPES[self.kind]

    @property
    def breaks(self) -> bool:
        """Whether it breaks the silence."""
        return self.kind in BREAKING

    @property
    def is_counting(self) -> bool:
        """Whether it is the seat's latest word of its round."""
        return self.replaced_at is None

    @property
    def is_recorded(self) -> bool:
        """Whether the secretariat recorded it for the seat."""
        return self.channel != Channel.WEB

    @property
    def is_in_doubt(self) -> bool:
        """Whether the seat called it not correct and nobody has looked into it."""
        return self.disputed_at is not None and self.settled_at is None

    @property
    def correct_until(self) -> datetime.datetime:
        """Until when the seat may say that it is not correct."""
        return self.at + CORRECTED_WITHIN

    @property
    def may_be_corrected(self) -> bool:
        """Whether it was recorded for the seat, a few days ago at most, and nobody has called it not correct."""
        return self.is_recorded and self.disputed_at is None and timezone.now() < self.correct_until

    @property
    def words(self) -> Words:
        """The words, which exist in the language of writing only."""
        return Words(self.text, self.language, is_fallback=self.language != active_language())
