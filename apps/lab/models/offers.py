"""The offer of support: another seat's answer to a proposal."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_secretariat
from apps.common.bilingual import Words, active_language
from apps.common.dates import DateBlock, date_block
from apps.common.workflow import Step
from apps.partners.models import Mandate, Partner
from apps.partners.rules import SPEAKING, seats_of

from ..workflow import OFFER_SHAPES, STANDING, WELCOMING, OfferFlow, OfferState
from .proposals import Proposal
from .references import new_reference
from .selection import proposals_seen_by
from .support import SupportKind


def contacts_of(partner_id: int, author_id: int | None) -> list[Mandate]:
    """The running mandates of those who speak for a seat, and of the author if still there; heads first, each once."""
    mandates = (
        Mandate.objects.acting()
        .filter(Q(role__in=SPEAKING) | Q(user=author_id), partner=partner_id)
        .select_related("user")
        .order_by("user__name", "user_id")
    )
    found: dict[int, Mandate] = {}
    for mandate in sorted(mandates, key=lambda mandate: Mandate.Role.values.index(mandate.role)):
        found.setdefault(mandate.user_id, mandate)
    return list(found.values())


class OfferQuerySet(models.QuerySet):
    """Offers by who may know of them and who may read them."""

    def visible_to(self, user) -> "OfferQuerySet":
        """Offers of which this person may know that they were made, by whom and of which kind.

        All seats while the offer stands; the seat that made it always; the seat that proposed and the secretariat
        whenever they see the proposal. What it says is for `readable_by`.
        """
        seats = seats_of(user)
        standing = Q(state__in=STANDING) & proposals_seen_by(user, "proposal__")
        return self.filter(standing | self._parties(user, seats))

    def readable_by(self, user) -> "OfferQuerySet":
        """Offers whose text, conditions and contact this person may read: the two seats and the secretariat."""
        return self.filter(self._parties(user, seats_of(user)))

    @staticmethod
    def _parties(user, seats) -> Q:
        parties = Q(partner__in=seats) | Q(proposal__partner__in=seats)
        if is_secretariat(user):
            parties |= proposals_seen_by(user, "proposal__")
        return parties

    def standing(self) -> "OfferQuerySet":
        """Offers that wait for an answer or were accepted."""
        return self.filter(state__in=STANDING)

    def waiting_for(self, seats) -> "OfferQuerySet":
        """Offers that these seats have yet to answer, the longest wait first."""
        return self.filter(state=OfferState.MADE, proposal__partner__in=seats, proposal__state__in=WELCOMING).order_by(
            "made_at", "pk"
        )


class Offer(models.Model):
    """What a seat offers to support a proposal, under which conditions, from when, and whom to speak to."""

    Kind = SupportKind

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    proposal = models.ForeignKey(Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="offers")
    partner = models.ForeignKey(Partner, verbose_name=_("offered by"), on_delete=models.PROTECT, related_name="offers")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind of support"), max_length=12, choices=Kind)
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    text = models.TextField(_("what is offered"))
    conditions = models.TextField(_("conditions"), blank=True)
    starts_on = models.DateField(_("from when"), null=True, blank=True)
    contact = models.CharField(_("contact"), max_length=250, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=OfferState, default=OfferState.MADE)
    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)
    is_example = models.BooleanField(_("example of the demonstration"), default=False, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("answered or withdrawn"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()
    flow = OfferFlow

    class Meta:
        verbose_name = _("offer of support")
        verbose_name_plural = _("offers of support")
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["partner", "-made_at", "-id"], name="lab_offer_seat")]
        constraints = [
            models.CheckConstraint(
                name="lab_offer_known_state",
                condition=Q(state__in=OfferState.values),
                violation_error_message=_("An offer is in one of the states of its workflow."),
            ),
            models.CheckConstraint(
                name="lab_offer_known_kind",
                condition=Q(kind__in=["expertise", "training", "equipment", "funding", "partnership", "experience"]),
                violation_error_message=_("This kind of support is not known."),
            ),
            models.CheckConstraint(
                name="lab_offer_ended_is_dated",
                condition=Q(state=OfferState.MADE, ended_at__isnull=True)
                | (~Q(state=OfferState.MADE) & Q(ended_at__isnull=False)),
                violation_error_message=_("An offer is dated when it is answered or withdrawn, and only then."),
            ),
            models.CheckConstraint(
                name="lab_offer_says_what",
                condition=Q(text__gt=""),
                violation_error_message=_("An offer says what is offered."),
            ),
            models.UniqueConstraint(
                name="lab_offer_once_per_form",
                fields=["author", "form_key"],
                violation_error_message=_("This form has been sent already."),
            ),
            models.UniqueConstraint(
                name="lab_offer_one_of_a_kind_waits",
                fields=["proposal", "partner", "kind"],
                condition=Q(state=OfferState.MADE),
                violation_error_message=_("An offer of this kind from this partner waits for an answer already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The offer's place on the page of its proposal."""
        return f"{self.proposal.get_absolute_url()}#offer-{self.reference}"

    def address_of_step(self, step: Step) -> str:
        """Where the form of a step is sent."""
        return reverse("lab:offer_step", args=[self.proposal.reference, self.reference, step.name])

    def is_made_by_seat_of(self, user) -> bool:
        """Whether it is the reader's own seat that offers."""
        return self.partner_id in seats_of(user)

    @property
    def state_shape(self) -> str:
        """The shape before the words of the state (components/badge.html)."""
        return OFFER_SHAPES[self.state]

    @property
    def is_waiting(self) -> bool:
        """Whether the seat that proposed has yet to answer."""
        return self.state == OfferState.MADE

    @property
    def has_ended_unanswered(self) -> bool:
        """Whether the proposal ended before the offer was answered; reads `proposal`."""
        return self.is_waiting and not self.proposal.is_welcoming

    @property
    def state_told(self) -> str:
        """Its state in the reader's language; an offer that nobody answered ends with its proposal."""
        return gettext("ended with the proposal") if self.has_ended_unanswered else self.get_state_display()

    @property
    def shape_told(self) -> str:
        """The shape before these words."""
        return OFFER_SHAPES[OfferState.WITHDRAWN] if self.has_ended_unanswered else self.state_shape

    @property
    def is_standing(self) -> bool:
        """Whether it waits for an answer or was accepted."""
        return self.state in STANDING

    @property
    def made_block(self) -> DateBlock:
        """The day on which it was made, for the head of a row."""
        return date_block(self.made_at)

    @property
    def facts_line(self) -> str:
        """To whom and of which kind, in one line; reads `proposal.partner`."""
        return f"{self.proposal.partner} · {self.get_kind_display()}"

    def in_its_language(self, text: str) -> Words:
        """A text of the offer, which exists in the language of writing only."""
        return Words(text, self.language, is_fallback=self.language != active_language())

    @property
    def text_shown(self) -> Words:
        """What is offered, for a page."""
        return self.in_its_language(self.text)

    @property
    def conditions_shown(self) -> Words:
        """The conditions, for a page."""
        return self.in_its_language(self.conditions)

    @cached_property
    def proposers(self) -> list[Mandate]:
        """Who is to be reached for the seat that proposed: as they are introduced."""
        return contacts_of(self.proposal.partner_id, self.proposal.author_id)

    @cached_property
    def supporters(self) -> list[Mandate]:
        """Who is to be reached for the seat that offers: as they are introduced."""
        return contacts_of(self.partner_id, self.author_id)

    def seat_of(self, by) -> int | None:
        """The seat for which the person acts: who withdraws acts for its maker, who answers for the proposer."""
        partner_id = self.partner_id if self.state == OfferState.WITHDRAWN else self.proposal.partner_id
        return partner_id if partner_id in seats_of(by) else None

    def write_line(self, **facts) -> None:
        """Add a line to the timeline of the proposal; called by the door of the workflow."""
        self.proposal.lines.create(offer=self, **facts)
