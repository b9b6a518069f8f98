"""Terms of the chair, who holds it at a moment, and the list of tasks that each term is given."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import in_every_language, in_some_language

from .circle import Partner
from .dated import Dated, DatedQuerySet, Precision


def begins_at(term: Any) -> datetime.datetime | None:
    """The moment from which a term counts: the hour of its handover, else the beginning of its first day in Brussels.

    None for a term whose beginning is not known. `term` is whatever holds the dates of one.
    """
    if term.handed_over_at or not term.starts_on:
        return term.handed_over_at
    return timezone.make_aware(datetime.datetime.combine(term.starts_on, datetime.time.min))


def takes_over_after(term: Any, terms: Iterable[Any]) -> Any | None:
    """The term of which it is recorded at which hour it takes over from `term`, or None."""
    since = begins_at(term)
    later = [one for one in terms if one.number != term.number and one.handed_over_at and one.handed_over_at > since]
    return min(later, key=begins_at, default=None)


def troika_among(terms: Iterable[Any], at: datetime.datetime) -> dict[str, Any]:
    """The outgoing, current and incoming one of terms at an aware moment, whatever holds their dates.

    The terms come in the order of `in_turn`. On the day of a handover the recorded hour decides; without one the whole
    day belongs to the term that begins. A term without dates is to come when its number is above all that have begun.
    """
    begun, ahead = [], []
    for term in terms:
        since = begins_at(term)
        (begun if since is not None and since <= at else ahead).append(term)
    reached = max((term.number for term in begun), default=0)
    ahead = [term for term in ahead if term.starts_on or term.number > reached]
    is_held = begun and (begun[-1].ends_on is None or begun[-1].ends_on >= timezone.localdate(at))
    current = begun[-1] if is_held else None
    before = begun[:-1] if current else begun
    return {"outgoing": before[-1] if before else None, "current": current, "incoming": ahead[0] if ahead else None}


def holder_among(terms: Iterable[Any], at: datetime.datetime) -> Any | None:
    """The term that can hand over the chair: the current one, or the last where nobody holds it any more."""
    troika = troika_among(terms, at)
    return troika["current"] or troika["outgoing"]


class ChairmanshipQuerySet(DatedQuerySet):
    """Terms of the chair."""

    def in_turn(self) -> "ChairmanshipQuerySet":
        """Terms of which one can say when they begin, in that order, then those still without any date."""
        known = self.filter(Q(starts_on__isnull=False) | Q(ends_on__isnull=True))
        return known.order_by(F("starts_on").asc(nulls_last=True), "number")

    def troika(self, at: datetime.datetime | None = None) -> dict[str, "Chairmanship | None"]:
        """The outgoing, current and incoming term at that moment (default: now); None where a term is not known."""
        return troika_among(self.select_related("partner").in_turn(), at or timezone.now())


class Chairmanship(Dated):
    """A partner chairs the Dialogue, from, until; the day of the handover belongs to the term that begins.

    Where the hour of the handover was recorded, the term begins at that hour, and the one before holds until then.
    """

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
    handed_over_at = models.DateTimeField(
        _("took over at"),
        null=True,
        blank=True,
        help_text=_(
            "Brussels time; written when the chair is handed over. To be corrected here if the hour was wrong."
        ),
    )
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

    @property
    def may_be_handed_over(self) -> bool:
        """Whether this is the term from which the chair goes on, and no hour is recorded for that yet; one query."""
        terms = list(Chairmanship.objects.in_turn())
        return holder_among(terms, timezone.now()) == self and takes_over_after(self, terms) is None

    def clean(self) -> None:
        """The hour of the handover lies on the first day of the term."""
        super().clean()
        if self.handed_over_at and self.starts_on != timezone.localdate(self.handed_over_at):
            raise ValidationError({"starts_on": _("The chair was taken over on another day than this.")})


class ChairTaskTemplate(models.Model):
    """A task that every chair has, with its day counted from the beginning of the term; edited by the office."""

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("task"), max_length=300)
    days = models.SmallIntegerField(
        _("days after the beginning of the term"), help_text=_("A number below zero is a day before the beginning.")
    )
    is_in_use = models.BooleanField(_("given to new terms"), default=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    class Meta:
        verbose_name = _("task of every chair")
        verbose_name_plural = _("tasks of every chair")
        ordering = ["days", "pk"]
        constraints = [in_every_language("title", app_label="partners", model_name="chairtasktemplate")]

    def __str__(self) -> str:
        return self.title

    def due_in(self, term: Chairmanship) -> datetime.date | None:
        """The day by which it is due in that term; None while the term's first day is not known."""
        if term.starts_on is None or term.starts_precision != Precision.DAY:
            return None
        return term.starts_on + datetime.timedelta(days=self.days)


class ChairTask(models.Model):
    """A task of one term: a copy, so that later changes of the template leave it as it was."""

    chairmanship = models.ForeignKey(
        Chairmanship, verbose_name=_("chairmanship"), on_delete=models.PROTECT, related_name="tasks"
    )
    template = models.ForeignKey(
        ChairTaskTemplate,
        verbose_name=_("task of every chair"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
    )
    title = models.CharField(_("task"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("task of the chair")
        verbose_name_plural = _("tasks of the chair")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            in_some_language("title", app_label="partners", model_name="chairtask"),
            models.UniqueConstraint(name="partners_chairtask_once", fields=["chairmanship", "template"]),
            models.CheckConstraint(
                name="partners_chairtask_done_by_somebody_at_a_time",
                condition=Q(done_by__isnull=True) | Q(done_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        """Whether it was recorded as done."""
        return self.done_at is not None

    @property
    def is_overdue(self) -> bool:
        """Whether it is open and its day lies behind us."""
        return not self.is_done and self.due_on is not None and self.due_on < timezone.localdate()
