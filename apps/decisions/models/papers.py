"""Papers that go with the text of a silence procedure: private, handed out by a view that asks who may read it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.common.references import new_reference

from .procedures import SilenceProcedure


class ProcedurePaper(models.Model):
    """A paper in one language; added and taken off while the procedure can be changed."""

    # It is nothing without its procedure, which is never deleted; a paper is taken off a draft only.
    procedure = models.ForeignKey(
        SilenceProcedure, verbose_name=_("silence procedure"), on_delete=models.CASCADE, related_name="papers"
    )
    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    key = models.CharField(_("key in the storage"), max_length=120, unique=True, editable=False)
    display_name = models.CharField(_("name"), max_length=200, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["procedure", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decisions_procedurepaper_language_known",
                condition=Q(language__in=[code for code, name in settings.LANGUAGES]),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        """Where the file is handed out."""
        return reverse("decisions:paper", args=[self.procedure.reference, self.reference])
