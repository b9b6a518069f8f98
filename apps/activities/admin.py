"""Activities and their outcomes in the office, both languages side by side."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.admin import TranslationStackedInline
from simple_history.admin import SimpleHistoryAdmin

from apps.common.access import PermittedAdmin
from apps.common.office import BilingualAdmin

from .models import Activity, Outcome


class OutcomeInline(PermittedAdmin, TranslationStackedInline):
    model = Outcome
    extra = 0


class YearFilter(admin.SimpleListFilter):
    """Activities that began in a year. Django's own hierarchy of dates would read every row for the years."""

    title = pgettext_lazy("filter of the office", "year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The years from the last activity back to the first."""
        days = Activity.objects.order_by("starts_on", "pk").values_list("starts_on", flat=True)
        first, last = days.first(), days.last()
        return [(str(year), str(year)) for year in range(last.year, first.year - 1, -1)] if first else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Those of the chosen year; all where none of the years is chosen."""
        is_offered = self.value() in dict(self.lookup_choices)
        return queryset.filter(starts_on__year=int(self.value())) if is_offered else queryset


@admin.register(Activity)
class ActivityAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("title", "kind", "starts_on", "status", "publication")
    list_filter = ("publication", "status", "kind", YearFilter)
    search_fields = ("title_en", "title_fr", "code", "slug")
    search_help_text = _("Words of the title, reference or address")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = ("country", "co_chairs", "areas", "objectives", "actions", "parent", "follows")
    inlines = (OutcomeInline,)
    fieldsets = (
        (None, {"fields": ("title", "title_fr_is_working_translation", "slug", "code", "kind", "status")}),
        (_("Publication"), {"fields": (("publication", "published_at"),)}),
        (
            _("When and where"),
            {
                "fields": (
                    ("starts_on", "ends_on", "precision"),
                    "is_online",
                    "city",
                    "venue",
                    "country",
                    "country_name",
                )
            },
        ),
        (_("What it was about"), {"fields": ("summary", "body")}),
        (
            _("Who took part"),
            {
                "fields": (
                    "co_chairs",
                    "organiser_note",
                    ("people", "people_is_approximate", "countries"),
                    "participation_note",
                )
            },
        ),
        (_("What it served"), {"fields": ("areas", "objectives", "actions")}),
        (_("What it belongs to"), {"fields": ("parent", "follows", "source")}),
    )
