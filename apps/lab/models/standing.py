"""Standing offers: what a partner holds ready for whoever needs it, matched to proposals."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_secretariat
from apps.common.bilingual import Words, active_language
from apps.common.dates import DateBlock, date_block, day
from apps.framework.models import Action, Area
from apps.partners.models import Partner, Region
from apps.partners.rules import seats_of

from .proposals import Proposal
from .references import new_reference
from .support import SupportKind


class StandingOfferQuerySet(models.QuerySet):
    """Standing offers by who may see them and by whether they hold."""

    def visible_to(self, user) -> "StandingOfferQuerySet":
        """All of them to all seats and to the secretariat; what was withdrawn only to its own seat and the latter."""
        if is_secretariat(user):
            return self.all()
        seats = seats_of(user)
        if not seats:
            return self.none()
        return self.filter(Q(withdrawn_at__isnull=True) | Q(partner__in=seats))

    def valid(self, on: datetime.date | None = None) -> "StandingOfferQuerySet":
        """Those that hold on that day (default: today in Brussels)."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), withdrawn_at__isnull=True)

    def lapsed(self, on: datetime.date | None = None) -> "StandingOfferQuerySet":
        """Those that nobody took back but whose last day lies before that day (default: today in Brussels)."""
        return self.filter(valid_until__lt=on or timezone.localdate(), withdrawn_at__isnull=True)


class StandingOffer(models.Model):
    """Expertise, training, a funding line or another support that a partner holds ready; all focal points read it."""

    class Kind(models.TextChoices):
        EXPERTISE = SupportKind.EXPERTISE.value, SupportKind.EXPERTISE.label
        TRAINING = SupportKind.TRAINING.value, SupportKind.TRAINING.label
        FUNDING = SupportKind.FUNDING.value, pgettext_lazy("kind of standing offer", "funding line")

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    partner = models.ForeignKey(
        Partner, verbose_name=_("offered by"), on_delete=models.PROTECT, related_name="standing_offers"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind of support"), max_length=12, choices=Kind)
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is offered"))
    conditions = models.TextField(_("conditions"), blank=True)
    contact = models.CharField(_("contact"), max_length=250, blank=True)
    areas = models.ManyToManyField(Area, verbose_name=_("areas"), blank=True, related_name="+")
    actions = models.ManyToManyField(Action, verbose_name=_("actions"), blank=True, related_name="+")
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="+")
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)
    is_example = models.BooleanField(_("example of the demonstration"), default=False, editable=False)
    made_at = models.DateTimeField(_("published"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = StandingOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing offer")
        verbose_name_plural = _("standing offers")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="lab_standingoffer_known_kind", condition=Q(kind__in=["expertise", "training", "funding"])
            ),
            models.CheckConstraint(name="lab_standingoffer_says_what", condition=Q(title__gt="", text__gt="")),
            models.UniqueConstraint(name="lab_standingoffer_once_per_form", fields=["author", "form_key"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page in the space."""
        return reverse("lab:standing_offer", args=[self.reference])

    @property
    def holds(self) -> bool:
        """Whether it can be called on today."""
        return self.withdrawn_at is None and (self.valid_until is None or self.valid_until >= timezone.localdate())

    @property
    def validity_told(self) -> str:
        """Until when it was valid, for the head of a row; empty where it has no end."""
        return gettext("valid until %(day)s") % {"day": day(self.valid_until)} if self.valid_until else ""

    @property
    def facts_line(self) -> str:
        """Partner and kind in one line; reads `partner`."""
        return f"{self.partner} · {self.get_kind_display()}"

    @property
    def made_block(self) -> DateBlock:
        """The day of its publication, for the head of a row."""
        return date_block(self.made_at)

    @property
    def titled(self) -> Words:
        """Its title, which exists in the language of writing only."""
        return self.in_its_language(self.title)

    def in_its_language(self, text: str) -> Words:
        """A text of it, which exists in the language of writing only."""
        return Words(text, self.language, is_fallback=self.language != active_language())


class Match(models.Model):
    """A proposal seeks what a standing offer holds ready; the partner that offers was told, once."""

    # A match is nothing without either side.
    standing = models.ForeignKey(StandingOffer, on_delete=models.CASCADE, related_name="matches")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="matches")
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-found_at", "-pk"]
        constraints = [models.UniqueConstraint(name="lab_match_once", fields=["standing", "proposal"])]

    def __str__(self) -> str:
        return f"{self.standing_id} {self.proposal_id}"
