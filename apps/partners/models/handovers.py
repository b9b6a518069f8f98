"""The record of a seat that passed from one person to another."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .circle import Partner
from .invitations import Invitation
from .mandates import Mandate, Network, Seat


class SeatHandover(models.Model):
    """A mandate ended and somebody came after, or nobody yet; written once, only its completion is added.

    `completed_at` is the moment at which the successor could act: at once for a colleague, with the accepted
    invitation for who was invited; empty while the seat is vacant.
    """

    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="seat_handovers"
    )
    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="seat_handovers"
    )
    ended = models.OneToOneField(
        Mandate, verbose_name=_("mandate that ended"), on_delete=models.PROTECT, related_name="handover"
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("successor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    invitation = models.OneToOneField(
        Invitation,
        verbose_name=_("invitation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handover",
    )
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("handed over by"), on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("note to the successor"), blank=True)
    at = models.DateTimeField(_("handed over"), default=timezone.now)
    completed_at = models.DateTimeField(_("taken over"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over of a seat")
        verbose_name_plural = _("hand-overs of seats")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner} · {self.at:%Y-%m-%d}"

    @property
    def seat(self) -> Seat:
        """The seat; reads `partner` and `network`."""
        return Seat(self.partner, self.network)
