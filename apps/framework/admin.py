"""Action plans in the office, down to the actions whose adopted wording is still to be supplied."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline
from simple_history.admin import SimpleHistoryAdmin

from apps.common.access import PermittedAdmin
from apps.common.office import BilingualAdmin

from .models import Action, ActionPlan, Area, CrossCuttingPriority, GcmObjective, Objective, Topic, TopicFigure

HAS_WORDING = Q(title_en__gt="") | Q(title_fr__gt="")


class WordingFilter(admin.SimpleListFilter):
    """Rows whose adopted title still has to be entered."""

    title = _("adopted wording")
    parameter_name = "wording"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        """To be supplied, or there."""
        return [("missing", gettext("to be supplied")), ("there", gettext("entered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The rows that were asked for; a title in either language counts as there."""
        if self.value() == "there":
            return queryset.filter(has_wording=True)
        return queryset.filter(has_wording=False) if self.value() == "missing" else queryset


class WordingFirstList(ChangeList):
    """A list that begins with the rows without adopted wording, until another order is chosen."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list:
        """The room's order among those that lack their wording, then among the others."""
        ordering = super().get_ordering(request, queryset)
        return ordering if ORDER_VAR in self.params else ["has_wording", *ordering]


class WordingFirst:
    """An admin whose list begins with what still lacks its adopted wording, and says so."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The rows with whether their wording is there; a title in either language counts."""
        is_there = Case(When(HAS_WORDING, then=Value(True)), default=Value(False))
        return super().get_queryset(request).annotate(has_wording=is_there)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list in that order."""
        return WordingFirstList

    @admin.display(description=_("adopted wording"), boolean=True, ordering="has_wording")
    def wording(self, row: Objective | Action) -> bool:
        """Whether the adopted title was entered."""
        return row.has_wording


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
class ObjectiveAdmin(WordingFirst, SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("code", "title", "wording", "area")
    list_display_links = ("code", "title")
    list_filter = (WordingFilter, "area__plan")
    list_select_related = ("area",)
    search_fields = ("=code", "title_en", "title_fr")
    search_help_text = _("Number or words of the title")
    ordering = ("area", "number", "code")
    autocomplete_fields = ("area",)


@admin.register(Action)
class ActionAdmin(WordingFirst, SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("number", "title", "wording", "objective", "placement_confirmed")
    list_display_links = ("number", "title")
    list_filter = (WordingFilter, "placement_confirmed", "objective__area__plan")
    list_select_related = ("objective",)
    search_fields = ("=number", "title_en", "title_fr", "summary_en", "summary_fr")
    search_help_text = _("Number or words of the text")
    ordering = ("objective", "number")
    autocomplete_fields = ("objective",)


@admin.register(CrossCuttingPriority)
class CrossCuttingPriorityAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("number", "title", "plan")
    list_display_links = ("title",)
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("title_en", "title_fr")
    ordering = ("plan", "number")


@admin.register(GcmObjective)
class GcmObjectiveAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("number", "title")
    list_display_links = ("number", "title")
    search_fields = ("=number", "title_en", "title_fr")
    search_help_text = _("Number or words of the title")
    ordering = ("number",)


class TopicFigureInline(PermittedAdmin, TranslationStackedInline):
    model = TopicFigure
    extra = 0


@admin.register(Topic)
class TopicAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("title", "position", "publication")
    list_filter = ("publication",)
    search_fields = ("title_en", "title_fr", "slug")
    search_help_text = _("Words of the title or address")
    prepopulated_fields = {"slug": ("title_en",)}
    ordering = ("position", "pk")
    inlines = (TopicFigureInline,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "position")}),
        (_("Publication"), {"fields": (("publication", "published_at"),)}),
        (_("Text"), {"fields": ("summary", "body", "source")}),
    )
