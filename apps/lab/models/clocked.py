"""The moments by which the clocks of a proposal run, besides those of its steps."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..workflow import ASKED, WITH_OFFICE, ProposalFlow


class Clocked(models.Model):
    """When it was returned, when the secretariat asked its author something, and when the answer came."""

    returned_at = models.DateTimeField(_("returned"), null=True, blank=True, editable=False)
    question_at = models.DateTimeField(_("asked by the secretariat"), null=True, blank=True, editable=False)
    question_answered_at = models.DateTimeField(_("answered to the secretariat"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def waits_for_author(self) -> bool:
        """Whether the secretariat asked something that the seat has not answered; sending it again answers too."""
        return self.question_at is not None and self.state in WITH_OFFICE

    @property
    def is_suggestion(self) -> bool:
        """Whether it is put to one addressee, who answers."""
        return self.kind == "suggestion"

    @cached_property
    def return_note(self) -> str:
        """The secretariat's latest note on what is missing."""
        return self._latest_note(ProposalFlow.return_.name)

    @cached_property
    def question_note(self) -> str:
        """What the secretariat asked last."""
        return self._latest_note(ASKED)

    def _latest_note(self, step: str) -> str:
        lines = self.lines.filter(offer__isnull=True, step=step).order_by("-at", "-pk")
        return lines.values_list("note", flat=True).first() or ""
