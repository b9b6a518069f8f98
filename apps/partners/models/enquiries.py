"""What people ask of the secretariat: from outside, or about their own mandate."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .circle import Partner


class EnquiryQuerySet(models.QuerySet):
    """Enquiries by whether somebody has answered."""

    def waiting(self) -> "EnquiryQuerySet":
        """Those that wait for the secretariat, the longest wait first."""
        return self.filter(status=Enquiry.Status.OPEN).order_by("created_at", "pk")


class Enquiry(models.Model):
    """A row of the secretariat's queue. It opens nothing by itself: no account, no mandate, no mail to who asks."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("message to the secretariat")
        NEW_FOCAL_POINT = "new_focal_point", _("“I am the new focal point”")
        POST = "post", _("question about one’s mandate")
        PASS_ON = "pass_on", _("mandate to be passed on")
        PAUSED = "paused", _("paused access to be opened again")
        INVITATION = "invitation", _("new invitation asked for")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("enquiry", "open")
        ANSWERED = "answered", pgettext_lazy("enquiry", "answered")
        CLOSED = "closed", pgettext_lazy("enquiry", "closed")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=150)
    address = models.EmailField(_("e-mail address"))
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    words = models.TextField(_("words"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signed in as"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "created_at"], name="partners_enquiry_waiting")]
        constraints = [
            models.CheckConstraint(
                name="partners_enquiry_kind_known",
                condition=Q(kind__in=["contact", "new_focal_point", "post", "pass_on", "paused", "invitation"]),
            ),
            models.CheckConstraint(
                name="partners_enquiry_status_known", condition=Q(status__in=["open", "answered", "closed"])
            ),
            models.CheckConstraint(
                name="partners_enquiry_language_known",
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
            ),
            models.CheckConstraint(
                name="partners_enquiry_handled_by_somebody",
                condition=Q(status="open", handled_by__isnull=True, handled_at__isnull=True)
                | (~Q(status="open") & Q(handled_by__isnull=False, handled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.name}"
