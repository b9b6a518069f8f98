"""Reference countries: partners that volunteered to look after one area of an action plan."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.framework.models import Area
from apps.partners.models import Dated, DatedQuerySet, Partner, Precision


class ReferenceCountryQuerySet(DatedQuerySet):
    """Reference countries by where they stand."""

    def confirmed(self, on: datetime.date | None = None) -> "ReferenceCountryQuerySet":
        """Those that look after their area on that day (default: today in Brussels)."""
        return self.running(on).filter(status=ReferenceCountry.Status.CONFIRMED)


class ReferenceCountry(Dated):
    """A partner looks after an area of a plan, from, until; an area can have several."""

    class Status(models.TextChoices):
        VOLUNTEERED = "volunteered", pgettext_lazy("status of a reference country", "volunteered")
        CONFIRMED = "confirmed", pgettext_lazy("status of a reference country", "confirmed")
        ENDED = "ended", pgettext_lazy("status of a reference country", "ended")

    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="reference_areas"
    )
    area = models.ForeignKey(
        Area,
        verbose_name=pgettext_lazy("part of a plan", "area"),
        on_delete=models.PROTECT,
        related_name="reference_countries",
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.VOLUNTEERED)
    precision = models.CharField(_("the beginning is known"), max_length=5, choices=Precision, default=Precision.DAY)
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = ReferenceCountryQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("reference country")
        verbose_name_plural = _("reference countries")
        ordering = ["area", "partner", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(name="roadmaps_referencecountry_once", fields=["partner", "area"]),
            models.CheckConstraint(
                name="roadmaps_referencecountry_status_known",
                condition=Q(status__in=["volunteered", "confirmed", "ended"]),
            ),
            models.CheckConstraint(
                name="roadmaps_referencecountry_precision_known", condition=Q(precision__in=Precision.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.area}"
