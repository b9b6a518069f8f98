"""The timeline of a proposal, to which the lines of its offers attach."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_secretariat
from apps.common.dates import moment
from apps.common.models import TimelineLine
from apps.common.timeline import LineInWords
from apps.common.workflow import Audience, Channel
from apps.partners.models import Partner
from apps.partners.rules import seats_of

from ..workflow import DATED, STANDING, TOLD_BESIDES_STEPS, OfferFlow, ProposalFlow
from .offers import Offer
from .proposals import Proposal
from .selection import proposals_seen_by

REASONED = [step.name for flow in (ProposalFlow, OfferFlow) for step in flow.steps() if step.needs_note]


class ProposalLineQuerySet(models.QuerySet):
    """Lines by their readers."""

    def visible_to(self, user) -> "ProposalLineQuerySet":
        """The lines that this person may read, of proposals that they may see.

        Lines for the parties: the seat that proposed, the seat that offered, the secretariat. Lines for all seats:
        those of an offer only while it stands, because a declined or withdrawn one is the affair of the two.
        """
        seats = seats_of(user)
        parties = Q(proposal__partner__in=seats) | Q(offer__partner__in=seats)
        if is_secretariat(user):
            parties |= Q(pk__isnull=False)
        told = Q(audience=Audience.PARTIES) & parties
        told |= Q(audience__in=[Audience.SEATS, Audience.PUBLIC]) & (
            Q(offer__isnull=True) | Q(offer__state__in=STANDING) | parties
        )
        if is_secretariat(user):
            told |= Q(audience=Audience.OFFICE)
        return self.filter(proposals_seen_by(user, "proposal__")).filter(told)

    def told_to(self, user) -> "ProposalLineQuerySet":
        """The same as they are told: by whom, for which partner, the oldest first."""
        return self.visible_to(user).select_related("actor", "partner").order_by("at", "pk")


class ProposalLine(TimelineLine):
    """A line of the timeline of a proposal or of one of its offers."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="lines")
    offer = models.ForeignKey(
        Offer, verbose_name=_("offer"), on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    partner = models.ForeignKey(
        Partner, verbose_name=_("for"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)

    objects = ProposalLineQuerySet.as_manager()

    class Meta(TimelineLine.Meta):
        verbose_name = _("line of the timeline")
        verbose_name_plural = _("lines of the timeline")
        constraints = [
            models.CheckConstraint(
                name="lab_proposalline_says_why",
                condition=~Q(step__in=REASONED) | Q(note__gt=""),
                violation_error_message=_("This step asks for reasons."),
            ),
            models.UniqueConstraint(
                name="lab_proposalline_once_per_form",
                fields=["actor", "form_key"],
                violation_error_message=_("This form has been sent already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.step} {self.at:%Y-%m-%d %H:%M}"

    @property
    def told(self) -> str:
        """What happened, in the reader's language."""
        step = (ProposalFlow if self.offer_id is None else OfferFlow).step(self.step)
        return step.told if step else TOLD_BESIDES_STEPS[self.step]

    @property
    def date_set(self) -> datetime | None:
        """The moment that the line keeps, to be worded for its reader; None for words, as lines of former times are."""
        if self.step != DATED:
            return None
        try:
            return datetime.fromisoformat(self.note)
        except ValueError:
            return None

    def in_words_for(self, user: Any) -> LineInWords:
        """What the reader is told: their own seat and the secretariat who it was, others which seat only."""
        is_insider = is_secretariat(user) or self.partner_id in seats_of(user)
        seat = str(self.partner) if self.partner_id else gettext("the secretariat")
        knows_name = is_insider and self.actor_id is not None
        date = self.date_set
        language = self.actor.language if self.note and self.actor_id and date is None else ""
        return LineInWords(
            at=self.at,
            told=str(self.told),
            who=str(self.actor) if knows_name else seat,
            seat=seat if knows_name and self.partner_id else "",
            channel="" if self.channel == Channel.WEB else self.get_channel_display(),
            note=self.note if date is None else moment(date),
            note_lang=language if language != get_language() else "",
            audience=self.get_audience_display() if is_insider else "",
        )
