"""The networks of focal points, their seats, and the mandates by which people act for partners."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.rules import is_office
from apps.common.bilingual import in_every_language
from apps.common.office_settings import office_setting
from apps.common.roles import roles_of

from ..networks import NFP
from .circle import Partner
from .dated import Dated, DatedQuerySet

# Nobody is paused who was asked less than so many days ago, were the worker away for months.
LEAST_NOTICE = datetime.timedelta(days=30)


class Network(models.Model):
    """A network of focal points with its own directory, papers and meetings."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    terms = models.TextField(
        _("terms of reference"),
        blank=True,
        help_text=_("What a focal point of this network does; shown to each who begins. Empty: a neutral text."),
    )
    terms_address = models.CharField(
        _("page or document of the terms of reference"),
        max_length=300,
        blank=True,
        help_text=_("An address of this portal, such as /en/documents/…, or one that begins with https://."),
    )

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["pk"]
        constraints = [in_every_language("name", app_label="partners", model_name="network")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The address leads to a page of this portal or of a safe site, and to nothing that runs."""
        super().clean()
        address = self.terms_address
        if address and not address.startswith("https://") and not (address[0] == "/" and address[1:2] != "/"):
            raise ValidationError({"terms_address": _("Please give an address that begins with / or with https://.")})


@dataclass(frozen=True)
class Seat:
    """A partner's place in a network: what outlives the people who act for it."""

    partner: Partner
    network: Network

    def __str__(self) -> str:
        return f"{self.partner} · {self.network}"

    @property
    def partner_id(self) -> int:
        """The partner's key, as mandates and invitations have it."""
        return self.partner.pk


class MandateQuerySet(DatedQuerySet):
    """Mandates by whom they concern, and by whether they count."""

    def standing(self, on: datetime.date | None = None) -> "MandateQuerySet":
        """Mandates that have begun and not ended on that day (default: today); they may be paused."""
        on = on or timezone.localdate()
        return super().running(on).filter(Q(ended_at__isnull=True) | Q(ends_on__gt=on))

    def running(self, on: datetime.date | None = None) -> "MandateQuerySet":
        """Mandates that give rights on that day (default: today in Brussels)."""
        return self.standing(on).filter(paused_at__isnull=True)

    def acting(self, network: str = NFP) -> "MandateQuerySet":
        """Running mandates of active people in that network."""
        return self.running().filter(network__code=network, user__is_active=True)

    def of_seat(self, seat) -> "MandateQuerySet":
        """Mandates of the seat: of the partner in the network of `seat`, a mandate or an invitation."""
        return self.filter(partner=seat.partner_id, network=seat.network)

    def visible_to(self, user) -> "MandateQuerySet":
        """All for the office; of the own seats for everybody else."""
        if is_office(user):
            return self
        own = Q(pk__in=[])
        for role in roles_of(user).all:
            if role.partner_id is not None and role.scope:
                own |= Q(partner=role.partner_id, network__code=role.scope)
        return self.filter(own)

    def overlapping(self, mandate: "Mandate", since: datetime.date | None = None) -> "MandateQuerySet":
        """Other mandates of the same seat that count on a day, not before `since`, on which this one does.

        The day on which one was ended by hand belongs to who comes after.
        """
        others = self.filter(partner=mandate.partner_id, network=mandate.network_id).exclude(pk=mandate.pk)
        days = [day for day in (mandate.starts_on, since) if day]
        first, last = max(days, default=None), mandate.last_day
        if first and last and last < first:
            return others.none()
        if last:
            others = others.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=last))
        if first:
            counts_then = Q(ended_at__isnull=True, ends_on__gte=first) | Q(ends_on__gt=first)
            others = others.filter(Q(ends_on__isnull=True) | counts_then)
        never_counted = Q(ended_at__isnull=False, starts_on__gte=F("ends_on"))
        return others.exclude(never_counted)


