"""Activities, news and the Global Compact table in the office, both languages side by side."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from modeltranslation.admin import TranslationStackedInline
from simple_history.admin import SimpleHistoryAdmin

from apps.common.access import PermittedAdmin
from apps.common.office import BilingualAdmin

from . import services
from .dates_mail import TellsOfDates
from .models import Activity, DateChange, GcmRow, NewsItem, Outcome


class OutcomeInline(PermittedAdmin, TranslationStackedInline):
    model = Outcome
    extra = 0


class DateChangeInline(PermittedAdmin, TranslationStackedInline):
    model = DateChange
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
class ActivityAdmin(TellsOfDates, SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("title", "kind", "starts_on", "status", "publication")
    list_filter = ("publication", "status", "kind", YearFilter)
    search_fields = ("title_en", "title_fr", "code", "slug")
    search_help_text = _("Words of the title, reference or address")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = (
        "country",
        "co_chairs",
        "organisers",
        "areas",
        "objectives",
        "actions",
        "cross_cutting",
        "topics",
        "documents",
        "parent",
        "follows",
    )
    inlines = (OutcomeInline, DateChangeInline)
    fieldsets = (
        (None, {"fields": ("title", "title_fr_is_working_translation", "slug", "code", "kind", "status")}),
        (_("Publication"), {"fields": (("publication", "published_at"),)}),
        (
            _("When and where"),
            {
                "fields": (
                    ("starts_on", "ends_on", "precision"),
                    "date_note",
                    "is_online",
                    "city",
                    "venue",
                    "country",
                    "country_name",
                )
            },
        ),
        (_("What it was about"), {"fields": ("summary", "objective", "body")}),
        (
            _("Who took part"),
            {
                "fields": (
                    "co_chairs",
                    "organisers",
                    "organiser_note",
                    "funder",
                    ("people", "people_is_approximate", "people_is_minimum"),
                    ("countries", "delegations"),
                    "participation_note",
                    "participant_profile",
                    "invited",
                )
            },
        ),
        (_("What participants said"), {"fields": ("reaction", "reaction_source")}),
        (_("What it served"), {"fields": ("areas", "objectives", "actions", "cross_cutting", "topics")}),
        (_("What it belongs to"), {"fields": ("network", "parent", "follows", "documents")}),
        (_("For readers and editors"), {"fields": ("editors_note", "source")}),
    )


@admin.register(GcmRow)
class GcmRowAdmin(SimpleHistoryAdmin, BilingualAdmin):
    """Rows of the published table come from a file; one that is added here waits until the secretariat confirms it."""

    list_display = ("objective", "basis", "confirmed_at")
    list_filter = ("basis",)
    list_select_related = ("objective",)
    ordering = ("objective__number",)
    search_fields = ("=objective__number", "objective__title_en", "objective__title_fr")
    search_help_text = _("Number or words of the objective")
    autocomplete_fields = ("objective", "activities", "documents")
    readonly_fields = ("basis", "confirmed_at")
    actions = ("confirm",)
    fieldsets = (
        (None, {"fields": ("objective", ("basis", "confirmed_at"))}),
        (_("What is related to it"), {"fields": ("text", "activities", "documents")}),
        (_("For readers and editors"), {"fields": ("editors_note", "source")}),
    )

    @admin.action(description=_("Confirm, so that visitors see it"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Show the chosen rows that are not of the published table."""
        number = sum(services.confirm_gcm_row(row, by=request.user) for row in queryset)
        if number:
            told = ngettext("%(number)s row was confirmed.", "%(number)s rows were confirmed.", number)
            messages.success(request, told % {"number": number})
        else:
            messages.warning(request, _("These rows needed no confirmation."))


@admin.register(NewsItem)
class NewsItemAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("title", "day", "publication")
    list_filter = ("publication",)
    search_fields = ("title_en", "title_fr", "slug")
    search_help_text = _("Words of the title or address")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = ("activities",)
    ordering = ("-day", "-pk")
    fieldsets = (
        (None, {"fields": ("title", "slug", "day")}),
        (_("Publication"), {"fields": (("publication", "published_at"),)}),
        (_("Text"), {"fields": ("summary", "body", "activities", "source")}),
    )
