"""Action plans in the office, down to the actions whose adopted wording is still to be supplied."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from apps.common.office import BilingualAdmin

from .models import Action, ActionPlan, Area, Objective


class WordingFilter(admin.SimpleListFilter):
    """Rows whose adopted title still has to be entered."""

    title = _("adopted wording")
    parameter_name = "wording"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        """To be supplied, or there."""
        return [("missing", gettext("to be supplied")), ("there", gettext("entered"))]

    def queryset(self, request: HttpRequest, queryset):
        """The rows that were asked for; a title in either language counts as there."""
        there = queryset.filter(title_en__gt="") | queryset.filter(title_fr__gt="")
        if self.value() == "there":
            return there
        return queryset.exclude(pk__in=there.values("pk")) if self.value() == "missing" else queryset


@admin.register(ActionPlan)
class ActionPlanAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("title", "adopted_on", "valid_from", "valid_to")
    search_fields = ("title_en", "title_fr")


@admin.register(Area)
class AreaAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("number", "title", "plan")
    list_display_links = ("title",)
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("title_en", "title_fr")
    ordering = ("plan", "number")


@admin.register(Objective)
class ObjectiveAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("code", "title", "area")
    list_display_links = ("code", "title")
    list_filter = (WordingFilter, "area__plan")
    list_select_related = ("area",)
    search_fields = ("=code", "title_en", "title_fr")
    search_help_text = _("Number or words of the title")
    ordering = ("area", "number", "code")
    autocomplete_fields = ("area",)


@admin.register(Action)
class ActionAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("number", "title", "objective", "placement_confirmed")
    list_display_links = ("number", "title")
    list_filter = (WordingFilter, "placement_confirmed", "objective__area__plan")
    list_select_related = ("objective",)
    search_fields = ("=number", "title_en", "title_fr", "summary_en", "summary_fr")
    search_help_text = _("Number or words of the text")
    ordering = ("objective", "number")
    autocomplete_fields = ("objective",)
