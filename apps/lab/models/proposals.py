"""The proposal: what one seat puts before all others, in the language in which it was written."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.workflow import Step
from apps.framework.models import Action, GcmObjective, Objective
from apps.partners.models import Partner, Region
from apps.partners.rules import SPEAKING, seats_of

from ..workflow import EDITABLE, LISTED, SHAPES, WELCOMING, WITH_OFFICE, ProposalFlow, State
from .clocked import Clocked
from .references import new_reference
from .selection import ProposalQuerySet
from .taking import TakesOffers
from .telling import ToldInWords

TEXTS = (
    *("title", "summary", "context", "aims", "expected_results", "activities_planned"),
    *("already_done", "support_sought"),
)
SUGGESTION = "suggestion"


def _written(*fields: str) -> Q:
    """The condition "each of these texts is there in the language in which the proposal was written"."""
    either = Q()
    for language, _name in settings.LANGUAGES:
        one = Q(language=language)
        for field in fields:
            one &= Q(**{f"{field}_{language}__gt": ""})
        either |= one
    return either


def _complete_once_sent() -> Q:
    """A suggestion needs a title and a summary; the other kinds the support sought too."""
    unsent_or_archived = ~Q(state__in=WITH_OFFICE) | Q(from_archive=True)
    return (
        unsent_or_archived
        | _written("title", "summary", "support_sought")
        | _written("title", "summary") & Q(kind=SUGGESTION)
    )


def _put_to_somebody_once_sent() -> Q:
    """Who answers a suggestion is known from when it is sent."""
    return ~Q(kind=SUGGESTION) | ~Q(state__in=WITH_OFFICE) | Q(from_archive=True) | Q(addressee__gt="")


class Currency(models.TextChoices):
    """The currencies in which partners reckon; a code of ISO 4217 and its name."""

    EUR = "EUR", _("euro")
    USD = "USD", _("US dollar")
    XOF = "XOF", _("CFA franc (BCEAO)")
    XAF = "XAF", _("CFA franc (BEAC)")
    CHF = "CHF", _("Swiss franc")
    GBP = "GBP", _("pound sterling")
    MAD = "MAD", _("Moroccan dirham")
    TND = "TND", _("Tunisian dinar")
    NGN = "NGN", _("naira")
    GHS = "GHS", _("cedi")
    SEK = "SEK", _("Swedish krona")
    NOK = "NOK", _("Norwegian krone")
    DKK = "DKK", _("Danish krone")
    PLN = "PLN", _("zloty")
    CZK = "CZK", _("Czech koruna")


class Addressee(models.TextChoices):
    """To whom a suggestion is put, who answers it."""

    SECRETARIAT = "secretariat", pgettext_lazy("addressee of a suggestion", "the secretariat")
    CHAIR = "chair", pgettext_lazy("addressee of a suggestion", "the chair")
    COMMITTEE = "committee", pgettext_lazy("addressee of a suggestion", "a member of the Steering Committee")


class Proposal(ToldInWords, TakesOffers, Clocked):
    """A project proposal, a request for assistance, a call for partners or a suggestion, put forward by a seat."""

    class Kind(models.TextChoices):
        PROJECT = "project", _("project proposal")
        TECHNICAL = "technical", _("request for technical assistance")
        FINANCIAL = "financial", _("request for financial assistance")
        PARTNERS = "partners", _("call for partners")
        SUGGESTION = "suggestion", _("suggestion")

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    partner = models.ForeignKey(
        Partner, verbose_name=_("put forward by"), on_delete=models.PROTECT, related_name="proposals"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PROJECT)
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    context = models.TextField(_("context"), blank=True)
    aims = models.TextField(_("what it is to achieve"), blank=True)
    expected_results = models.TextField(_("expected results"), blank=True)
    activities_planned = models.TextField(_("activities planned"), blank=True)
    already_done = models.TextField(_("what the country already does"), blank=True)
    support_sought = models.TextField(_("support sought"), blank=True)
    objectives = models.ManyToManyField(Objective, verbose_name=_("objectives"), blank=True, related_name="proposals")
    actions = models.ManyToManyField(Action, verbose_name=_("actions"), blank=True, related_name="proposals")
    gcm_objectives = models.ManyToManyField(
        GcmObjective, verbose_name=_("objectives of the Global Compact"), blank=True, related_name="proposals"
    )
    partners_concerned = models.ManyToManyField(
        Partner, verbose_name=_("partners concerned"), blank=True, related_name="proposals_about"
    )
    regions = models.ManyToManyField(Region, verbose_name=_("regions concerned"), blank=True, related_name="proposals")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, choices=Currency)
    share_sought = models.PositiveSmallIntegerField(_("share of it that is sought, in per cent"), null=True, blank=True)
    contact = models.CharField(_("contact"), max_length=250, blank=True)
    addressee = models.CharField(_("addressed to"), max_length=12, blank=True, choices=Addressee)
    addressed_partner = models.ForeignKey(
        Partner,
        verbose_name=_("committee member addressed"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)
    from_archive = models.BooleanField(_("taken over from the former laboratory"), default=False)
    is_example = models.BooleanField(_("example of the demonstration"), default=False, editable=False)
    source = models.TextField(_("source (for editors)"), blank=True)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("sent to the secretariat"), null=True, blank=True)
    opened_at = models.DateTimeField(_("published to all focal points"), null=True, blank=True)
    started_at = models.DateTimeField(_("work begun"), null=True, blank=True)
    concluded_at = models.DateTimeField(_("concluded"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    offers_until = models.DateTimeField(_("takes offers until"), null=True, blank=True)
    news_at = models.DateTimeField(_("last news"), null=True, blank=True, editable=False)
    news_asked_at = models.DateTimeField(_("asked for news"), null=True, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()
    flow = ProposalFlow

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # With what readers may see of it, so that far pages and counts are read from the index alone.
            models.Index(fields=["from_archive", "-opened_at", "-id", "state", "partner"], name="lab_proposal_latest"),
            models.Index(fields=["state", "submitted_at", "partner"], name="lab_proposal_waiting"),
            models.Index(fields=["-submitted_at", "-id"], name="lab_proposal_office"),
            models.Index(fields=["partner", "-updated_at", "-id"], name="lab_proposal_seat"),
            models.Index(fields=["partner", "state", "-updated_at", "id"], name="lab_proposal_desk"),
            models.Index(
                fields=["partner", "question_at"], condition=Q(question_at__isnull=False), name="lab_proposal_asked"
            ),
            models.Index(fields=["addressee", "addressed_partner"], name="lab_proposal_put_to"),
        ]
        constraints = [
            models.CheckConstraint(
                name="lab_proposal_known_state",
                condition=Q(state__in=State.values),
                violation_error_message=_("A proposal is in one of the states of its workflow."),
            ),
            models.CheckConstraint(
                name="lab_proposal_known_kind",
                condition=Q(kind__in=["project", "technical", "financial", "partners", "suggestion"]),
                violation_error_message=_("This kind of proposal is not known."),
            ),
            models.CheckConstraint(
                name="lab_proposal_titled_in_its_language",
                condition=_written("title"),
                violation_error_message=_("A proposal has a title in the language in which it is written."),
            ),
            models.CheckConstraint(
                name="lab_proposal_sent_is_complete",
                condition=_complete_once_sent(),
                violation_error_message=_("A proposal that was sent has a title, a summary and the support sought."),
            ),
            models.CheckConstraint(
                name="lab_proposal_sent_is_dated",
                condition=~Q(state__in=[*WITH_OFFICE, State.RETURNED])
                | Q(from_archive=True)
                | Q(submitted_at__isnull=False),
                violation_error_message=_("A proposal that was sent says when."),
            ),
            models.CheckConstraint(
                name="lab_proposal_listed_is_dated",
                condition=~Q(state__in=LISTED) | Q(from_archive=True) | Q(opened_at__isnull=False),
                violation_error_message=_("A proposal that was published says when."),
            ),
            models.CheckConstraint(
                name="lab_proposal_ended_is_dated",
                condition=(
                    (~Q(state=State.CONCLUDED) | Q(concluded_at__isnull=False))
                    & (~Q(state=State.CLOSED) | Q(closed_at__isnull=False))
                    & (~Q(state=State.WITHDRAWN) | Q(withdrawn_at__isnull=False))
                ),
                violation_error_message=_("A proposal that has ended says when."),
            ),
            models.CheckConstraint(
                name="lab_proposal_has_an_author",
                condition=Q(author__isnull=False) | Q(from_archive=True),
                violation_error_message=_("Only a proposal of the former laboratory has no author."),
            ),
            models.CheckConstraint(
                name="lab_proposal_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="lab_proposal_budget_has_currency",
                condition=Q(budget__isnull=True) | (Q(budget__gte=0) & Q(currency__in=Currency.values)),
                violation_error_message=_("A budget is an amount in a currency."),
            ),
            models.CheckConstraint(
                name="lab_proposal_share_is_of_hundred",
                condition=Q(share_sought__isnull=True) | Q(share_sought__gte=1, share_sought__lte=100),
                violation_error_message=_("A share is between 1 and 100 per cent."),
            ),
            models.CheckConstraint(
                name="lab_proposal_addressee_known",
                condition=Q(addressee__in=["", *Addressee.values])
                & (Q(addressee=Addressee.COMMITTEE) | Q(addressed_partner__isnull=True)),
                violation_error_message=_("A suggestion is put to the secretariat, the chair or a committee member."),
            ),
            models.CheckConstraint(
                name="lab_proposal_suggestion_is_put_to_somebody",
                condition=_put_to_somebody_once_sent(),
                violation_error_message=_("A suggestion is put to the secretariat, the chair or a committee member."),
            ),
            models.CheckConstraint(
                name="lab_proposal_merged_is_closed",
                condition=Q(merged_into__isnull=True) | Q(state=State.CLOSED),
                violation_error_message=_("Only a closed proposal is merged into another."),
            ),
            models.UniqueConstraint(
                name="lab_proposal_once_per_form",
                fields=["author", "form_key"],
                violation_error_message=_("This form has been sent already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.reference

    def get_absolute_url(self) -> str:
        """The proposal's page in the space."""
        return reverse("lab:proposal", args=[self.reference])

    def address_of_step(self, step: Step) -> str:
        """Where the form of a step is sent."""
        return reverse("lab:step", args=[self.reference, step.name])

    # Django's own `get_…_display` compare with every choice in turn; lists ask for twenty of each.
    def get_kind_display(self) -> str:
        """The kind in the reader's language."""
        return str(self.Kind(self.kind).label)

    def get_state_display(self) -> str:
        """The state in the reader's language."""
        return str(State(self.state).label)

    @property
    def state_shape(self) -> str:
        """The shape before the words of the state (components/badge.html)."""
        return SHAPES[self.state]

    @property
    def is_editable(self) -> bool:
        """Whether its texts may still change: a draft, or returned for completion."""
        return self.state in EDITABLE

    @property
    def is_returned(self) -> bool:
        """Whether the secretariat asked for completion."""
        return self.state == State.RETURNED

    @property
    def is_welcoming(self) -> bool:
        """Whether it takes offers of support."""
        return self.state in WELCOMING

    @property
    def is_listed(self) -> bool:
        """Whether all seats may read it."""
        return self.state in LISTED

    def written(self, field: str) -> str:
        """A text of the proposal in the language in which it was written."""
        return getattr(self, f"{field}_{self.language}") or ""

    @cached_property
    def files(self) -> list:
        """The files that go with it; none are asked for where a page knows already that there are none."""
        return list(self.attachments.kept()) if getattr(self, "has_files", True) else []

    def seat_of(self, by) -> int | None:
        """The seat for which the person acts on this proposal; None for the secretariat.

        Whoever belongs to both acts for the seat only where they may speak for it, and never to publish or return.
        """
        is_office_act = self.state in (State.OPEN, State.RETURNED)
        return None if is_office_act or self.partner_id not in seats_of(by, SPEAKING) else self.partner_id

    def timeline_for(self, user) -> list:
        """The lines of the timeline that this person may read, in words, the oldest first."""
        return [line.in_words_for(user) for line in self.lines.told_to(user)]

    def write_line(self, **facts) -> None:
        """Add a line to the timeline; called by the door of the workflow."""
        self.lines.create(**facts)
