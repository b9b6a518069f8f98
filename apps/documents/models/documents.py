"""Publications of the Dialogue, each at an access level; who may know of which is asked of its queryset."""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.bilingual import in_some_language
from apps.common.models import PublicationQuerySet, Publishable
from apps.framework.models import Action, Area, CrossCuttingPriority, GcmObjective, Objective, Topic
from apps.partners.models import Chairmanship, Network, Partner, Precision
from apps.partners.networks import NFP

from ..access import LADDER, LOGGED, Level, is_held, is_public, reach_of
from ..symbols import LONGEST_SYMBOL, Symbol, check_symbol


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
        return self.filter(is_public(at=at))

    def visible_to(self, user, at: datetime.datetime | None = None) -> "DocumentQuerySet":
        """What this person may know of at that moment (default: now): the same answer, document by document, as
        `documents.view_document`.

        The office sees every document. Others see what is published: the public level, and above it what the seats
        reach by which they act, in the network whose paper it is; of a paper for named partners only, those seats.
        """
        if user.has_perm("documents.keep_document"):
            return self.all()
        seen = Q(level=Level.PUBLIC)
        for network, level, seats in reach_of(user).openings():
            named = Document.named_partners.through.objects.filter(document=OuterRef("pk"), partner__in=seats)
            is_theirs = Q(network__isnull=True) if network == NFP else Q(pk__in=[])
            is_theirs |= Q(network__in=Network.objects.filter(code=network).values("pk"))
            seen |= is_theirs & Q(level=level) & (Q(for_named_only=False) | Exists(named))
        return self.published(at).filter(is_held(at=at), seen)

    def to_be_changed(self, at=None) -> "DocumentQuerySet":
        """Those whose level held until a moment that has come."""
        return self.filter(level_until__lte=at or timezone.now()).order_by("pk")

    def latest_first(self) -> "DocumentQuerySet":
        """In the order of lists; what has no known date comes last."""
        return self.order_by(*LATEST_FIRST)

    def newest_first(self) -> "DocumentQuerySet":
        """By the moment from which they stand here."""
        return self.order_by("-published_at", "-pk")

    def for_page(self) -> "DocumentQuerySet":
        """With `has_predecessors`, whether it takes the place of another, and the network whose paper it is."""
        older = Document.objects.filter(superseded_by=OuterRef("pk"))
        return self.select_related("network").annotate(has_predecessors=Exists(older))

    def for_list(self) -> "DocumentQuerySet":
        """Without the texts that no row of a list shows."""
        return self.defer("transcript", "editors_note", "source")


# What the space asks of a document beside its publication, the moment of which comes last.
ASKED = ("network", "level", "for_named_only", "level_until", "kind", "published_at")
LADDER_CONSTRAINTS = [
    models.CheckConstraint(name="documents_document_level_after_known", condition=Q(level_after__in=["", *LADDER])),
    models.CheckConstraint(
        name="documents_document_until_and_after",
        condition=Q(level_until__isnull=True, level_after="") | Q(level_until__isnull=False) & ~Q(level_after=""),
        violation_error_message=_(
            "A moment until which the level holds needs the level after it, and the other way round."
        ),
    ),
    models.CheckConstraint(
        name="documents_document_after_is_another",
        condition=~Q(level_after=F("level")),
        violation_error_message=_("After that moment the document has this level already. Please choose another."),
    ),
    models.CheckConstraint(
        name="documents_document_named_above_public",
        condition=Q(for_named_only=False) | ~Q(level=Level.PUBLIC) & ~Q(level_after=Level.PUBLIC),
        violation_error_message=_("What is for named partners only cannot be public, now or later."),
    ),
    models.CheckConstraint(
        name="documents_document_network_without_committee",
        condition=Q(network__isnull=True) | ~Q(level=Level.COMMITTEE) & ~Q(level_after=Level.COMMITTEE),
        violation_error_message=_("The Steering Committee reads no papers of another network."),
    ),
    models.CheckConstraint(
        name="documents_document_original_known",
        condition=Q(original_language__in=["", *(code for code, _name in settings.LANGUAGES)]),
    ),
    models.CheckConstraint(
        name="documents_document_supersedes_another",
        condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("pk")),
        violation_error_message=_("A document is not superseded by itself."),
    ),
]


