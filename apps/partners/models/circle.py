"""Partners of the Dialogue, their regions, bodies and terms, and the mandates by which people act for them."""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.bilingual import in_every_language

from .networks import NFP

CODE = re.compile(r"[A-Z0-9-]{1,10}", re.ASCII)


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


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
    longitude = models.FloatField(_("longitude of the reference point"), null=True, blank=True)
    latitude = models.FloatField(_("latitude of the reference point"), null=True, blank=True)
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


class DatedQuerySet(models.QuerySet):
    """Rows that run from a day to a day, either end open."""

    def running(self, on: datetime.date | None = None) -> "DatedQuerySet":
        """Rows that run on that day (default: today in Brussels); an unknown end is an open end."""
        on = on or timezone.localdate()
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        )


class Dated(models.Model):
    """From a day to a day; the end is the last day that counts."""

    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end lies before the beginning."),
            )
        ]


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


class ChairmanshipQuerySet(DatedQuerySet):
    """Terms of the chair."""

    def troika(self, on: datetime.date | None = None) -> dict[str, "Chairmanship | None"]:
        """The outgoing, current and incoming term of that day; None where a term is not known."""
        terms = self.filter(starts_on__isnull=False).select_related("partner").order_by("starts_on", "number")
        return troika_among(terms, on or timezone.localdate())


def troika_among(terms: Iterable[Any], on: datetime.date) -> dict[str, Any]:
    """The outgoing, current and incoming one of terms in the order of their beginnings, whatever holds their dates."""
    begun, ahead = [], []
    for term in terms:
        (begun if term.starts_on <= on else ahead).append(term)
    current = begun[-1] if begun and (begun[-1].ends_on is None or begun[-1].ends_on >= on) else None
    before = begun[:-1] if current else begun
    return {"outgoing": before[-1] if before else None, "current": current, "incoming": ahead[0] if ahead else None}


class Chairmanship(Dated):
    """A partner chairs the Dialogue, from, until; the day of the handover belongs to the term that begins."""

    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="chairmanships"
    )
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    slug = models.SlugField(_("address"), unique=True)
    starts_precision = models.CharField(
        _("the beginning is known"), max_length=5, choices=Precision, default=Precision.DAY
    )
    ends_precision = models.CharField(_("the end is known"), max_length=5, choices=Precision, default=Precision.DAY)
    slogan = models.CharField(_("slogan"), max_length=300, blank=True)
    priorities = models.TextField(_("priorities"), blank=True)
    programme = models.TextField(_("programme"), blank=True)
    results = models.TextField(_("results"), blank=True)
    handover = models.TextField(_("handover"), blank=True)
    handed_over_at = models.DateTimeField(_("took over at"), null=True, blank=True, editable=False)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = ChairmanshipQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("chairmanship")
        verbose_name_plural = _("chairmanships")
        ordering = ["number", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="partners_chairmanship_precision_known",
                condition=Q(starts_precision__in=Precision.values) & Q(ends_precision__in=Precision.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} ({self.number})"

    def get_absolute_url(self) -> str:
        """The public page of the term."""
        return reverse("chairmanships:chairmanship", args=[self.slug])


class Network(models.Model):
    """A network of focal points with its own directory, papers and meetings."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["pk"]
        constraints = [in_every_language("name", app_label="partners", model_name="network")]

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(DatedQuerySet):
    """Mandates by whom they concern."""

    def acting(self, network: str = NFP) -> "MandateQuerySet":
        """Running mandates of active people in that network."""
        return self.running().filter(network__code=network, user__is_active=True)


class Mandate(Dated):
    """A person acts for a partner, from, until, in a role and a network; access ends with it, at the next request."""

    class Role(models.TextChoices):
        HEAD = "head", _("head focal point")
        ALTERNATE = "alternate", _("alternate")
        CONTRIBUTOR = "contributor", _("contributor")
        READER = "reader", _("reader")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="mandates"
    )
    partner = models.ForeignKey(Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="mandates")
    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(_("role"), max_length=12, choices=Role)

    objects = MandateQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["partner", "role", "pk"]
        indexes = [models.Index(fields=["network", "partner"], name="partners_mandate_seat")]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="partners_mandate_role_known",
                condition=Q(role__in=["head", "alternate", "contributor", "reader"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.partner} · {self.get_role_display()}"

    @property
    def is_running(self) -> bool:
        """Whether it runs today in Brussels; the same answer as `running()`."""
        today = timezone.localdate()
        return (self.starts_on is None or self.starts_on <= today) and (self.ends_on is None or self.ends_on >= today)
