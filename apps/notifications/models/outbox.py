"""A notice is two rows: the inbox row keeps facts and is worded when shown; the outbox mail is composed when queued."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .mailings import Mailing
from .preferences import Frequency


class NoticeQuerySet(models.QuerySet):
    """Inbox rows by reader, and by whether they are to be told in a digest."""

    def visible_to(self, user) -> "NoticeQuerySet":
        """A person's own notices; those of a mailing once it has left without being stopped."""
        return self.filter(recipient=user).arrived()

    def arrived(self, at: datetime.datetime | None = None) -> "NoticeQuerySet":
        """Without those of mailings that can still be stopped, or were."""
        left = Q(mailing__stopped_at__isnull=True, mailing__leaves_at__lte=at or timezone.now())
        return self.filter(Q(mailing__isnull=True) | left)

    def unread(self) -> "NoticeQuerySet":
        """Those that their reader has not marked as read."""
        return self.filter(read_at__isnull=True)

    def untold(self, frequency: str) -> "NoticeQuerySet":
        """Those that wait for a digest of this frequency."""
        return self.filter(frequency=frequency, digested_at__isnull=True)


class Notice(models.Model):
    """A row of somebody's inbox: which message, about what, with which facts."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recipient"), on_delete=models.CASCADE, related_name="notices"
    )
    message = models.CharField(_("message"), max_length=60)
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    facts = models.JSONField(_("facts"), default=dict)
    # NULL, not "": the database counts NULLs as different, so only what is meant once competes.
    once = models.CharField(_("told once per"), max_length=200, unique=True, null=True, editable=False)  # noqa: DJ001
    mailing = models.ForeignKey(
        Mailing, verbose_name=_("mailing"), on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    frequency = models.CharField(_("by e-mail"), max_length=8, choices=Frequency, default=Frequency.AT_ONCE)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    digested_at = models.DateTimeField(_("told in a digest"), null=True, blank=True, editable=False)
    digest = models.ForeignKey(
        "notifications.OutboxMail", on_delete=models.SET_NULL, null=True, editable=False, related_name="told"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notifications_notice_inbox"),
            models.Index(fields=["frequency", "digested_at", "recipient"], name="notifications_notice_digest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notifications_notice_frequency_known", condition=Q(frequency__in=Frequency.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.message} → {self.recipient_id}"


class OutboxQuerySet(models.QuerySet):
    """Mails by what is to be done with them."""

    def due(self, at: datetime.datetime | None = None) -> "OutboxQuerySet":
        """Mails to send now: queued and not waiting for a later try, or claimed by a worker that did not come back.

        The mails of a mailing wait until it leaves; those of one that was stopped are never due.
        """
        at = at or timezone.now()
        is_kept_back = Exists(Mailing.objects.not_left(at).filter(pk=OuterRef("mailing")))
        return self.filter(
            Q(status=OutboxMail.Status.QUEUED, next_attempt_at__lte=at) & ~is_kept_back
            | Q(status=OutboxMail.Status.SENDING, claimed_until__lt=at)
        )

    def dead(self) -> "OutboxQuerySet":
        """Mails that were given up, about which the office has not decided."""
        return self.filter(status=OutboxMail.Status.DEAD)

    def with_old_bodies(self, before: datetime.datetime) -> "OutboxQuerySet":
        """Mails queued before that moment whose words are still kept though nothing more is done with them."""
        waiting = (OutboxMail.Status.QUEUED, OutboxMail.Status.SENDING)
        return self.filter(created_at__lt=before).exclude(status__in=waiting).exclude(text="")


class OutboxMail(models.Model):
    """A mail to one person, composed in their language in the transaction of its cause, sent by the worker after it.

    `is_secret` marks a mail whose link opens an account: its words are erased as soon as nothing more is done with it.
    `attachments` are small texts, such as an entry for a calendar: a list of `name`, `content_type` and `text`.
    `seat` is the partner that a reminder goes to, a plain number: this room knows no partners.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("waits to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        WITHHELD = "withheld", _("not sent: the person may no longer see it")
        HELD = "held", _("held: the address is in doubt")
        DEAD = "dead", _("given up")
        STOPPED = "stopped", _("stopped by the office")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="outbox"
    )
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=5)
    message = models.CharField(_("message"), max_length=60)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    thread_id = models.CharField(_("thread"), max_length=200, blank=True)
    # NULL, not "": the database counts NULLs as different, so only mails that are meant once compete.
    once = models.CharField(_("sent once per"), max_length=200, unique=True, null=True)  # noqa: DJ001
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    permission = models.CharField(_("asked again when sent"), max_length=80, blank=True)
    is_secret = models.BooleanField(_("opens an account"), default=False)
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    is_reminder = models.BooleanField(_("reminder"), default=False)
    seat = models.PositiveBigIntegerField(_("seat that is reminded"), null=True, blank=True)
    mailing = models.ForeignKey(
        Mailing, verbose_name=_("mailing"), on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("queued"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="notifications_outbox_due"),
            models.Index(fields=["seat", "created_at"], name="notifications_outbox_seat"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notifications_outboxmail_sent_is_dated",
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="notifications_outboxmail_status_known",
                condition=Q(status__in=["queued", "sending", "sent", "withheld", "held", "dead", "stopped"]),
            ),
            models.CheckConstraint(
                name="notifications_outboxmail_sending_is_claimed",
                condition=~Q(status="sending") | Q(claimed_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} → {self.address}"
