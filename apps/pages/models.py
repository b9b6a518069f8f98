"""Short texts of the site that the office can change: what the Dialogue is, who pays, who answers for the contents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import in_every_language


class SiteText(models.Model):
    """A text of the site, asked for by its key."""

    class Key(models.TextChoices):
        WHAT_IT_IS = "what_it_is", _("home page: what the Dialogue is")
        ABOUT = "about", _("page “The Dialogue”")
        FUNDING = "funding", _("foot of every page: funding")
        IMPLEMENTATION = "implementation", _("foot of every page: implementation")
        RESPONSIBILITY = "responsibility", _("foot of every page: responsibility")

    key = models.CharField(_("where it stands"), max_length=20, choices=Key, unique=True)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of the site")
        verbose_name_plural = _("texts of the site")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="pages_sitetext_key_known",
                condition=models.Q(key__in=["what_it_is", "about", "funding", "implementation", "responsibility"]),
            ),
            in_every_language("body", app_label="pages", model_name="sitetext"),
        ]

    def __str__(self) -> str:
        return self.get_key_display()
