"""Circulars in the office: written in both languages, looked at with names and number, confirmed, followed up."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from apps.common.access import PermittedAdmin
from apps.common.files import CheckedFileField
from apps.common.office import BilingualAdmin
from apps.notifications.admin.confirming import Planned, WithMailing
from apps.notifications.models import Mailing

from .. import services
from ..models import NFP, Circular, CircularPaper, Network
from ..notifications import CircularSent
from ..queries.circulars import people_addressed, reached


class PaperForm(forms.ModelForm):
    """A paper of a draft: its language and its file."""

    file = CheckedFileField(label=_("File"))

    class Meta:
        model = CircularPaper
        fields = ("language",)

    def save(self, commit: bool = True) -> CircularPaper:
        """Keep the file with the row."""
        paper = super().save(commit=False)
        return services.keep_paper(paper, self.cleaned_data["file"]) if commit else paper


class PaperInline(PermittedAdmin, admin.StackedInline):
    """New papers are added; one that is there is taken off, never changed."""

    model = CircularPaper
    form = PaperForm
    extra = 1
    view_on_site = False
    fields = ("language", "file")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: another file is another paper."""
        return False

    def get_fields(self, request: HttpRequest, obj: Circular | None = None) -> tuple:
        """A file to choose in a draft; what was sent shows its papers' names."""
        return ("language", "file") if self.has_add_permission(request, obj) else ("language", "display_name")

    def get_readonly_fields(self, request: HttpRequest, obj: Circular | None = None) -> tuple:
        """The name of what is kept."""
        return () if self.has_add_permission(request, obj) else ("display_name",)


@admin.register(Circular)
class CircularAdmin(WithMailing, SimpleHistoryAdmin, BilingualAdmin):
    """A draft is written here; what was sent is read here, with whom it reached."""

    mailing_title = _("Send the circular")
    change_form_template = "admin/circular_change_form.html"
    list_display = ("title", "audience", "network", "created_at", "state")
    list_filter = ("audience", "network")
    list_select_related = ("network", "mailing")
    search_fields = ("title_en", "title_fr")
    search_help_text = _("Words of the title")
    autocomplete_fields = ("partners",)
    inlines = (PaperInline,)
    fieldsets: ClassVar = (
        (None, {"fields": ("title", "body")}),
        (_("To whom"), {"fields": (("audience", "network"), "partners", "mark")}),
    )

    @admin.display(description=_("state"))
    def state(self, circular: Circular) -> Any:
        """Draft, on its way, or sent."""
        if circular.is_draft:
            return _("draft")
        return _("sent") if circular.has_left else _("leaves within a minute")

    def get_queryset(self, request: HttpRequest):
        """With the mailing, which says whether it is a draft."""
        return super().get_queryset(request).select_related("mailing", "network")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The network that most circulars go to."""
        nfp = Network.objects.filter(code=NFP).first()
        return {"network": nfp.pk if nfp else None, **super().get_changeform_initial_data(request)}

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """Django's page with the way to the mail of a draft, and with the seats of what was sent."""
        circular = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if circular is not None:
            context |= {
                "is_draft": circular.is_draft,
                "lacks": services.lacks_for_sending(circular) if circular.is_draft else "",
                "seats": [] if circular.is_draft else reached(circular),
                "papers": list(circular.papers.all()),
            }
        return super().change_view(request, object_id, form_url, context)

    def why_no_mailing(self, row: Circular) -> str:
        """A circular that is sent, or lacks a language."""
        return services.lacks_for_sending(row)

    def planned(self, row: Circular, form: forms.Form) -> Planned:
        """The circular, to the people of the seats that it goes to."""
        papers = tuple(row.papers.order_by("pk").values_list("pk", "key"))
        return Planned(
            CircularSent(row), list(people_addressed(row)), further=(row.mark, row.body_en, row.body_fr, papers)
        )

    def confirm(self, row: Circular, planned: Planned, *, by: Any, key: uuid.UUID) -> Mailing:
        """Send it, and keep who it went to."""
        return services.send_circular(row, by=by, key=key)