class Document(Publishable):
    """A publication of the Dialogue; a video is one too. Sizes, languages and addresses are known or left out."""

    code = models.CharField(_("reference (for editors)"), max_length=20, unique=True, null=True, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    symbol = models.CharField(
        _("symbol"), max_length=LONGEST_SYMBOL, unique=True, null=True, blank=True, validators=[check_symbol]
    )
    title = models.CharField(_("title"), max_length=300)
    title_fr_is_working_translation = models.BooleanField(_("the French title is a working translation"), default=False)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    level = models.CharField(_("access level"), max_length=12, choices=Level, default=Level.SECRETARIAT)
    level_until = models.DateTimeField(_("the level holds until"), null=True, blank=True)
    level_after = models.CharField(_("the level after that moment"), max_length=12, choices=Level, blank=True)
    for_named_only = models.BooleanField(_("for named partners only"), default=False)
    named_partners = models.ManyToManyField(
        Partner, verbose_name=_("named partners"), blank=True, related_name="documents_for_them"
    )
    network = models.ForeignKey(
        Network,
        verbose_name=_("paper of another network"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
    )
    original_language = models.CharField(_("original language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("superseded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
    )
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
                fields=["publication", "level", "-issued_on", "-id", "published_at", "level_until", "kind"],
                name="documents_list",
            ),
            LatestFirstIndex(
                fields=["publication", "level", "kind", "-issued_on", "-id", "published_at", "level_until"],
                name="documents_list_kind",
            ),
            # The lists of the space: all levels in one order, those of another network, the newest here first.
            LatestFirstIndex(fields=["publication", "-issued_on", "-id", *ASKED], name="documents_list_space"),
            LatestFirstIndex(
                fields=["network", "publication", "-issued_on", "-id", *ASKED[1:]],
                name="documents_list_network",
                condition=Q(network__isnull=False),
            ),
            models.Index(fields=["publication", "-published_at", "-id", *ASKED[:-1]], name="documents_list_new"),
            LatestFirstIndex(fields=["-issued_on", "-id"], name="documents_list_office"),
            models.Index(fields=["level_until"], name="documents_level_until", condition=Q(level_until__isnull=False)),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            in_some_language("title", app_label="documents", model_name="document"),
            models.CheckConstraint(name="documents_document_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="documents_document_level_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="documents_document_precision_known", condition=Q(precision__in=Precision.values)
            ),
            *LADDER_CONSTRAINTS,
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The document's public page."""
        return reverse("documents:document", args=[self.slug])

    def clean(self) -> None:
        """An empty symbol is none; documents do not supersede one another in a circle."""
        super().clean()
        self.symbol = self.symbol or None
        later, seen = self.superseded_by, {self.pk}
        while later is not None:
            if later.pk in seen:
                raise ValidationError({"superseded_by": _("These documents would supersede one another in a circle.")})
            seen.add(later.pk)
            later = later.superseded_by

    @property
    def symbol_words(self) -> str:
        """What the marks of its symbol mean; empty where it has none."""
        return Symbol.of(self.symbol).words if self.symbol else ""

    @property
    def is_held(self) -> bool:
        """Whether its level holds now; the same answer as `is_held()` for lists."""
        return self.level_until is None or self.level_until > timezone.now()

    @property
    def is_public(self) -> bool:
        """Whether visitors may know of it now; the same answer as `public()`."""
        return self.is_published and self.is_held and self.level == Level.PUBLIC

    @property
    def is_logged(self) -> bool:
        """Whether each read is written down: of the committee’s papers, the secretariat’s, and those for named ones."""
        return self.level in LOGGED or self.for_named_only

    @property
    def network_code(self) -> str:
        """The code of the network whose paper it is."""
        return self.network.code if self.network_id else NFP

    @property
    def is_video(self) -> bool:
        """Whether it is a film or a recording: told by address, length, language and transcript, never embedded."""
        return self.kind in VIDEO_KINDS
