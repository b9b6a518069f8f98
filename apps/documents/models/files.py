"""A document in one language: the file that is given out now, and the versions before it, which never change."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.partners.models import Network

from ..access import LADDER, Level, is_stricter
from .documents import Document

LEADS_NOWHERE = _("Please add a file, or the official address of the document.")


class KeptFile(models.Model):
    """What is known of a file in the private storage, with who put it there and what changed in it."""

    key = models.CharField(_("key in the storage"), max_length=120, blank=True, editable=False)
    display_name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    content_type = models.CharField(_("type"), max_length=120, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), null=True, blank=True, editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    change_note = models.CharField(_("what changed in this file"), max_length=300, blank=True)

    class Meta:
        abstract = True


class DocumentFile(KeptFile):
    """A document in one language: a file kept here, the official address that holds it, or both.

    `number` counts the files that stood here; the ones before are `DocumentVersion`s. A light version is a second,
    smaller file of the same text, for slow lines.
    """

    # It is nothing without its document, so it goes with it.
    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    address = models.URLField(_("official address"), max_length=500, blank=True)
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    light_key = models.CharField(_("key of the light version"), max_length=120, blank=True, editable=False)
    light_name = models.CharField(_("name of the light version"), max_length=200, blank=True, editable=False)
    light_size = models.PositiveBigIntegerField(_("size of the light version"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("file or address")
        verbose_name_plural = _("files and addresses")
        ordering = ["document", "language", "pk"]
        constraints = [
            models.UniqueConstraint(name="documents_file_once_per_language", fields=["document", "language"]),
            models.CheckConstraint(
                name="documents_file_leads_somewhere",
                condition=~Q(address="") | ~Q(key=""),
                violation_error_message=LEADS_NOWHERE,
            ),
            models.CheckConstraint(name="documents_file_light_beside_another", condition=Q(light_key="") | ~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language.upper()})"

    @property
    def url(self) -> str:
        """Where visitors get the file; one that takes its place has another address, as caches keep files."""
        path = reverse("documents:file", args=[self.document.slug, self.language])
        return f"{path}?v={int(self.added_at.timestamp())}"


class DocumentVersionQuerySet(models.QuerySet):
    """Former files of documents."""

    def offered(self) -> "DocumentVersionQuerySet":
        """Those that have not been taken off, the latest first."""
        return self.filter(withdrawn_at__isnull=True).order_by("language", "-number")


class DocumentVersion(KeptFile):
    """A file that another one replaced: kept as it was, with the access that the document had until that moment.

    It is written once. The only thing that can still happen is that the office takes it off, with the file that
    replaced it; then nobody is given it any more.
    """

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="versions"
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    number = models.PositiveSmallIntegerField(_("version"))
    level = models.CharField(_("access level until then"), max_length=12, choices=Level)
    named = models.JSONField(_("named partners until then"), null=True)
    network = models.ForeignKey(
        Network,
        verbose_name=_("paper of another network until then"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("taken off"), null=True, blank=True, editable=False)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("former version of a file")
        verbose_name_plural = _("former versions of files")
        ordering = ["document", "language", "-number"]
        constraints = [
            models.UniqueConstraint(name="documents_version_once", fields=["document", "language", "number"]),
            models.CheckConstraint(name="documents_version_level_known", condition=Q(level__in=LADDER)),
            models.CheckConstraint(name="documents_version_is_a_file", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language.upper()}, {self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version; one that is written is never changed (`ValueError`)."""
        if not self._state.adding:
            raise ValueError("a former version of a file is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple:
        """Never (`ValueError`)."""
        raise ValueError("a former version of a file is never deleted")

    def is_read_like(self, document: Document) -> bool:
        """Whether all who read the document now were among those who could read this version while it stood."""
        if is_stricter(self.level, document.level):
            return False
        if self.level != Level.PUBLIC and self.network_id != document.network_id:
            return False
        if self.named is None:
            return True
        now = set(document.named_partners.values_list("pk", flat=True)) if document.for_named_only else None
        return now is not None and now <= set(self.named)
