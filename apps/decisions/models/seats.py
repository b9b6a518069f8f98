"""The seats asked in a round of a silence procedure, frozen at its start, and how each was reached."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.common.workflow import Channel
from apps.partners.models import Partner
from apps.partners.rules import seats_by_network

from ..workflow import ASKS_READER
from .procedures import SilenceProcedure


class AskedSeatQuerySet(models.QuerySet):
    """Seats asked, by the people who act for them."""

    def of_person(self, user) -> "AskedSeatQuerySet":
        """Those, of whichever round, for which the person acts now in the network that is asked."""
        own = Q(pk__in=[])
        for network, partners in seats_by_network(user).items():
            own |= Q(procedure__network__code=network, partner__in=partners)
        return self.filter(own)


class AskedSeat(models.Model):
    """One seat of one round: the people whom the notice was queued for, and what the secretariat recorded of reaching.

    A seat stays asked until the end of the round, whatever becomes of its membership or of its people meanwhile.
    """

    procedure = models.ForeignKey(
        SilenceProcedure, verbose_name=_("silence procedure"), on_delete=models.PROTECT, related_name="asked_seats"
    )
    round = models.PositiveSmallIntegerField(_("round"))
    partner = models.ForeignKey(Partner, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="+")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("told"), related_name="+")
    told_again_at = models.DateTimeField(_("told once more"), null=True, blank=True)
    reached_at = models.DateTimeField(_("reached"), null=True, blank=True)
    reached_by = models.CharField(_("reached by which way"), max_length=12, choices=Channel, blank=True)
    reached_note = models.TextField(_("who was reached, and how one knows"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AskedSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat asked")
        verbose_name_plural = _("seats asked")
        ordering = ["procedure", "round", "partner"]
        constraints = [
            models.UniqueConstraint(name="decisions_askedseat_once", fields=["procedure", "round", "partner"]),
            models.CheckConstraint(
                name="decisions_askedseat_reached_says_how",
                condition=Q(reached_at__isnull=True)
                | (~Q(reached_by="") & ~Q(reached_note="") & Q(recorded_by__isnull=False)),
                violation_error_message=_("Please say by which way the seat was reached, and whom you reached."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} · {self.partner}"


def told_whether_asked(things: models.QuerySet, user, procedure: str = "pk") -> models.QuerySet:
    """Things with the fact, for this person alone, of whether the procedure in that column asks their seat."""
    own = AskedSeat.objects.of_person(user).filter(procedure=OuterRef(procedure))
    return things.annotate(**{ASKS_READER: Exists(own)})
