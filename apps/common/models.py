"""Abstract models that several rooms share, and the two tables of the ground floor."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .workflow import Audience, Channel


class TimelineLine(models.Model):
    """A line of a timeline: who did what, when, by which channel, from which state to which, with which note.

    Append-only, written by the door of the workflow and by nobody else. Keeps facts, not sentences: the words are
    composed for the reader when shown. Concrete tables add the foreign keys to their object and to the partner.
    """

    step = models.CharField(_("step"), max_length=40)
    from_state = models.CharField(_("from"), max_length=20, blank=True)
    to_state = models.CharField(_("to"), max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.WEB)
    note = models.TextField(_("note"), blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, default=Audience.PARTIES)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def save(self, *args, **kwargs) -> None:
        """Write a new line; a line that is written is never changed (`ValueError`)."""
        if not self._state.adding:
            raise ValueError("a line of a timeline is never changed")
        super().save(*args, **kwargs)


def is_published(path: str = "", at: datetime.datetime | None = None) -> Q:
    """That visitors see a row at the moment `at` (aware; default: now); `path` ("activity__") leads to the row."""
    seen = {f"{path}publication": "published", f"{path}published_at__lte": at or timezone.now()}
    return Q(**seen)


class PublicationQuerySet(models.QuerySet):
    """Editorial rows by what visitors may see of them."""

    def published(self, at=None) -> "PublicationQuerySet":
        """Rows that visitors see at the moment `at` (aware; default: now)."""
        return self.filter(is_published(at=at))


class Publishable(models.Model):
    """Editorial publication: draft, published from a moment, withdrawn; one state for both languages (design 4)."""

    class Publication(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    publication = models.CharField(_("publication"), max_length=10, choices=Publication, default=Publication.DRAFT)
    published_at = models.DateTimeField(_("published from"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_is_dated",
                condition=~Q(publication="published") | Q(published_at__isnull=False),
                violation_error_message=_("Something published needs the moment from which it is."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_publication_known",
                condition=Q(publication__in=["draft", "published", "withdrawn"]),
            ),
        ]

    def clean(self) -> None:
        """Publishing without a moment means from now."""
        super().clean()
        if self.publication == self.Publication.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()

    @property
    def is_published(self) -> bool:
        """Whether visitors see it now."""
        return (
            self.publication == self.Publication.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )


def published_now() -> dict:
    """What makes a new row visible; for content that comes from a file."""
    return {"publication": Publishable.Publication.PUBLISHED, "published_at": timezone.now()}


class Installation(models.Model):
    """Facts about this installation under a name, such as that its database was made by the demonstration."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.TextField()

    class Meta:
        verbose_name = _("installation fact")
        verbose_name_plural = _("installation facts")

    def __str__(self) -> str:
        return self.name


class LoadedRow(models.Model):
    """What `load_content` wrote last for a row of a content file, by which an editor’s later change is kept."""

    table = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    row_id = models.PositiveBigIntegerField()
    values = models.JSONField()

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = [models.UniqueConstraint(name="common_loadedrow_once", fields=["table", "key"])]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class OldAddress(models.Model):
    """An address that a row had before its slug was changed; it leads to the row for ever."""

    model = models.CharField(max_length=60)
    slug = models.CharField(max_length=120)
    row_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [models.UniqueConstraint(name="common_oldaddress_once", fields=["model", "slug"])]

    def __str__(self) -> str:
        return f"{self.model} {self.slug}"


class TextState(models.Model):
    """What the texts of a row were when each language was written last, by which an outdated translation is found.

    `seen` holds for each translated field a digest of the text in every language at that moment; a translation whose
    original has another digest now was made of an older original. `lacking` and `outdated` name the fields that this
    language has not, though another has, and those whose original changed; `stale_since` is since when there are any.
    """

    model = models.CharField(max_length=60)
    row_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=8)
    seen = models.JSONField(default=dict)
    lacking = models.JSONField(default=list)
    outdated = models.JSONField(default=list)
    stale_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")
        constraints = [models.UniqueConstraint(name="common_textstate_once", fields=["model", "row_id", "language"])]
        indexes = [models.Index(fields=["stale_since", "id"], name="common_textstate_stale")]

    def __str__(self) -> str:
        return f"{self.model} {self.row_id} {self.language}"


class OfficeChoice(models.Model):
    """A value that the office chose in the place of a default; what can be chosen is declared by the rooms."""

    name = models.CharField(_("setting"), max_length=60, unique=True)
    value = models.JSONField(_("value"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("setting of the office")
        verbose_name_plural = _("settings of the office")

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way in pieces, each kept in the private storage; gone after a day, whether a form took it or not.

    `received` is how far it has come: where the sender goes on after a lost line.
    """

    reference = models.CharField(max_length=32, unique=True)
    # The way of a person's file ends with the person.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        ordering = ["begun_at", "pk"]
        indexes = [models.Index(fields=["begun_at"], name="common_upload_begun")]
        constraints = [
            models.CheckConstraint(name="common_upload_within_size", condition=Q(received__lte=models.F("size")))
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which the secretariat does not work; periods in working days leave it out."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
