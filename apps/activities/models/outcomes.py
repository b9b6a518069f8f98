"""What an activity concluded, and how its dates came about."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.partners.models import Precision

from .activities import Activity


class Outcome(models.Model):
    """Something that an activity concluded; `number` is the number announced, whether or not the texts are known."""

    class Kind(models.TextChoices):
        RECOMMENDATIONS = "recommendations", _("recommendations")
        CONCLUSIONS = "conclusions", _("conclusions")
        PANELS = "panels", _("panels")
        RESULT = "result", _("result")
        DOCUMENT = "document", _("document")

    # An outcome says nothing without its activity, so it goes with it.
    activity = models.ForeignKey(
        Activity, verbose_name=_("activity"), on_delete=models.CASCADE, related_name="outcomes"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    number = models.PositiveSmallIntegerField(_("number announced"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="activities_outcome_kind_known",
                condition=Q(kind__in=["recommendations", "conclusions", "panels", "result", "document"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.get_kind_display()}"


class DateChange(models.Model):
    """A step in the history of an activity's dates: announced, postponed, moved on line, held, cancelled."""

    class Step(models.TextChoices):
        ANNOUNCED = "announced", pgettext_lazy("history of dates", "announced")
        POSTPONED = "postponed", pgettext_lazy("history of dates", "postponed")
        MOVED_ONLINE = "moved_online", pgettext_lazy("history of dates", "moved online")
        HELD = "held", pgettext_lazy("history of dates", "held")
        CANCELLED = "cancelled", pgettext_lazy("history of dates", "cancelled")

    # It says nothing without its activity, so it goes with it.
    activity = models.ForeignKey(
        Activity, verbose_name=_("activity"), on_delete=models.CASCADE, related_name="date_changes"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    step = models.CharField(_("what happened"), max_length=12, choices=Step)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(_("the dates are known"), max_length=5, choices=Precision, default=Precision.DAY)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    class Meta:
        verbose_name = _("step in the history of the dates")
        verbose_name_plural = _("history of the dates")
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="activities_datechange_step_known",
                condition=Q(step__in=["announced", "postponed", "moved_online", "held", "cancelled"]),
            ),
            models.CheckConstraint(
                name="activities_datechange_precision_known", condition=Q(precision__in=Precision.values)
            ),
            models.CheckConstraint(
                name="activities_datechange_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.get_step_display()}"
