"""Circulars: what the secretariat writes to many seats at once, in both languages, with papers."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.rules import is_office
from apps.common.roles import roles_of
from apps.notifications.models import Mailing

from ..networks import ADDRESSED
from .circle import Partner
from .mandates import Network

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_reference() -> str:
    """Ten letters and digits that tell nothing and are not guessed."""
    return "".join(secrets.choice(LETTERS) for _position in range(10))


class CircularQuerySet(models.QuerySet):
    """Circulars by who may read them."""

    def sent(self) -> "CircularQuerySet":
        """Those that have left; one that was stopped is a draft again."""
        return self.filter(mailing__stopped_at__isnull=True, mailing__leaves_at__lte=timezone.now())

    def visible_to(self, user) -> "CircularQuerySet":
        """All for the office; for everybody else those that were sent to a seat for which they act now."""
        if is_office(user):
            return self
        return self.sent().filter(pk__in=Addressee.objects.visible_to(user).values("circular"))

    def told_whether_addressed_to(self, user) -> "CircularQuerySet":
        """With the fact, for this person alone, of whether one of their seats is among those addressed, sent or not;
        the office, which reads all, is asked one by one.
        """
        if is_office(user):
            return self
        return self.annotate(**{ADDRESSED: Exists(Addressee.objects.visible_to(user).filter(circular=OuterRef("pk")))})


class Circular(models.Model):
    """A letter to many seats of a network: a draft until it is confirmed, then it is never changed any more."""

    class Audience(models.TextChoices):
        ALL = "all", _("all seats of the network")
        COMMITTEE = "committee", _("the Steering Committee")
        PARTNERS = "partners", _("the partners named below")

    class Mark(models.TextChoices):
        ADDRESSEES = "addressees", pgettext_lazy("distribution mark", "for those addressed: the mail carries the text")
        RESTRICTED = "restricted", pgettext_lazy("distribution mark", "restricted: the mail carries only a link")

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text=_("Plain text; an empty line begins a new paragraph."))
    audience = models.CharField(_("goes to"), max_length=10, choices=Audience, default=Audience.ALL)
    network = models.ForeignKey(Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="circulars")
    partners = models.ManyToManyField(Partner, verbose_name=_("partners"), blank=True, related_name="circulars")
    mark = models.CharField(_("distribution"), max_length=10, choices=Mark, default=Mark.ADDRESSEES)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    mailing = models.ForeignKey(
        Mailing,
        verbose_name=_("mailing"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("circular")
        verbose_name_plural = _("circulars")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="partners_circular_audience_known", condition=Q(audience__in=["all", "committee", "partners"])
            ),
            models.CheckConstraint(
                name="partners_circular_mark_known", condition=Q(mark__in=["addressees", "restricted"])
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The circular's page in the space."""
        return reverse("circulars:circular", args=[self.reference])

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed: never confirmed, or stopped within its minute."""
        return self.mailing is None or self.mailing.is_stopped

    @property
    def has_left(self) -> bool:
        """Whether it is on its way, or has arrived."""
        return self.mailing is not None and self.mailing.has_left

    @property
    def is_restricted(self) -> bool:
        """Whether its text is read after signing in only."""
        return self.mark == self.Mark.RESTRICTED


class CircularPaper(models.Model):
    """A paper that goes with a circular, in one language; kept privately, read by whoever reads the circular."""

    # It is nothing without its circular, so it goes with it; only drafts are deleted.
    circular = models.ForeignKey(Circular, verbose_name=_("circular"), on_delete=models.CASCADE, related_name="papers")
    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    key = models.CharField(_("key in the storage"), max_length=120, unique=True, editable=False)
    display_name = models.CharField(_("name"), max_length=200, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["circular", "pk"]
        constraints = [
            models.CheckConstraint(
                name="partners_circularpaper_language_known",
                condition=Q(language__in=[code for code, name in settings.LANGUAGES]),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        """Where the file is handed out."""
        return reverse("circulars:paper", args=[self.circular.reference, self.reference])


class AddresseeQuerySet(models.QuerySet):
    """Lines of lists of addressees by whom they concern."""

    def visible_to(self, user) -> "AddresseeQuerySet":
        """Those that name a seat for which this person acts now."""
        own = Q(pk__in=[])
        for role in roles_of(user).all:
            if role.partner_id is not None and role.scope:
                own |= Q(partner=role.partner_id, circular__network__code=role.scope)
        return self.filter(own)


class Addressee(models.Model):
    """A person to whom a circular was sent, and the seat for which they received it, as it was then."""

    # It is nothing without its circular, so it goes with it; only drafts are deleted.
    circular = models.ForeignKey(
        Circular, verbose_name=_("circular"), on_delete=models.CASCADE, related_name="addressees"
    )
    partner = models.ForeignKey(Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("addressee of a circular")
        verbose_name_plural = _("addressees of circulars")
        ordering = ["circular", "partner", "pk"]
        constraints = [
            models.UniqueConstraint(name="partners_addressee_once", fields=["circular", "partner", "person"])
        ]

    def __str__(self) -> str:
        return f"{self.circular} → {self.partner}"
