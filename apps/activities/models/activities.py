"""Activities of the Dialogue: meetings of any kind, with what is known of their days, of who took part, of the plan."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.bilingual import in_some_language
from apps.common.models import PublicationQuerySet, Publishable
from apps.documents.models import Document
from apps.framework.models import Action, Area, CrossCuttingPriority, Objective, Topic
from apps.partners.models import Network, Partner, Precision


class Kind(models.TextChoices):
    """What sort of meeting an activity is."""

    MINISTERIAL = "ministerial", _("Ministerial Conference")
    SOM = "som", _("Senior Officials’ Meeting")
    JVAP_SOM = "jvap_som", _("Senior Officials’ Meeting on the Joint Valletta Action Plan")
    STEERING_COMMITTEE = "sc", _("Steering Committee")
    THEMATIC = "thematic", _("Thematic meeting")
    TECHNICAL_WORKSHOP = "technical_workshop", _("Technical workshop")
    WEBINAR = "webinar", _("Webinar")
    ROUNDTABLE = "roundtable", _("Roundtable")
    LABEL_EVENT = "label_event", _("Labelled event")
    SPECIAL_EVENT = "special_event", _("Special event")
    JOINT_MEETING = "joint_meeting", _("Joint meeting with another process")
    SCENARIO_WORKSHOP = "scenario_workshop", _("Scenario workshop")
    NETWORK_MEETING = "network_meeting", _("Meeting of a network")
    CONSULTATION = "consultation", _("Consultation")
    DRAFTING = "drafting", _("Drafting session")
    NATIONAL_COORDINATION = "national_coordination", _("National coordination meeting")
    EXTERNAL = "external", _("Event of another process")
    SIDE_EVENT = "side_event", _("Side event")


class Status(models.TextChoices):
    """Whether an activity took place."""

    ANNOUNCED = "announced", pgettext_lazy("status of an activity", "announced")
    HELD = "held", pgettext_lazy("status of an activity", "held")
    POSTPONED = "postponed", pgettext_lazy("status of an activity", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("status of an activity", "cancelled")


TAKING_PLACE = (Status.ANNOUNCED, Status.HELD)


class ActivityQuerySet(PublicationQuerySet):
    """Activities by when they are and who sees them."""

    def visible_to(self, user, at: datetime.datetime | None = None) -> "ActivityQuerySet":
        """What visitors see at that moment (default: now); the office sees drafts and withdrawn ones too."""
        return self if user.has_perm("activities.keep_activity") else self.published(at)

    def upcoming(self, on: datetime.date | None = None) -> "ActivityQuerySet":
        """Announced activities that are not over on that day (default: today in Brussels), the next one first."""
        on = on or timezone.localdate()
        not_over = Q(ends_on__gte=on) | Q(ends_on__isnull=True, starts_on__gte=on)
        return self.filter(not_over, status=Status.ANNOUNCED).order_by("starts_on", "pk")

    def latest_first(self) -> "ActivityQuerySet":
        """In the order of lists."""
        return self.order_by("-starts_on", "-pk")

    def for_list(self) -> "ActivityQuerySet":
        """Without the texts that no row of a list shows."""
        return self.defer(*LONG_TEXTS)


LONG_TEXTS = (
    "summary",
    "objective",
    "body",
    "venue",
    "date_note",
    "participation_note",
    "participant_profile",
    "reaction",
    "reaction_source",
    "invited",
    "organiser_note",
    "funder",
    "editors_note",
    "source",
)


class Activity(Publishable):
    """A meeting of any kind. Country, people and delegations are three numbers: sources give them apart."""

    code = models.CharField(_("reference (for editors)"), max_length=20, unique=True, null=True, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    title_fr_is_working_translation = models.BooleanField(_("the French title is a working translation"), default=False)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ANNOUNCED)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(_("the dates are known"), max_length=5, choices=Precision, default=Precision.DAY)
    is_online = models.BooleanField(_("online"), default=False)
    city = models.CharField(_("city"), max_length=120, blank=True)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    country = models.ForeignKey(
        Partner,
        verbose_name=_("host country"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_activities",
    )
    country_name = models.CharField(_("host country, where it is not a partner"), max_length=120, blank=True)
    date_note = models.CharField(_("note on the dates"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    objective = models.TextField(_("what it was for"), blank=True)
    body = models.TextField(_("account"), blank=True)
    people = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    people_is_approximate = models.BooleanField(_("the number of people is approximate"), default=False)
    people_is_minimum = models.BooleanField(_("more people than that number"), default=False)
    delegations = models.PositiveSmallIntegerField(_("number of delegations"), null=True, blank=True)
    participant_profile = models.CharField(_("profile of the participants"), max_length=300, blank=True)
    reaction = models.TextField(_("reaction of the participants"), blank=True)
    reaction_source = models.CharField(_("source of the reaction, as readers see it"), max_length=300, blank=True)
    invited = models.CharField(_("invited who are not partners"), max_length=300, blank=True)
    countries = models.PositiveSmallIntegerField(_("number of countries"), null=True, blank=True)
    participation_note = models.CharField(_("note on who took part"), max_length=300, blank=True)
    co_chairs = models.ManyToManyField(
        Partner, verbose_name=_("co-chairs"), blank=True, related_name="co_chaired_activities"
    )
    organisers = models.ManyToManyField(
        Partner, verbose_name=_("organisers"), blank=True, related_name="organised_activities"
    )
    funder = models.CharField(_("funded by"), max_length=200, blank=True)
    organiser_note = models.CharField(_("note on the organisers"), max_length=300, blank=True)
    areas = models.ManyToManyField(Area, verbose_name=_("areas"), blank=True, related_name="activities")
    objectives = models.ManyToManyField(Objective, verbose_name=_("objectives"), blank=True, related_name="activities")
    actions = models.ManyToManyField(Action, verbose_name=_("actions"), blank=True, related_name="activities")
    cross_cutting = models.ManyToManyField(
        CrossCuttingPriority, verbose_name=_("cross-cutting priorities"), blank=True, related_name="activities"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="activities")
    documents = models.ManyToManyField(Document, verbose_name=_("documents"), blank=True, related_name="activities")
    network = models.ForeignKey(
        Network,
        verbose_name=_("meeting of another network"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    follows = models.ManyToManyField(
        "self", verbose_name=_("follows up on"), symmetrical=False, blank=True, related_name="followed_by"
    )
    editors_note = models.TextField(_("note by the editors"), blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            # With all that a list asks about, so that far pages and counts are read from the index alone.
            models.Index(
                fields=["publication", "-starts_on", "-id", "published_at", "country"], name="activities_list"
            ),
            models.Index(
                fields=["publication", "kind", "-starts_on", "-id", "published_at"], name="activities_list_kind"
            ),
            models.Index(
                fields=["publication", "status", "-starts_on", "-id", "published_at"], name="activities_list_status"
            ),
            models.Index(fields=["country", "-starts_on", "-id"], name="activities_list_country"),
            models.Index(fields=["-starts_on", "-id"], name="activities_list_office"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            in_some_language("title", app_label="activities", model_name="activity"),
            models.CheckConstraint(
                name="activities_activity_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(name="activities_activity_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="activities_activity_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="activities_activity_precision_known", condition=Q(precision__in=Precision.values)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The activity's public page."""
        return reverse("activities:activity", args=[self.slug])

    @property
    def last_day(self) -> datetime.date:
        """The day on which it ends, which is the day on which it begins where no other is known."""
        return self.ends_on or self.starts_on

    @property
    def takes_place(self) -> bool:
        """Whether it was held or is to be; what was postponed or cancelled serves nothing."""
        return self.status in TAKING_PLACE

    def is_to_come(self, on: datetime.date) -> bool:
        """Whether it is announced and not over on that day."""
        return self.status == Status.ANNOUNCED and self.last_day >= on
