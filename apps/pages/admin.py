"""The short texts of the site, its pages of text and its looks in the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one row: its form takes the place of the list."""
        return self._form_of_the_row() or redirect("admin:pages_identity_add")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None):
        """Django's form, as long as there is no row."""
        return self._form_of_the_row() or super().add_view(request, form_url, extra_context)

    @staticmethod
    def _form_of_the_row() -> HttpResponse | None:
        row = Identity.objects.first()
        return redirect("admin:pages_identity_change", row.pk) if row else None
