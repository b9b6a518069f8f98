"""The kinds of support: what a proposal seeks, what an offer brings, what a partner holds ready."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .proposals import Proposal


class SupportKind(models.TextChoices):
    """In which form one partner helps another."""

    EXPERTISE = "expertise", _("expertise")
    TRAINING = "training", _("training")
    EQUIPMENT = "equipment", _("equipment")
    FUNDING = "funding", _("funding")
    PARTNERSHIP = "partnership", _("partnership")
    EXPERIENCE = "experience", _("shared experience")


class SupportSought(models.Model):
    """A proposal seeks support of this kind."""

    # What is sought says nothing without its proposal, so it goes with it.
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sought")
    kind = models.CharField(_("kind of support"), max_length=12, choices=SupportKind)

    class Meta:
        verbose_name = _("support sought")
        verbose_name_plural = _("support sought")
        ordering = ["proposal", "pk"]
        constraints = [
            models.UniqueConstraint(name="lab_supportsought_once", fields=["proposal", "kind"]),
            models.CheckConstraint(name="lab_supportsought_known_kind", condition=Q(kind__in=SupportKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"
