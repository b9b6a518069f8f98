"""The short texts of the site, its pages of text and its looks in the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from apps.common.office import BilingualAdmin

from .models import CONFERENCES, GOVERNANCE, Page, SiteText


@admin.register(SiteText)
class SiteTextAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("key",)
    readonly_fields = ("key",)


@admin.register(Page)
class PageAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("title", "group", "position", "publication")
    list_filter = ("publication", "group")
    search_fields = ("title_en", "title_fr", "slug")
    search_help_text = _("Words of the title or address")
    ordering = ("group", "position", "pk")
    fieldsets = (
        (None, {"fields": ("title", "slug", ("group", "position"))}),
        (_("Publication"), {"fields": (("publication", "published_at"),)}),
        (_("Text"), {"fields": ("lead", "body", "source")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> tuple:
        """The address of a page that shows something of the data stays as it is."""
        return ("slug",) if obj and obj.slug in (GOVERNANCE, CONFERENCES) else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Page | None = None) -> dict[str, Any]:
        """The address of a new page follows its title."""
        return {} if obj else {"slug": ("title_en",)}
