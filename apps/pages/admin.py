"""The short texts of the site, its pages of text and its looks in the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from apps.common.office import BilingualAdmin

from .forms import IdentityForm
from .models import CONFERENCES, GOVERNANCE, Identity, Page, SiteText


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


@admin.register(Identity)
class IdentityAdmin(SimpleHistoryAdmin, BilingualAdmin):
    form = IdentityForm
    list_display = ("__str__", "is_official")
    fieldsets = (
        (None, {"fields": ("is_official",)}),
        (_("Emblem"), {"fields": ("emblem_upload", "emblem_off", "emblem_alt")}),
        (
            _("Logo of the European Union"),
            {"fields": ("funder_logo_upload", "funder_logo_off", "funder_logo_alt")},
        ),
        (
            _("Logo of ICMPD"),
            {"fields": ("implementer_logo_upload", "implementer_logo_off", "implementer_logo_alt")},
        ),
    )

    def has_add_permission(self, request: HttpRequest, obj: Identity | None = None) -> bool:
        """As long as there is none: there is one row."""
        return super().has_add_permission(request, obj) and not Identity.objects.exists()
