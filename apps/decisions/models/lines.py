"""The timeline of a silence procedure, each line for its audience."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_secretariat
from apps.common.models import TimelineLine
from apps.common.timeline import LineInWords
from apps.common.workflow import Audience, Channel
from apps.partners.models import Partner
from apps.partners.rules import seats_by_network, seats_of

from ..workflow import TOLD_BESIDES_STEPS, ProcedureFlow
from .procedures import SilenceProcedure


class ProcedureLineQuerySet(models.QuerySet):
    """Lines by their readers."""

    def visible_to(self, user) -> "ProcedureLineQuerySet":
        """All for the secretariat; those for the seats asked and the chair; to the applicant what tells the state."""
        if is_secretariat(user):
            return self
        insiders = SilenceProcedure.objects.visible_to(user).values("pk")
        told = Q(procedure__in=insiders) & ~Q(audience=Audience.OFFICE)
        applicants = SilenceProcedure.objects.known_to_applicant(user).values("pk")
        return self.filter(told | Q(procedure__in=applicants, audience=Audience.PARTIES))


class ProcedureLine(TimelineLine):
    """A line of the timeline of a silence procedure."""

    procedure = models.ForeignKey(
        SilenceProcedure, verbose_name=_("silence procedure"), on_delete=models.PROTECT, related_name="lines"
    )
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    partner = models.ForeignKey(
        Partner, verbose_name=_("for"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProcedureLineQuerySet.as_manager()

    class Meta(TimelineLine.Meta):
        verbose_name = _("line of the timeline of a silence procedure")
        verbose_name_plural = _("lines of the timelines of silence procedures")

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.step} {self.at:%Y-%m-%d %H:%M}"

    @property
    def told(self) -> str:
        """What happened, in the reader's language."""
        step = ProcedureFlow.step(self.step)
        return step.told if step else TOLD_BESIDES_STEPS[self.step]

    def in_words_for(self, user: Any) -> LineInWords:
        """What the reader is told: the secretariat and the seat itself who it was, others which seat only.

        The applicant reads neither who broke the silence nor by which way nor with which words.
        """
        own = seats_by_network(user).get(self.procedure.network.code, frozenset())
        is_applicant = self.procedure.applicant_id in seats_of(user) and not is_secretariat(user)
        is_insider = is_secretariat(user) or (self.partner_id in own and not is_applicant)
        if self.actor_id is None:
            seat = gettext("automatically, at the hour set")
        else:
            seat = str(self.partner) if self.partner_id else gettext("the secretariat")
        if is_applicant and self.actor_id is not None:
            seat = gettext("the procedure")
        knows_name = is_insider and self.actor_id is not None
        language = self.actor.language if self.note and self.actor_id else ""
        return LineInWords(
            at=self.at,
            told=str(self.told),
            who=str(self.actor) if knows_name else seat,
            seat=seat if knows_name and self.partner_id else "",
            channel="" if is_applicant or self.channel == Channel.WEB else self.get_channel_display(),
            note=self.note,
            note_lang=language if language != get_language() else "",
            audience=self.get_audience_display() if is_secretariat(user) else "",
        )
