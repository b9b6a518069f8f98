"""Documents in the office, both languages side by side, with their files and addresses in each language."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from apps.common.access import PermittedAdmin
from apps.common.files import serve_private
from apps.common.office import BilingualAdmin

from .forms import DocumentFileForm
from .models import Document, DocumentFile

FILE_URL_NAME = "documents_document_file"


class DocumentFileInline(PermittedAdmin, admin.StackedInline):
    model = DocumentFile
    form = DocumentFileForm
    max_num = len(settings.LANGUAGES)
    fields = (("language", "address"), "kept", ("upload", "take_off"))
    readonly_fields = ("kept",)

    def get_extra(self, request: HttpRequest, obj: Document | None = None, **kwargs: Any) -> int:
        """One empty form as long as a language is missing."""
        return 1 if obj is None or obj.files.count() < self.max_num else 0

    @admin.display(description=_("file kept here"))
    def kept(self, kept: DocumentFile) -> str:
        """The file that is there now, to look at."""
        if not kept.key:
            return "–"
        url = reverse(f"admin:{FILE_URL_NAME}", args=[kept.document_id, kept.pk])
        return format_html('<a href="{}">{}</a> ({})', url, kept.display_name, filesizeformat(kept.size))


@admin.register(Document)
class DocumentAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("title", "kind", "issued_on", "level", "publication")
    list_filter = ("publication", "level", "kind", "topics")
    search_fields = ("title_en", "title_fr", "code", "slug")
    search_help_text = _("Words of the title, reference or address")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = (
        "partners",
        "chairmanships",
        "areas",
        "objectives",
        "actions",
        "cross_cutting",
        "gcm_objectives",
        "topics",
    )
    inlines = (DocumentFileInline,)
    fieldsets = (
        (None, {"fields": ("title", "title_fr_is_working_translation", "slug", "code", "kind")}),
        (_("Publication"), {"fields": ("level", ("publication", "published_at"))}),
        (_("What it is"), {"fields": (("issued_on", "precision"), "authors", "summary", "editors_note")}),
        (_("Video"), {"fields": ("seconds", "transcript")}),
        (
            _("What it belongs to"),
            {
                "fields": (
                    "areas",
                    "objectives",
                    "actions",
                    "cross_cutting",
                    "gcm_objectives",
                    "topics",
                    "chairmanships",
                    "partners",
                )
            },
        ),
        (_("Where it comes from"), {"fields": ("also_listed_as", "source")}),
    )

    def get_urls(self) -> list:
        """Django's addresses and one for a file, which the office reads whatever its document's level."""
        file = path(
            "<int:document_id>/file/<int:file_id>/", self.admin_site.admin_view(self.file_view), name=FILE_URL_NAME
        )
        return [file, *super().get_urls()]

    def file_view(self, request: HttpRequest, document_id: int, file_id: int) -> FileResponse:
        """The file as a download, for who may read its document in the office."""
        kept = DocumentFile.objects.filter(document__in=self.get_queryset(request), document=document_id, pk=file_id)
        found = kept.exclude(key="").select_related("document").first()
        if found is None or not self.has_view_permission(request, found.document):
            raise Http404
        return serve_private(found.key, found.display_name)
