"""Who read which protected document, when and how: written down at each read, never changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..access import LADDER, Level
from .documents import Document


class DocumentRead(models.Model):
    """One read of a document: the person, its level at that moment, and what of it they were given."""

    class Way(models.TextChoices):
        PAGE = "page", pgettext_lazy("what was read", "page")
        FILE = "file", pgettext_lazy("what was read", "file")
        LIGHT = "light", pgettext_lazy("what was read", "light version")
        VERSION = "version", pgettext_lazy("what was read", "former version")
        ZIP = "zip", pgettext_lazy("what was read", "in a ZIP file")

    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="reads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(_("how"), max_length=8, choices=Way)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    number = models.PositiveSmallIntegerField(_("version"), null=True, blank=True)
    level = models.CharField(_("access level then"), max_length=12, choices=Level)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("read of a document")
        verbose_name_plural = _("reads of documents")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="documents_read_at")]
        constraints = [
            models.CheckConstraint(
                name="documents_read_way_known", condition=Q(way__in=["page", "file", "light", "version", "zip"])
            ),
            models.CheckConstraint(name="documents_read_level_known", condition=Q(level__in=LADDER)),
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.user} · {self.get_way_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; a line that is written is never changed (`ValueError`)."""
        if not self._state.adding:
            raise ValueError("a line on who read is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple:
        """Never (`ValueError`)."""
        raise ValueError("a line on who read is never deleted")
