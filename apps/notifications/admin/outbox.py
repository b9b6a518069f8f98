"""The outbox in the office: what was sent to whom, what waits, what was given up, and what can be done about it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.common.office import OfficeAdmin

from .. import outbox
from ..messages import KINDS
from ..models import Mailing, OutboxMail
from ..queries import load_what_they_are_about
from ..topics import declared_topics
from . import previews
from .buttons import Button, WithButtons

LATEST_MAILINGS = 20
PERMISSION = "notifications.resend_outboxmail"


def may_read_subject(user: Any, mail: OutboxMail) -> bool:
    """Whether the reader may see what the mail is about now: its subject may name what is a seat's own affair."""
    if mail.about_id is None:
        return True
    about = mail.about
    return about is not None and user.has_perm(f"{about._meta.app_label}.view_{about._meta.model_name}", about)


class TopicFilter(admin.SimpleListFilter):
    """Mails of a topic."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """What people may choose."""
        return [(topic.name, topic.label) for topic in declared_topics()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The mails of the topic."""
        is_known = self.value() in dict(self.lookup_choices)
        return queryset.filter(topic=self.value()) if is_known else queryset


class MailingFilter(admin.SimpleListFilter):
    """Mails of one of the latest mailings."""

    title = _("mailing")
    parameter_name = "mailing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The latest ones."""
        latest = Mailing.objects.prefetch_related("about")[:LATEST_MAILINGS]
        return [(str(mailing.pk), str(mailing)) for mailing in latest]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The mails of the mailing, also of an older one that a link names."""
        number = self.value() or ""
        is_number = number.isascii() and number.isdigit() and len(number) <= 18
        return queryset.filter(mailing=int(number)) if is_number else queryset


@admin.register(OutboxMail)
class OutboxMailAdmin(WithButtons, OfficeAdmin):
    """Who was told, when, by which message; its subject only to those who may see what it is about, its words never."""

    buttons: ClassVar[dict[str, Button]] = {
        "resend": Button(
            label=_("Queue again: it never went out"),
            act=outbox.resend,
            permission=PERMISSION,
            told=_("queued again, as the same mail"),
            fits=lambda mail: mail.status in outbox.NEVER_WENT_OUT and not mail.is_secret,
            is_primary=True,
        ),
        "again": Button(
            label=_("Send once more: the person lost it"),
            act=outbox.send_again,
            permission=PERMISSION,
            told=_("queued once more, as a new mail"),
            fits=lambda mail: mail.status == OutboxMail.Status.SENT and not mail.is_secret,
        ),
        "give-up": Button(
            label=_("Give up: send it no more"),
            act=outbox.give_up,
            permission=PERMISSION,
            told=_("given up"),
            fits=lambda mail: mail.status in outbox.TO_GIVE_UP,
        ),
    }
    actions = ("resend", "send_again", "give_up")
    change_list_template = "admin/outbox_change_list.html"
    list_display = ("address", "status", "attempts", "created_at", "sent_at", "language", "message")
    list_filter = ("status", TopicFilter, MailingFilter, "language", "message")
    search_fields = ("address",)
    search_help_text = _("E-mail address")
    fields = (
        "recipient",
        "address",
        "message",
        "language",
        "status",
        "attempts",
        "last_error",
        "created_at",
        "next_attempt_at",
        "sent_at",
        "mailing",
        "message_id",
    )
    readonly_fields = ("subject", *fields)

    def get_urls(self) -> list:
        """Django's addresses, the buttons', and those of the examples."""
        return [*previews.addresses(self.admin_site), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without what stays between its writer and its reader: the office does not know that it was sent.

        The words of the mails, which are never shown here, are left where they are.
        """
        confidential = [name for name, message in KINDS.items() if message.is_confidential]
        found = super().get_queryset(request).exclude(message__in=confidential)
        return found.defer("text", "html", "attachments")

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for the actions of the list."""
        return request.user.has_perm(PERMISSION)

    @admin.action(description=_("Queue again what never went out"), permissions=["resend"])
    def resend(self, request: HttpRequest, queryset: QuerySet) -> None:
        """The button, for each chosen mail."""
        self._press_all(request, "resend", queryset)

    @admin.action(description=_("Send once more what was lost"), permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        """The button, for each chosen mail."""
        self._press_all(request, "again", queryset)

    @admin.action(description=_("Give up"), permissions=["resend"])
    def give_up(self, request: HttpRequest, queryset: QuerySet) -> None:
        """The button, for each chosen mail."""
        self._press_all(request, "give-up", queryset)

    def _press_all(self, request: HttpRequest, word: str, queryset: QuerySet) -> None:
        for mail in queryset:
            self.press(request, self.buttons[word], mail)

    def get_list_display(self, request: HttpRequest) -> tuple:
        """The subject beside the address, where this reader may see what it is about."""
        address, *others = super().get_list_display(request)
        return (address, self._subject_for(request.user), *others)

    @staticmethod
    def _subject_for(user: Any) -> Callable[[OutboxMail], str]:
        @admin.display(description=_("subject"))
        def subject(mail: OutboxMail) -> str:
            return mail.subject if may_read_subject(user, mail) else "–"

        return subject

    def get_fields(self, request: HttpRequest, obj: OutboxMail | None = None) -> tuple:
        """The same on the page of one mail."""
        is_shown = obj is not None and may_read_subject(request.user, obj)
        return ("subject", *self.fields) if is_shown else self.fields

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list with what its mails are about, in one query for each kind of thing."""
        found = super().get_changelist_instance(request)
        found.result_list = list(found.result_list)
        load_what_they_are_about(found.result_list)
        return found
