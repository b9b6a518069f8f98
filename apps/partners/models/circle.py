"""Partners of the Dialogue, their regions and the bodies in which they sit."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.bilingual import in_every_language

from .dated import Dated, DatedQuerySet, Precision

CODE = re.compile(r"[A-Z0-9-]{1,10}", re.ASCII)


class Region(models.Model):
    """A region of the Dialogue; which partner lies in which can be edited (facts 1.6)."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["position", "pk"]
        constraints = [in_every_language("name", app_label="partners", model_name="region")]

    def __str__(self) -> str:
        return self.name


class PartnerQuerySet(models.QuerySet):
    """Partners by standing."""

    def real(self) -> "PartnerQuerySet":
        """Without the invented partners of the demonstration."""
        return self.filter(is_invented=False)

    def taking_part(self) -> "PartnerQuerySet":
        """Partners and observers of today, with a seat in the space."""
        return self.exclude(standing=Partner.Standing.FORMER)

    def in_reading_order(self, language: str) -> "PartnerQuerySet":
        """Alphabetical in the reader's language, which differs in English and French."""
        return self.order_by(f"sort_{language}", "pk")


class Partner(models.Model):
    """A country or an organisation that takes part in the Dialogue."""

    class Kind(models.TextChoices):
        STATE = "state", pgettext_lazy("kind of partner", "state")
        ORGANISATION = "organisation", _("organisation")

    class Standing(models.TextChoices):
        PARTNER = "partner", _("partner")
        OBSERVER = "observer", _("observer")
        PERMANENT_OBSERVER = "permanent_observer", _("permanent observer")
        FORMER = "former", _("former partner")

    code = models.CharField(_("code"), max_length=10, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    standing = models.CharField(_("standing"), max_length=20, choices=Standing, default=Standing.PARTNER)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, blank=True, related_name="partners"
    )
    name = models.CharField(_("name"), max_length=120)
    sort = models.CharField(_("sort key"), max_length=120)
    institution = models.CharField(
        _("institution"),
        max_length=250,
        blank=True,
        help_text=_("The ministry or body that holds the seat; shown to the public, who see no names of people."),
    )
    longitude = models.FloatField(
        _("longitude of the reference point"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    latitude = models.FloatField(
        _("latitude of the reference point"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    is_founder = models.BooleanField(_("founder"), default=False)
    is_invented = models.BooleanField(_("invented for the demonstration"), default=False)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["code", "pk"]
        constraints = [
            in_every_language("name", app_label="partners", model_name="partner"),
            in_every_language("sort", app_label="partners", model_name="partner"),
            models.CheckConstraint(name="partners_partner_kind_known", condition=Q(kind__in=["state", "organisation"])),
            models.CheckConstraint(
                name="partners_partner_standing_known",
                condition=Q(standing__in=["partner", "observer", "permanent_observer", "former"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The partner's public page."""
        return reverse("partners:partner", args=[self.code.lower()])

    def clean(self) -> None:
        """The code stands in addresses, where capitals are written small: it is kept in capitals."""
        super().clean()
        self.code = (self.code or "").upper()
        if not CODE.fullmatch(self.code):
            raise ValidationError({"code": _("A code has Latin letters, digits and hyphens only, such as CI or IOM.")})

    @property
    def is_observer(self) -> bool:
        """Observers read, and never count as silent."""
        return self.standing in OBSERVING


OBSERVING = (Partner.Standing.OBSERVER, Partner.Standing.PERMANENT_OBSERVER)


class Membership(Dated):
    """A partner sits in a body of the Dialogue, from, until."""

    class Body(models.TextChoices):
        STEERING_COMMITTEE = "steering_committee", _("Steering Committee")

    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="memberships"
    )
    body = models.CharField(_("body"), max_length=30, choices=Body, default=Body.STEERING_COMMITTEE)
    precision = models.CharField(_("the beginning is known"), max_length=5, choices=Precision, default=Precision.DAY)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["body", "partner", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(name="partners_membership_body_known", condition=Q(body__in=["steering_committee"])),
            models.CheckConstraint(
                name="partners_membership_precision_known", condition=Q(precision__in=Precision.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.get_body_display()}"
