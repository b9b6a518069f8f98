"""Rows that run from a day to a day, and how exactly a day is known."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


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
