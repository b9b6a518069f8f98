"""What a proposal led to, and the office's answer to several offers in one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.activities.models import Activity, Outcome
from apps.common.bilingual import in_some_language
from apps.documents.models import Document

from .proposals import Proposal

THINGS = ("activity", "outcome", "document")


def _one_thing() -> Q:
    """The condition "exactly one of the three is named"."""
    which = Q()
    for name in THINGS:
        which |= Q(**{f"{other}__isnull": other != name for other in THINGS})
    return which


class Sequel(models.Model):
    """An activity, a recommendation or a document that followed from a proposal."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="sequels")
    activity = models.ForeignKey(
        Activity, verbose_name=_("activity"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.ForeignKey(
        Outcome, verbose_name=_("recommendation"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("what followed")
        verbose_name_plural = _("what followed")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(name="lab_sequel_one_thing", condition=_one_thing()),
            *(models.UniqueConstraint(name=f"lab_sequel_{name}_once", fields=["proposal", name]) for name in THINGS),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.activity_id or ''}{self.outcome_id or ''}{self.document_id or ''}"


class ConsolidatedReply(models.Model):
    """What the secretariat made of several offers for the seat that proposed: one reply, in both languages."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("consolidated reply")
        verbose_name_plural = _("consolidated replies")
        ordering = ["sent_at", "pk"]
        constraints = [
            in_some_language("text", app_label="lab", model_name="consolidatedreply"),
            models.UniqueConstraint(name="lab_consolidatedreply_once_per_form", fields=["author", "form_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.sent_at:%Y-%m-%d}"
