"""Mailings in the office: to whom, how far, what came back, and the button that stops one within its minute."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.common.office import OfficeAdmin

from ..mailings import stop_mailing
from ..models import Mailing
from ..overview import recipients_of, statuses_of
from .buttons import Button, WithButtons

STOPPED = pgettext_lazy("state of a mailing", "stopped")
LEFT = pgettext_lazy("state of a mailing", "left")
WAITING = pgettext_lazy("state of a mailing", "can be stopped")


@admin.register(Mailing)
class MailingAdmin(WithButtons, OfficeAdmin):
    """Confirmed elsewhere, each on the page of what it is about; here it is read and stopped."""

    change_form_template = "admin/mailing_change_form.html"
    buttons: ClassVar[dict[str, Button]] = {
        "stop": Button(
            label=_("Stop: nobody receives it"),
            act=stop_mailing,
            permission="notifications.stop_mailing",
            told=_("stopped"),
            fits=lambda mailing: mailing.is_stoppable,
            too_late=_("too late: it has left, or was stopped already"),
            is_primary=True,
        )
    }
    list_display = ("what", "recipients", "confirmed_by", "created_at", "state")
    list_select_related = ("confirmed_by", "about_type")
    fields = readonly_fields = (
        "what",
        "recipients",
        "confirmed_by",
        "created_at",
        "leaves_at",
        "stopped_at",
        "stopped_by",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With what the mailings are about, one query for each kind of thing."""
        return super().get_queryset(request).prefetch_related("about")

    @admin.display(description=_("about"))
    def what(self, mailing: Mailing) -> str:
        """What the message is about."""
        return str(mailing.about or mailing.message)

    @admin.display(description=_("state"))
    def state(self, mailing: Mailing) -> Any:
        """Whether it has left."""
        if mailing.is_stopped:
            return STOPPED
        return LEFT if mailing.has_left else WAITING

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """Django's page with what became of each mail."""
        mailing = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if mailing is not None:
            context |= {"rows": recipients_of(mailing), "statuses": statuses_of(mailing)}
        return super().change_view(request, object_id, form_url, context)
