"""The action plans of the Dialogue, down to the actions that activities, labels and roadmaps serve."""

import datetime
from collections.abc import Mapping
from functools import lru_cache

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import Words, active_language, among_languages, in_every_language


def area_anchor(number: int) -> str:
    """Where an area stands on its plan's page; anchors are the same in every language."""
    return f"area-{number}"


def objective_anchor(code: str) -> str:
    """Where an objective stands on its plan's page."""
    return f"objective-{code.lower()}"


def action_anchor(number: int) -> str:
    """Where an action stands on its plan's page."""
    return f"action-{number}"


@lru_cache(maxsize=1024)
def _url(language: str, name: str, plan_slug: str, part: int | str) -> str:
    """The address in that language, which is the active one; remembered, because a board names every part of a plan."""
    return reverse(name, args=[plan_slug, part])


def area_url(plan_slug: str, number: int) -> str:
    """The public page of an area of the plan at that address."""
    return _url(active_language(), "framework:area", plan_slug, number)


def objective_url(plan_slug: str, code: str) -> str:
    """The public page of an objective."""
    return _url(active_language(), "framework:objective", plan_slug, code.lower())


def action_url(plan_slug: str, number: int) -> str:
    """The public page of an action."""
    return _url(active_language(), "framework:action", plan_slug, number)


class ActionPlanQuerySet(models.QuerySet):
    """Plans by when they hold."""

    def in_force(self, on: datetime.date | None = None) -> "ActionPlanQuerySet":
        """Plans that hold on that day (default: today in Brussels), the youngest first; no known end is an open end."""
        on = on or timezone.localdate()
        running = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
        return running.order_by("-valid_from", "-pk")


class ActionPlan(models.Model):
    """A plan adopted by a ministerial conference."""

    class AreaWord(models.TextChoices):
        AREA = "area", pgettext_lazy("part of a plan", "area")
        DOMAIN = "domain", pgettext_lazy("part of a plan", "domain")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    area_word = models.CharField(_("its parts are called"), max_length=10, choices=AreaWord, default=AreaWord.AREA)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="framework_actionplan_ends_after_start",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="framework_actionplan_area_word_known", condition=Q(area_word__in=["area", "domain"])
            ),
            in_every_language("title", app_label="framework", model_name="actionplan"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The plan's public page, which is the board of what served it."""
        return reverse("framework:plan", args=[self.slug])


class Titled(models.Model):
    """A part of a plan: adopted wording or nothing, and whether the French of it is ours."""

    title_fr_is_working_translation = models.BooleanField(_("the French title is a working translation"), default=False)
    source = models.TextField(_("source (for editors)"), blank=True)

    class Meta:
        abstract = True


def wording_of(titles: Mapping[str, str], summaries: Mapping[str, str], french_is_ours: bool) -> tuple[Words, str]:
    """What is shown for a part of a plan in the reader's language, and whose words these are.

    The adopted title ("adopted", or "translation" where the French of it is ours), else the editors' "summary", else
    nothing ("missing"). Both texts are mappings from language code to text.
    """
    title = among_languages(titles)
    if title:
        return title, "translation" if title.language == "fr" and french_is_ours else "adopted"
    summary = among_languages(summaries)
    return summary, "summary" if summary else "missing"


class Area(Titled):
    """A part of a plan; the Marrakesh plan calls it a domain."""

    plan = models.ForeignKey(ActionPlan, verbose_name=_("action plan"), on_delete=models.PROTECT, related_name="areas")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)

    class Meta:
        verbose_name = pgettext_lazy("part of a plan", "area")
        verbose_name_plural = _("areas")
        ordering = ["plan", "number", "pk"]
        constraints = [
            models.UniqueConstraint(name="framework_area_number_once", fields=["plan", "number"]),
            in_every_language("title", app_label="framework", model_name="area"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"

    def get_absolute_url(self) -> str:
        """The area's public page."""
        return area_url(self.plan.slug, self.number)

    @property
    def anchor(self) -> str:
        """Where the area stands on its plan's page."""
        return area_anchor(self.number)


class Objective(Titled):
    """An objective of an area; `code` is how it is written ("5a"), `number` how it is counted (5a and 5b are one)."""

    area = models.ForeignKey(
        Area, verbose_name=pgettext_lazy("part of a plan", "area"), on_delete=models.PROTECT, related_name="objectives"
    )
    code = models.CharField(_("written as"), max_length=6)
    number = models.PositiveSmallIntegerField(_("counted as"))
    title = models.CharField(_("title as adopted"), max_length=400, blank=True)
    summary = models.TextField(_("summary by the editors"), blank=True)

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["area", "number", "code", "pk"]
        constraints = [models.UniqueConstraint(name="framework_objective_code_once", fields=["area", "code"])]

    def __str__(self) -> str:
        return gettext("Objective %(code)s") % {"code": self.code}

    def get_absolute_url(self) -> str:
        """The objective's public page."""
        return objective_url(self.area.plan.slug, self.code)

    @property
    def anchor(self) -> str:
        """Where the objective stands on its plan's page."""
        return objective_anchor(self.code)


class Action(Titled):
    """An action of an objective, numbered through the whole plan."""

    objective = models.ForeignKey(
        Objective, verbose_name=_("objective"), on_delete=models.PROTECT, related_name="actions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.TextField(_("title as adopted"), blank=True)
    summary = models.TextField(_("summary by the editors"), blank=True)
    placement_confirmed = models.BooleanField(
        _("placement confirmed"),
        default=True,
        help_text=_("Whether a source says under which objective this action stands."),
    )

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["objective", "number", "pk"]
        constraints = [models.UniqueConstraint(name="framework_action_number_once", fields=["objective", "number"])]

    def __str__(self) -> str:
        return gettext("Action %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """The action's public page."""
        return action_url(self.objective.area.plan.slug, self.number)

    @property
    def anchor(self) -> str:
        """Where the action stands on its plan's page."""
        return action_anchor(self.number)


class CrossCuttingPriority(Titled):
    """A priority that runs through all areas of a plan; the Marrakesh plan has six."""

    plan = models.ForeignKey(
        ActionPlan, verbose_name=_("action plan"), on_delete=models.PROTECT, related_name="cross_cutting_priorities"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)

    class Meta:
        verbose_name = _("cross-cutting priority")
        verbose_name_plural = _("cross-cutting priorities")
        ordering = ["plan", "number", "pk"]
        constraints = [
            models.UniqueConstraint(name="framework_crosscutting_number_once", fields=["plan", "number"]),
            in_every_language("title", app_label="framework", model_name="crosscuttingpriority"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"
