"""Which activities and documents the Dialogue relates to an objective of the Global Compact."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.documents.models import Document
from apps.framework.models import GcmObjective

from .activities import Activity


class GcmRowQuerySet(models.QuerySet):
    """Rows by whether anybody may see them."""

    def shown(self) -> "GcmRowQuerySet":
        """Rows of the published table, and later ones that the secretariat has confirmed."""
        return self.filter(Q(basis=GcmRow.Basis.PUBLISHED) | Q(confirmed_at__isnull=False))


class GcmRow(models.Model):
    """A row of the alignment table: what the table of each language relates to one objective.

    The two published tables differ here and there, so each language keeps its own text. A row that is not of the
    published table is shown only once the secretariat has confirmed it.
    """

    class Basis(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("basis of an alignment", "published table")
        LATER = "later", pgettext_lazy("basis of an alignment", "added later, needs the secretariat")

    objective = models.OneToOneField(
        GcmObjective, verbose_name=_("objective"), on_delete=models.PROTECT, related_name="row"
    )
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, default=Basis.LATER)
    confirmed_at = models.DateTimeField(_("confirmed by the secretariat"), null=True, blank=True)
    text = models.TextField(_("what is related to it"), blank=True)
    activities = models.ManyToManyField(Activity, verbose_name=_("activities"), blank=True, related_name="gcm_rows")
    documents = models.ManyToManyField(Document, verbose_name=_("documents"), blank=True, related_name="gcm_rows")
    editors_note = models.TextField(_("note by the editors"), blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = GcmRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of the Global Compact table")
        verbose_name_plural = _("rows of the Global Compact table")
        ordering = ["objective", "pk"]
        constraints = [
            models.CheckConstraint(name="activities_gcmrow_basis_known", condition=Q(basis__in=["published", "later"]))
        ]

    def __str__(self) -> str:
        return str(self.objective)
