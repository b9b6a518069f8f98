"""Files that go with a proposal: private, handed out by a view that asks who may see the proposal."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .proposals import Proposal
from .references import new_reference
from .selection import proposals_seen_by


class AttachmentQuerySet(models.QuerySet):
    """Attachments by who may see them."""

    def visible_to(self, user) -> "AttachmentQuerySet":
        """The files of proposals that this person may see; one taken off is seen by nobody."""
        return self.filter(proposals_seen_by(user, "proposal__")).kept()

    def kept(self) -> "AttachmentQuerySet":
        """Files that have not been taken off."""
        return self.filter(removed_at__isnull=True)


class Attachment(models.Model):
    """One file of a proposal. It is never deleted by a user: it is taken off, and then nobody is given it any more."""

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="attachments"
    )
    key = models.CharField(_("key in the storage"), max_length=120, unique=True, editable=False)
    display_name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("taken off"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        """Where the file is handed out."""
        return reverse("lab:file", args=[self.proposal.reference, self.reference])
