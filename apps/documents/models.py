"""Publications of the Dialogue, each at an access level, with a file or an official address for each language."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.bilingual import in_some_language
from apps.common.models import PublicationQuerySet, Publishable
from apps.framework.models import Action, Area, CrossCuttingPriority, GcmObjective, Objective, Topic
from apps.partners.models import Chairmanship, Partner, Precision


class Kind(models.TextChoices):
    """What sort of document it is."""

    DECLARATION = "declaration", _("Declaration")
    ACTION_PLAN = "action_plan", _("Action plan or programme")
    OUTCOME_DOCUMENT = "outcome_document", _("Outcome document")
    RECOMMENDATIONS = "recommendations", _("Recommendations")
    MINUTES = "minutes", _("Minutes")
    VERBATIM = "verbatim", _("Verbatim record")
    MEETING_REPORT = "meeting_report", _("Meeting report")
    CONCEPT_NOTE = "concept_note", _("Concept note")
    BACKGROUND_NOTE = "background_note", _("Background note")
    GUIDANCE = "guidance", _("Guidance")
    STUDY = "study", _("Study")
    ASSESSMENT = "assessment", _("Assessment")
    COMPENDIUM = "compendium", _("Compendium")
    TOOLKIT = "toolkit", _("Toolkit")
    GUIDE = "guide", _("Guide")
    MAPPING = "mapping", _("Mapping")
    CASE_STUDY = "case_study", _("Case study")
    BRIEFING_PAPER = "briefing_paper", _("Briefing paper")
    SCENARIO_REPORT = "scenario_report", _("Scenario report")
    INFOGRAPHIC = "infographic", _("Infographic")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    EVALUATION_REPORT = "evaluation_report", _("Evaluation report")
    ANALYSIS_REPORT = "analysis_report", _("Analysis report")
    CALENDAR = "calendar", _("Calendar")
    ROADMAP = "roadmap", _("Roadmap")
    PROGRESS_REVIEW = "progress_review", _("Progress review")
    STOCKTAKING = "stocktaking", _("Stocktaking")
    CHAIRMANSHIP_PROGRAMME = "chairmanship_programme", _("Programme of a chairmanship")
    CHAIRMANSHIP_SUMMARY = "chairmanship_summary", _("Results of a chairmanship")
    ALIGNMENT_TABLE = "alignment_table", _("Alignment table")
    PRESS_RELEASE = "press_release", _("Press release")
    BROCHURE = "brochure", _("Brochure")
    VIDEO = "video", _("Video")
    PODCAST = "podcast", _("Podcast")
    WEBSITE = "website", _("Website")
    OTHER = "other", pgettext_lazy("kind of document", "Other document")


class Level(models.TextChoices):
    """Who may know of a document and read it; each level contains the one before (design 9)."""

    PUBLIC = "public", pgettext_lazy("access level", "public")
    FOCAL_POINTS = "focal_points", pgettext_lazy("access level", "focal points")
    COMMITTEE = "committee", pgettext_lazy("access level", "Steering Committee")
    SECRETARIAT = "secretariat", pgettext_lazy("access level", "secretariat")


LEADS_NOWHERE = _("Please add a file, or the official address of the document.")
VIDEO_KINDS = (Kind.VIDEO, Kind.PODCAST)
LATEST_FIRST = (F("issued_on").desc(nulls_last=True), "-pk")


class LatestFirstIndex(models.Index):
    """An index that ends with what has no date, as lists do; PostgreSQL by itself would begin with it."""

    def create_sql(self, model: type[models.Model], schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        """Django's, with the place of what is empty said to the one database that puts it first."""
        ordered = self.clone()
        if schema_editor.connection.vendor == "postgresql":
            ordered.fields_orders = [
                (name, f"{order} NULLS LAST" if order and model._meta.get_field(name).null else order)
                for name, order in self.fields_orders
            ]
        return models.Index.create_sql(ordered, model, schema_editor, using, **kwargs)


