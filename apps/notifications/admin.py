"""The outbox in the office: what was sent to whom, what waits, what was given up."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.common.office import OfficeAdmin

from .models import OutboxMail
from .queries import load_what_they_are_about


def may_read_subject(user: Any, mail: OutboxMail) -> bool:
    """Whether the reader may see what the mail is about now: its subject may name what is a seat's own affair."""
    if mail.about_id is None:
        return True
    about = mail.about
    return about is not None and user.has_perm(f"{about._meta.app_label}.view_{about._meta.model_name}", about)


@admin.register(OutboxMail)
class OutboxMailAdmin(OfficeAdmin):
    """Who was told, when, by which message; its subject only to those who may see what it is about, its words never."""

    list_display = ("address", "status", "attempts", "created_at", "sent_at", "language", "message")
    list_filter = ("status", "language", "message")
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
        "message_id",
    )
    readonly_fields = ("subject", *fields)

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
