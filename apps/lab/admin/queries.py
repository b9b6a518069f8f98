"""Questions to all in the office: read, compiled for whoever asked; the secretariat's own closed and withdrawn too."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.common.office import OfficeList, WorkflowAdmin

from .. import services
from ..models import Query, Question

MOMENTS = ("created_at", "opened_at", "due_at", "closed_at", "compiled_at", "withdrawn_at")


class QuestionInline(admin.TabularInline):
    """The questions, as they were asked."""

    model = Question
    fields = readonly_fields = ("number", "text", "kind", "choices")
    extra = 0
    can_delete = False
    verbose_name_plural = _("questions")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Asks about the query: its questions come with it."""
        return obj is None or request.user.has_perm("lab.view_query", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: questions are written in the space."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what was asked stays as it was."""
        return False


@admin.register(Query)
class QueryAdmin(WorkflowAdmin, OfficeList, admin.ModelAdmin):
    """Read only, with the workflow's buttons that the secretariat has; it writes and reads answers in the space."""

    services: ClassVar[dict] = services.QUERY_STEPS
    list_display = ("title", "partner", "state", "opened_at", "due_at", "compiled_at")
    list_filter = ("state",)
    list_select_related = ("partner",)
    search_fields = ("title", "partner__name_en", "partner__name_fr")
    search_help_text = _("Words of the title, or partner")
    ordering = ("-opened_at", "-pk")
    inlines = (QuestionInline,)
    fieldsets = (
        (None, {"fields": (("partner", "language"), "title", "introduction", "addressees", "compilation")}),
        (_("When"), {"fields": (MOMENTS,)}),
    )
    readonly_fields = ("partner", "language", "title", "introduction", "addressees", "compilation", *MOMENTS)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list for whoever may enter the laboratory; one query by its own permission."""
        return request.user.has_perm("lab.enter" if obj is None else "lab.view_query", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may enter the laboratory."""
        return request.user.has_perm("lab.enter")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here: the page in the space shows the preview."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False
