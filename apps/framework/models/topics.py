"""Topics that run beside the plans (the Joint Valletta Action Plan, grants, cities …), with their dated figures."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.bilingual import in_some_language
from apps.common.models import PublicationQuerySet, Publishable
from apps.partners.models import Precision


class TopicQuerySet(PublicationQuerySet):
    """Topics by who sees them."""

    def visible_to(self, user) -> "TopicQuerySet":
        """What visitors see; the office sees drafts and withdrawn ones too."""
        return self if user.has_perm("framework.keep_topic") else self.published()


class Topic(Publishable):
    """A subject with a page of its own that gathers the activities, documents and videos tagged with it."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary by the editors"), blank=True)
    body = models.TextField(_("text"), blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            in_some_language("title", app_label="framework", model_name="topic"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The topic's public page."""
        return reverse("topics:topic", args=[self.slug])


class TopicFigure(models.Model):
    """A number of a topic: what it counts, of when, from which source."""

    class Scale(models.TextChoices):
        ONE = "", pgettext_lazy("scale of a number", "as it is")
        MILLION = "million", pgettext_lazy("scale of a number", "million")
        BILLION = "billion", pgettext_lazy("scale of a number", "billion")

    # A figure says nothing without its topic, so it goes with it.
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="figures")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    label = models.CharField(_("what it counts"), max_length=200)
    value = models.DecimalField(_("number"), max_digits=14, decimal_places=2)
    scale = models.CharField(_("scale"), max_length=8, choices=Scale, default=Scale.ONE, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    is_approximate = models.BooleanField(_("about that number"), default=False)
    is_minimum = models.BooleanField(_("more than that number"), default=False)
    as_of = models.DateField(_("of"), null=True, blank=True)
    precision = models.CharField(_("the date is known"), max_length=5, choices=Precision, default=Precision.DAY)
    note = models.CharField(_("note"), max_length=300, blank=True)
    source_shown = models.CharField(_("source, as readers see it"), max_length=300, blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["topic", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="framework_topicfigure_scale_known", condition=Q(scale__in=["", "million", "billion"])
            ),
            models.CheckConstraint(
                name="framework_topicfigure_precision_known", condition=Q(precision__in=Precision.values)
            ),
            in_some_language("label", app_label="framework", model_name="topicfigure"),
        ]

    def __str__(self) -> str:
        return self.label
