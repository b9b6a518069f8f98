"""The networks of focal points, and the mandates by which people act for partners."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import in_every_language

from ..networks import NFP
from .circle import Partner
from .dated import Dated, DatedQuerySet


class Network(models.Model):
    """A network of focal points with its own directory, papers and meetings."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["pk"]
        constraints = [in_every_language("name", app_label="partners", model_name="network")]

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(DatedQuerySet):
    """Mandates by whom they concern."""

    def acting(self, network: str = NFP) -> "MandateQuerySet":
        """Running mandates of active people in that network."""
        return self.running().filter(network__code=network, user__is_active=True)


class Mandate(Dated):
    """A person acts for a partner, from, until, in a role and a network; access ends with it, at the next request."""

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
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.partner} · {self.get_role_display()}"

    @property
    def is_running(self) -> bool:
        """Whether it runs today in Brussels; the same answer as `running()`."""
        today = timezone.localdate()
        return (self.starts_on is None or self.starts_on <= today) and (self.ends_on is None or self.ends_on >= today)
