"""Decisions in the office: read, found by body and year, taken along as a table."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from apps.common.access import require
from apps.common.csv_files import csv_response
from apps.common.dates import moment
from apps.common.files import serve_private
from apps.common.office import BilingualAdmin

from ..models import Decision

COLUMNS = (
    *(pgettext_lazy("of a decision", "Number"), _("Title in English"), _("Title in French")),
    *(pgettext_lazy("a decision", "Read by"), pgettext_lazy("of a decision", "Adopted")),
    pgettext_lazy("of a decision", "Confirmed"),
)


@admin.register(Decision)
class DecisionAdmin(BilingualAdmin):
    """Read only: a decision stays as it was confirmed."""

    list_display = ("number", "title", "mark", "confirmed_at")
    list_display_links = ("number", "title")
    list_filter = ("body", "year", "mark")
    search_fields = ("title_en", "title_fr", "reference")
    search_help_text = _("Words of the title, or reference")
    ordering = ("-confirmed_at", "-pk")
    actions = ("as_table",)
    fieldsets: ClassVar = (
        (None, {"fields": (("number", "procedure", "mark"), "title", "text")}),
        (
            pgettext_lazy("of a decision", "Confirmed"),
            {"fields": (("adopted_at", "confirmed_at"), ("confirmed_by", "confirmed_for"))},
        ),
        (_("On the chair’s instruction"), {"fields": ("channel", "instruction", "proof")}),
    )
    readonly_fields = ("number", "proof")

    def get_urls(self) -> list:
        """The address of the proof, then Django's."""
        view = self.admin_site.admin_view(self.proof_view)
        return [path("<path:object_id>/proof/", view, name="decisions_decision_proof"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The secretariat alone; everybody else reads them in the space or in the public register."""
        return request.user.has_perm("decisions.circulate_silenceprocedure")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The secretariat alone."""
        return self.has_view_permission(request)

    @admin.display(description=pgettext_lazy("of a decision", "Number"))
    def number(self, decision: Decision) -> str:
        """RP/SC/2026/07."""
        return decision.number

    @admin.display(description=_("proof of the instruction"))
    def proof(self, decision: Decision) -> str:
        """The way to the file."""
        if not decision.proof_key:
            return "–"
        address = reverse("admin:decisions_decision_proof", args=[decision.pk])
        return format_html('<a href="{}">{}</a>', address, decision.proof_name)

    @method_decorator(require_safe)
    def proof_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The proof of the chair's instruction, as a download, for the secretariat alone."""
        require(request.user, "decisions.circulate_silenceprocedure")
        decision = self.get_object(request, object_id)
        if decision is None or not decision.proof_key:
            raise Http404
        return serve_private(decision.proof_key, decision.proof_name)

    @admin.action(description=_("Download as a table (CSV)"), permissions=["view"])
    def as_table(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """The chosen decisions, a line each."""
        rows = (
            (
                *(one.number, one.title_en, one.title_fr, one.get_mark_display()),
                *(moment(one.adopted_at), moment(one.confirmed_at)),
            )
            for one in queryset.order_by("body", "year", "sequence")
        )
        return csv_response("decisions", COLUMNS, rows)
