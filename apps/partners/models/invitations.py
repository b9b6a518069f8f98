"""Invitations by which people are let in to act for a seat."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.rules import is_office
from apps.common.roles import roles_of

from .circle import Partner
from .mandates import Mandate, Network, Seat


class InvitationQuerySet(models.QuerySet):
    """Invitations by where they stand and whom they concern."""

    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; they may have expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def of_seat(self, seat) -> "InvitationQuerySet":
        """Invitations to act for the seat."""
        return self.filter(partner=seat.partner_id, network=seat.network)

    def visible_to(self, user) -> "InvitationQuerySet":
        """All for the office; those of the own seats for everybody else."""
        if is_office(user):
            return self
        own = Q(pk__in=[])
        for role in roles_of(user).all:
            if role.partner_id is not None and role.scope:
                own |= Q(partner=role.partner_id, network__code=role.scope)
        return self.filter(own)


class Invitation(models.Model):
    """A person is asked to act for a seat; the link in the mail opens once, until it expires or is revoked.

    Of the token only a digest is kept. `mandate` is the one that accepting began, or one that the office had entered.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="invitations"
    )
    address = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="invitations"
    )
    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=12, choices=Mandate.Role)
    mandate = models.ForeignKey(
        Mandate,
        verbose_name=_("mandate"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), on_delete=models.PROTECT, related_name="+"
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("invited"), default=timezone.now)
    sent_at = models.DateTimeField(_("last sent"), default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(_("times sent"), default=1)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="partners_invitation_role_known",
                condition=Q(role__in=["head", "alternate", "contributor", "reader"]),
            ),
            models.CheckConstraint(
                name="partners_invitation_language_known",
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
            ),
            models.CheckConstraint(
                name="partners_invitation_accepted_or_revoked",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="partners_invitation_accepted_with_a_mandate",
                condition=Q(accepted_at__isnull=True) | Q(mandate__isnull=False),
            ),
            models.UniqueConstraint(
                name="partners_invitation_one_unanswered",
                fields=["person", "partner", "network"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                violation_error_message=_("This person is invited already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.partner} · {self.get_role_display()}"

    @property
    def seat(self) -> Seat:
        """The seat; reads `partner` and `network`."""
        return Seat(self.partner, self.network)

    @property
    def is_unanswered(self) -> bool:
        """Whether it was neither accepted nor revoked; the same answer as `unanswered()`."""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def has_expired(self) -> bool:
        """Whether its time has run out unanswered."""
        return self.is_unanswered and self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether it can be accepted now; one of a mandate that was entered before, while that stands."""
        stands = self.mandate_id is None or self.mandate.is_standing
        return self.is_unanswered and not self.has_expired and stands

    @property
    def status_words(self) -> str:
        """Where it stands, in the reader's language."""
        if self.accepted_at:
            return pgettext_lazy("invitation", "accepted")
        if self.revoked_at:
            return pgettext_lazy("invitation", "revoked")
        if self.has_expired:
            return pgettext_lazy("invitation", "expired")
        return pgettext_lazy("invitation", "sent, not answered yet")

    @property
    def status_moment(self) -> datetime.datetime:
        """Since when it stands there."""
        if self.has_expired:
            return self.expires_at
        return self.accepted_at or self.revoked_at or self.sent_at
