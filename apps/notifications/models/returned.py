"""What came back: mails that an address refused, which makes it doubtful until somebody has looked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReturnedMailQuerySet(models.QuerySet):
    """Returns by whether somebody has looked."""

    def unsettled(self) -> "ReturnedMailQuerySet":
        """Those that make an address doubtful now; the person has another address since, and the doubt is gone."""
        return self.filter(settled_at__isnull=True, kind__in=ReturnedMail.DOUBTFUL, address=F("person__email"))


class ReturnedMail(models.Model):
    """A mail that did not arrive, or that its reader complained of, as the mail server or the provider reported it."""

    class Kind(models.TextChoices):
        HARD = "hard", _("the address does not exist or refuses our mails")
        SOFT = "soft", _("delayed or refused for the moment")
        COMPLAINT = "complaint", _("reported as unwanted")

    DOUBTFUL = ("hard", "complaint")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="returned_mails"
    )
    mail = models.ForeignKey(
        "notifications.OutboxMail", verbose_name=_("mail"), on_delete=models.PROTECT, related_name="returns"
    )
    address = models.EmailField(_("address"))
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    status_code = models.CharField(_("code of the mail server"), max_length=20, blank=True)
    # Of a mail each kind is noted once, so that the same report twice, or in other clothes, is one row.
    report = models.CharField(_("report"), max_length=200, unique=True, editable=False)
    at = models.DateTimeField(_("reported"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ReturnedMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("returned mail")
        verbose_name_plural = _("returned mails")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notifications_returnedmail_kind_known", condition=Q(kind__in=["hard", "soft", "complaint"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} · {self.get_kind_display()}"