class Mandate(Dated):
    """A person acts for a partner, from, until, in a role and a network; access ends with it, at the next request.

    `ended_at` is the moment at which it was ended by hand, on its last day; `paused_at` that from which it gives no
    rights because nobody answered whether the person is still in post.
    """

    class Role(models.TextChoices):
        HEAD = "head", _("head focal point")
        ALTERNATE = "alternate", _("alternate")
        CONTRIBUTOR = "contributor", _("contributor")
        READER = "reader", _("reader")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="mandates"
    )
    partner = models.ForeignKey(Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="mandates")
    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    letter_key = models.CharField(_("designation letter"), max_length=120, blank=True, editable=False)
    letter_name = models.CharField(_("name of the letter"), max_length=200, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("last confirmed"), default=timezone.now, editable=False)
    asked_at = models.DateTimeField(_("asked whether still in post"), null=True, blank=True, editable=False)
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    welcomed_at = models.DateTimeField(_("welcomed"), null=True, blank=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["partner", "role", "pk"]
        indexes = [models.Index(fields=["network", "partner"], name="partners_mandate_seat")]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="partners_mandate_role_known",
                condition=Q(role__in=["head", "alternate", "contributor", "reader"]),
            ),
            models.CheckConstraint(
                name="partners_mandate_ended_on_a_day",
                condition=Q(ended_at__isnull=True) | Q(ends_on__isnull=False),
                violation_error_message=_("A mandate that was ended has a last day."),
            ),
            models.UniqueConstraint(
                name="partners_mandate_one_open_head",
                fields=["partner", "network"],
                condition=Q(role="head", ends_on__isnull=True),
                violation_error_message=_("This seat has a head focal point already."),
            ),
            models.UniqueConstraint(
                name="partners_mandate_one_open_of_a_person",
                fields=["user", "partner", "network"],
                condition=Q(ends_on__isnull=True),
                violation_error_message=_("This person has a mandate of this seat already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.partner} · {self.get_role_display()}"

    def clean(self) -> None:
        """No second mandate of the same person, of the same seat on the same day, and from today on no second head."""
        super().clean()
        if None in (self.user_id, self.partner_id, self.network_id):
            return
        own = Mandate.objects.overlapping(self).filter(user=self.user_id).select_related("user").first()
        if own is not None:
            words = _("%(person)s holds a mandate of this seat in that time already: %(role)s.")
            facts = {"person": own.user, "role": own.get_role_display()}
            raise ValidationError({"starts_on": ValidationError(words, code="overlap", params=facts)})
        # Roles change within a mandate, so who was head on days gone by is told by the history, not by the dates.
        heads = Mandate.objects.overlapping(self, since=timezone.localdate()).filter(role=self.Role.HEAD)
        head = heads.select_related("user").first()
        if head is not None and self.role == self.Role.HEAD:
            words = _(
                "This seat has a head focal point in that time already: %(person)s. Please end that mandate first."
            )
            raise ValidationError({"role": ValidationError(words, code="head", params={"person": head.user})})

    @property
    def seat(self) -> Seat:
        """The seat; reads `partner` and `network`."""
        return Seat(self.partner, self.network)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day on which it counts; one that was ended by hand does not count on that day any more."""
        if self.ended_at is None or self.ends_on is None:
            return self.ends_on
        return self.ends_on - datetime.timedelta(days=1)

    @property
    def is_standing(self) -> bool:
        """Whether it has begun and not ended; the same answer as `standing()`."""
        today, last = timezone.localdate(), self.last_day
        return (self.starts_on is None or self.starts_on <= today) and (last is None or last >= today)

    @property
    def is_running(self) -> bool:
        """Whether it gives rights today in Brussels; the same answer as `running()`."""
        return self.is_standing and self.paused_at is None

    @property
    def pauses_at(self) -> datetime.datetime:
        """The moment at which access is paused without an answer; never sooner than a month after the question."""
        counted = self.confirmed_at + datetime.timedelta(days=office_setting("partners.pause_after_days"))
        return max(counted, (self.asked_at or timezone.now()) + LEAST_NOTICE)
