"""The proposal: what one seat puts before all others, in the language in which it was written."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_secretariat
from apps.common.bilingual import language_codes
from apps.common.dates import DateBlock, date_block
from apps.common.workflow import Step
from apps.framework.models import Action, Objective
from apps.partners.models import Partner
from apps.partners.rules import SPEAKING, seats_of

from ..workflow import EDITABLE, LISTED, SHAPES, WELCOMING, WITH_OFFICE, ProposalFlow, State
from .references import new_reference

TEXTS = ("title", "summary", "context", "expected_results", "support_sought")
OF_A_ROW = ("reference", "partner_id", "kind", "state", "from_archive", "is_example", "opened_at", "updated_at")
TO_SUBMIT = ("title", "summary", "support_sought")


def proposals_seen_by(user, prefix: str = "") -> Q:
    """The condition "this person may see the proposal", for a queryset that reaches it by `prefix` ("proposal__").

    The table of design 5: own seat always; the secretariat what is or was with it; all seats what is listed.
    """

    def which(**conditions) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    seats = seats_of(user)
    seen = which(partner__in=seats)
    if seats:
        seen |= which(state__in=LISTED)
    if is_secretariat(user):
        was_submitted = which(submitted_at__isnull=False) | which(from_archive=True)
        seen |= which(state__in=WITH_OFFICE) | (which(state=State.WITHDRAWN) & was_submitted)
    return seen


def _written(*fields: str) -> Q:
    """The condition "each of these texts is there in the language in which the proposal was written"."""
    either = Q()
    for language, _name in settings.LANGUAGES:
        one = Q(language=language)
        for field in fields:
            one &= Q(**{f"{field}_{language}__gt": ""})
        either |= one
    return either


class ProposalQuerySet(models.QuerySet):
    """Proposals by where they stand and by who may see them."""

    def visible_to(self, user) -> "ProposalQuerySet":
        """The proposals that this person may read."""
        return self.filter(proposals_seen_by(user))

    def known_as_withdrawn_to(self, user) -> "ProposalQuerySet":
        """Withdrawn proposals of which this person may know that one word, because they had been open to all seats."""
        if not seats_of(user):
            return self.none()
        return self.filter(Q(opened_at__isnull=False) | Q(from_archive=True), state=State.WITHDRAWN)

    def listed(self) -> "ProposalQuerySet":
        """Proposals that have been published to all seats and not withdrawn since."""
        return self.none_but(LISTED)

    def none_but(self, states: Iterable[str]) -> "ProposalQuerySet":
        """Proposals in these states, for lists that begin with the latest of many.

        Said by what is left out: asked for by state, SQLite would read and sort all of them instead of the first.
        """
        return self.exclude(state__in=sorted(set(State) - set(states)))

    def welcoming(self) -> "ProposalQuerySet":
        """Proposals that take offers of support."""
        return self.filter(state__in=WELCOMING)

    def of_seats(self, user) -> "ProposalQuerySet":
        """The proposals of the seats for which this person acts, in whichever state."""
        return self.filter(partner__in=seats_of(user))

    def editable(self) -> "ProposalQuerySet":
        """Drafts, and proposals returned for completion."""
        return self.filter(state__in=EDITABLE)

    def waiting_for_office(self) -> "ProposalQuerySet":
        """Proposals that the secretariat has yet to publish or return, the longest wait first."""
        return self.filter(state=State.SUBMITTED).order_by("submitted_at", "pk")

    def latest_first(self) -> "ProposalQuerySet":
        """By the moment of publication; those of the former laboratory, whose dates are not known, last."""
        return self.order_by("from_archive", "-opened_at", "-pk")

    def prefetched_for_list(self) -> "ProposalQuerySet":
        """With what a line of a list shows."""
        titles, names = ([f"{name}_{code}" for code in language_codes()] for name in ("title", "name"))
        codes = Objective.objects.only("code").order_by("area__number", "number", "code")
        # Joined, SQLite would at times go through the partners first, and so through all proposals.
        partners = Partner.objects.only("code", *names)
        return self.only(*OF_A_ROW, *titles).prefetch_related(
            Prefetch("partner", partners), Prefetch("objectives", codes)
        )

    def prefetched_for_page(self) -> "ProposalQuerySet":
        """With what the page of a proposal shows."""
        objectives = Objective.objects.select_related("area__plan").only("code", "area__plan__slug")
        actions = Action.objects.select_related("objective__area__plan").only("number", "objective__area__plan__slug")
        return self.select_related("partner").prefetch_related(
            Prefetch("objectives", objectives.order_by("area__number", "number", "code")),
            Prefetch("actions", actions.order_by("number", "pk")),
        )


class Proposal(models.Model):
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
    expected_results = models.TextField(_("expected results"), blank=True)
    support_sought = models.TextField(_("support sought"), blank=True)
    objectives = models.ManyToManyField(Objective, verbose_name=_("objectives"), blank=True, related_name="proposals")
    actions = models.ManyToManyField(Action, verbose_name=_("actions"), blank=True, related_name="proposals")
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
                condition=~Q(state__in=WITH_OFFICE) | Q(from_archive=True) | _written(*TO_SUBMIT),
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
    def opened_block(self) -> DateBlock | None:
        """The day of its publication, for the head of a row; None where that is not known."""
        return date_block(self.opened_at) if self.opened_at else None

    @property
    def changed_block(self) -> DateBlock | None:
        """The day of its last change, for the head of a row; None for one whose dates are not known."""
        return None if self.from_archive else date_block(self.updated_at)

    @property
    def facts_line(self) -> str:
        """Partner, kind and what it serves, in one line; reads `partner` and `objectives`."""
        codes = ", ".join(objective.code for objective in self.objectives.all())
        number = len(self.objectives.all())
        serves = ngettext("objective %(codes)s", "objectives %(codes)s", number) % {"codes": codes} if number else ""
        archive = gettext("from the former laboratory, date not known") if self.from_archive else ""
        return " · ".join(part for part in (str(self.partner), self.get_kind_display(), serves, archive) if part)

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
    def return_note(self) -> str:
        """The secretariat's latest note on what is missing."""
        lines = self.lines.filter(offer__isnull=True, step=ProposalFlow.return_.name).order_by("-at", "-pk")
        return lines.values_list("note", flat=True).first() or ""

    @cached_property
    def files(self) -> list:
        """The files that go with it."""
        return list(self.attachments.kept())

    def seat_of(self, by) -> int | None:
        """The seat for which the person acts on this proposal; None for the secretariat.

        Whoever belongs to both acts for the seat only where they may speak for it, and never to publish or return.
        """
        is_office_act = self.state in (State.OPEN, State.RETURNED)
        return None if is_office_act or self.partner_id not in seats_of(by, SPEAKING) else self.partner_id

    def timeline_for(self, user) -> list:
        """The lines of the timeline that this person may read, in words, the oldest first."""
        lines = self.lines.visible_to(user).select_related("actor", "partner").order_by("at", "pk")
        return [line.in_words_for(user) for line in lines]

    def write_line(self, **facts) -> None:
        """Add a line to the timeline; called by the door of the workflow."""
        self.lines.create(**facts)