class DocumentQuerySet(PublicationQuerySet):
    """Documents by who may know of them."""

    def public(self, at=None) -> "DocumentQuerySet":
        """What visitors may list, count, read: published, at the level "public"."""
        return self.published(at).filter(level=Level.PUBLIC)

    def visible_to(self, user) -> "DocumentQuerySet":
        """What visitors see; the office sees every document."""
        return self if user.has_perm("documents.keep_document") else self.public()

    def latest_first(self) -> "DocumentQuerySet":
        """In the order of lists; what has no known date comes last."""
        return self.order_by(*LATEST_FIRST)

    def for_list(self) -> "DocumentQuerySet":
        """Without the texts that no row of a list shows."""
        return self.defer("transcript", "editors_note", "source")


class Document(Publishable):
    """A publication of the Dialogue; a video is one too. Sizes, languages and addresses are known or left out."""

    code = models.CharField(_("reference (for editors)"), max_length=20, unique=True, null=True, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    title_fr_is_working_translation = models.BooleanField(_("the French title is a working translation"), default=False)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    level = models.CharField(_("access level"), max_length=12, choices=Level, default=Level.SECRETARIAT)
    issued_on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("the date is known"), max_length=5, choices=Precision, default=Precision.YEAR)
    summary = models.TextField(_("summary by the editors"), blank=True)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    also_listed_as = models.CharField(_("also listed as (for editors)"), max_length=120, blank=True)
    editors_note = models.TextField(_("note by the editors"), blank=True)
    seconds = models.PositiveIntegerField(_("length of the video, in seconds"), null=True, blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    partners = models.ManyToManyField(Partner, verbose_name=_("partners"), blank=True, related_name="documents")
    chairmanships = models.ManyToManyField(
        Chairmanship, verbose_name=_("chairmanships"), blank=True, related_name="documents"
    )
    areas = models.ManyToManyField(Area, verbose_name=_("areas"), blank=True, related_name="documents")
    objectives = models.ManyToManyField(Objective, verbose_name=_("objectives"), blank=True, related_name="documents")
    actions = models.ManyToManyField(Action, verbose_name=_("actions"), blank=True, related_name="documents")
    cross_cutting = models.ManyToManyField(
        CrossCuttingPriority, verbose_name=_("cross-cutting priorities"), blank=True, related_name="documents"
    )
    gcm_objectives = models.ManyToManyField(
        GcmObjective, verbose_name=_("objectives of the Global Compact"), blank=True, related_name="documents"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="documents")
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = LATEST_FIRST
        indexes = [
            # With all that a list asks about, so that far pages and counts are read from the index alone.
            LatestFirstIndex(
                fields=["publication", "level", "-issued_on", "-id", "published_at", "kind"], name="documents_list"
            ),
            LatestFirstIndex(
                fields=["publication", "level", "kind", "-issued_on", "-id", "published_at"], name="documents_list_kind"
            ),
            LatestFirstIndex(fields=["-issued_on", "-id"], name="documents_list_office"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            in_some_language("title", app_label="documents", model_name="document"),
            models.CheckConstraint(name="documents_document_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="documents_document_level_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="documents_document_precision_known", condition=Q(precision__in=Precision.values)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The document's public page."""
        return reverse("documents:document", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether visitors may know of it now; the same answer as `public()`."""
        return self.is_published and self.level == Level.PUBLIC

    @property
    def is_video(self) -> bool:
        """Whether it is a film or a recording: told by address, length, language and transcript, never embedded."""
        return self.kind in VIDEO_KINDS


class DocumentFile(models.Model):
    """A document in one language: a file kept here, the official address that holds it, or both."""

    # It is nothing without its document, so it goes with it.
    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    address = models.URLField(_("official address"), max_length=500, blank=True)
    key = models.CharField(_("key in the storage"), max_length=120, blank=True, editable=False)
    display_name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    content_type = models.CharField(_("type"), max_length=120, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), null=True, blank=True, editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

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
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language.upper()})"

    @property
    def url(self) -> str:
        """Where visitors get the file; one that takes its place has another address, as caches keep files."""
        path = reverse("documents:file", args=[self.document.slug, self.language])
        return f"{path}?v={int(self.added_at.timestamp())}"
