"""The objectives of the Global Compact for Safe, Orderly and Regular Migration, by their short names."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import in_every_language


def gcm_anchor(number: int) -> str:
    """Where an objective of the Global Compact stands on its page; the same in every language."""
    return f"objective-{number}"


class GcmObjective(models.Model):
    """One of the 23 objectives of the Global Compact; whether anything is aligned with it is said elsewhere."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    title = models.CharField(_("short name"), max_length=200)
    editors_note = models.TextField(_("note by the editors"), blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    class Meta:
        verbose_name = _("objective of the Global Compact")
        verbose_name_plural = _("objectives of the Global Compact")
        ordering = ["number", "pk"]
        constraints = [in_every_language("title", app_label="framework", model_name="gcmobjective")]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"

    def get_absolute_url(self) -> str:
        """The objective's place on the page of the Global Compact."""
        return f"{reverse('global_compact:page')}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Where the objective stands on the page of the Global Compact."""
        return gcm_anchor(self.number)
