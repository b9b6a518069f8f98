"""News of the Dialogue."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import in_some_language
from apps.common.models import PublicationQuerySet, Publishable

from .activities import Activity


class NewsQuerySet(PublicationQuerySet):
    """News by who sees them."""

    def visible_to(self, user) -> "NewsQuerySet":
        """What visitors see; the office sees drafts and withdrawn ones too."""
        return self if user.has_perm("activities.keep_newsitem") else self.published()

    def latest_first(self) -> "NewsQuerySet":
        """In the order of lists."""
        return self.order_by("-day", "-pk")

    def for_list(self) -> "NewsQuerySet":
        """Without the texts that no row of a list shows."""
        return self.defer("body", "source")


class NewsItem(Publishable):
    """A piece of news: what happened on a day, in a few words, with the activities that it tells of."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    day = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"), blank=True)
    activities = models.ManyToManyField(Activity, verbose_name=_("activities"), blank=True, related_name="news")
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = NewsQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["publication", "-day", "-id", "published_at"], name="activities_news_list")]
        constraints = [
            *Publishable.Meta.constraints,
            in_some_language("title", app_label="activities", model_name="newsitem"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the news item."""
        return reverse("news:item", args=[self.slug])
