"""One message that the office sends to many: looked at with names and number, confirmed, stopped within a minute."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PAUSE_BEFORE_LEAVING = datetime.timedelta(minutes=1)


def leaves_soon() -> datetime.datetime:
    """The moment until which a mailing that is confirmed now can be stopped."""
    return timezone.now() + PAUSE_BEFORE_LEAVING


class MailingQuerySet(models.QuerySet):
    """Mailings by whether they are on their way."""

    def not_left(self, at: datetime.datetime | None = None) -> "MailingQuerySet":
        """Those of which no mail may be sent: stopped, or still to be stopped at that moment (default: now)."""
        return self.filter(Q(stopped_at__isnull=False) | Q(leaves_at__gt=at or timezone.now()))

    def stoppable(self, at: datetime.datetime | None = None) -> "MailingQuerySet":
        """Those that can be stopped at that moment (default: now)."""
        return self.filter(stopped_at__isnull=True, leaves_at__gt=at or timezone.now())


class Mailing(models.Model):
    """What was confirmed, by whom, for how many; its mails wait until `leaves_at`; none leaves once it is stopped."""

    message = models.CharField(_("message"), max_length=60)
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("confirmed by"), on_delete=models.PROTECT, related_name="+"
    )
    recipients = models.PositiveIntegerField(_("number of recipients"))
    # NULL, not "": only mailings that are confirmed from a form compete, so that a form sent twice is one mailing.
    once = models.CharField(_("confirmed once per"), max_length=200, unique=True, null=True, editable=False)  # noqa: DJ001
    created_at = models.DateTimeField(_("confirmed"), default=timezone.now)
    leaves_at = models.DateTimeField(_("leaves at"), default=leaves_soon)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("stopped by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notifications_mailing_stopped_by_somebody",
                condition=Q(stopped_at__isnull=True, stopped_by__isnull=True)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.about or self.message} · {timezone.localtime(self.created_at):%d/%m/%Y %H:%M}"

    @property
    def is_stopped(self) -> bool:
        """Whether somebody stopped it before it left."""
        return self.stopped_at is not None

    @property
    def has_left(self) -> bool:
        """Whether its mails are on their way, or have arrived."""
        return not self.is_stopped and self.leaves_at <= timezone.now()

    @property
    def is_stoppable(self) -> bool:
        """Whether it can still be stopped."""
        return not self.is_stopped and self.leaves_at > timezone.now()
