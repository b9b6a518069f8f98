"""Documents in the office, both languages side by side, with their files and addresses in each language."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from apps.common.access import PermittedAdmin
from apps.common.office import BilingualAdmin, OfficeAdmin

from . import services
from .forms import DocumentFileForm, DocumentFileFormSet, DocumentForm
from .marks import short_mark_of
from .models import Document, DocumentFile, DocumentRead, DocumentVersion

FILE_URL_NAME, VERSION_URL_NAME = "documents_document_file", "documents_document_version"
LADDER_TOLD = _(
    "Each level contains the one before: public, focal points, Steering Committee, secretariat. Two conditions can "
    "narrow it: a paper of another network is read by that network’s focal points in the place of the National Focal "
    "Points; what is for named partners only is read by those who have the level and act for one of these partners. "
    "The secretariat reads everything. At the moment until which the level holds, the document is hidden at once, and "
    "gets its other level within a minute; “secretariat” means that it is no longer shown."
)


class DocumentFileInline(PermittedAdmin, admin.StackedInline):
    model = DocumentFile
    form = DocumentFileForm
    formset = DocumentFileFormSet
    max_num = len(settings.LANGUAGES)
    fields = (("language", "address"), "kept", ("upload", "note"), "light", "take_off")
    readonly_fields = ("kept",)

    def get_formset(self, request: HttpRequest, obj: Document | None = None, **kwargs: Any) -> type:
        """The forms, each knowing who fills it: that person is noted beside the file, and may send it in pieces."""
        own = type("OwnDocumentFileForm", (self.form,), {"sender": request.user})
        return super().get_formset(request, obj, **{**kwargs, "form": own})

    def get_extra(self, request: HttpRequest, obj: Document | None = None, **kwargs: Any) -> int:
        """One empty form as long as a language is missing."""
        return 1 if obj is None or obj.files.count() < self.max_num else 0

    @admin.display(description=_("file kept here"))
    def kept(self, kept: DocumentFile) -> str:
        """The file that is there now, to look at."""
        if not kept.key:
            return "–"
        url = reverse(f"admin:{FILE_URL_NAME}", args=[kept.document_id, kept.pk])
        told = _("version %(number)s") % {"number": kept.number}
        return format_html('<a href="{}">{}</a> ({}, {})', url, kept.display_name, filesizeformat(kept.size), told)


class DocumentVersionInline(PermittedAdmin, admin.StackedInline):
    """Former versions, to look at."""

    model = DocumentVersion
    fields = (
        ("language", "number", "file"),
        "change_note",
        ("added_at", "added_by"),
        ("replaced_at", "withdrawn_at"),
    )
    readonly_fields = ("file", "added_at", "added_by", "replaced_at", "withdrawn_at")
    extra = max_num = 0
    can_delete = False

    @admin.display(description=_("file"))
    def file(self, version: DocumentVersion) -> str:
        """The file of that time."""
        url = reverse(f"admin:{VERSION_URL_NAME}", args=[version.document_id, version.pk])
        return format_html('<a href="{}">{}</a> ({})', url, version.display_name, filesizeformat(version.size))


@admin.register(Document)
class DocumentAdmin(SimpleHistoryAdmin, BilingualAdmin):
    form = DocumentForm
    list_display = ("title", "symbol", "kind", "issued_on", "read_by", "publication")
    list_filter = ("publication", "level", "for_named_only", "network", "kind", "topics")
    search_fields = ("title_en", "title_fr", "symbol", "code", "slug")
    search_help_text = _("Words of the title, reference or address")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = (
        "named_partners",
        "superseded_by",
        "partners",
        "chairmanships",
        "areas",
        "objectives",
        "actions",
        "cross_cutting",
        "gcm_objectives",
        "topics",
    )
    inlines = (DocumentFileInline, DocumentVersionInline)
    actions = tuple(f"zip_{code}" for code, _name in settings.LANGUAGES)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "title_fr_is_working_translation",
                    "slug",
                    ("symbol", "original_language"),
                    "code",
                    "kind",
                )
            },
        ),
        (_("Publication"), {"fields": (("publication", "published_at"), "superseded_by")}),
        (
            _("Who may read it"),
            {
                "fields": ("level", ("level_until", "level_after"), "network", "for_named_only", "named_partners"),
                "description": LADDER_TOLD,
            },
        ),
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

    @admin.display(description=_("access level"), ordering="level")
    def read_by(self, document: Document) -> str:
        """The level, or that only named partners read it."""
        return short_mark_of(document) or document.get_level_display()

    def get_urls(self) -> list:
        """Django's addresses and those of files, which the office reads whatever their document's level."""
        wrap, place = self.admin_site.admin_view, "<int:document_id>"
        return [
            path(f"{place}/file/<int:file_id>/", wrap(self.file_view), name=FILE_URL_NAME),
            path(f"{place}/version/<int:version_id>/", wrap(self.version_view), name=VERSION_URL_NAME),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, document_id: int, file_id: int) -> HttpResponseBase:
        """The file as a download, for who may read its document in the office."""
        kept = DocumentFile.objects.filter(document__in=self.get_queryset(request), document=document_id, pk=file_id)
        found = kept.exclude(key="").select_related("document").first()
        if found is None or not self.has_view_permission(request, found.document):
            raise Http404
        return services.give_file(found.document, found, to=request.user)

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        """Save; files that the same page replaces are kept for those who read the document until now."""
        obj.access_before = services.access_of(obj) if change else None
        super().save_model(request, obj, form, change)

    def version_view(self, request: HttpRequest, document_id: int, version_id: int) -> HttpResponseBase:
        """A former version as a download, also one that was taken off."""
        kept = DocumentVersion.objects.filter(document=document_id, pk=version_id).select_related("document").first()
        if kept is None or not request.user.has_perm("documents.view_documentversion", kept):
            raise Http404
        return services.give_version(kept, to=request.user)

    @admin.action(description=_("As one ZIP file, in English"), permissions=["view"])
    def zip_en(self, request: HttpRequest, queryset: QuerySet) -> HttpResponseBase | None:
        """The chosen documents in English."""
        return self._zipped(request, queryset, "en")

    @admin.action(description=_("As one ZIP file, in French"), permissions=["view"])
    def zip_fr(self, request: HttpRequest, queryset: QuerySet) -> HttpResponseBase | None:
        """The chosen documents in French."""
        return self._zipped(request, queryset, "fr")

    def _zipped(self, request: HttpRequest, queryset: QuerySet, language: str) -> HttpResponseBase | None:
        try:
            return services.pack(
                queryset, language=language, heading=gettext("Documents"), name=f"documents-{language}", to=request.user
            )
        except services.TooLarge as refusal:
            told = gettext("These files are too large for one ZIP file (%(size)s; at most %(limit)s): choose fewer.")
            sizes = {"size": filesizeformat(refusal.size), "limit": filesizeformat(refusal.limit)}
            self.message_user(request, told % sizes, messages.ERROR)
            return None


@admin.register(DocumentRead)
class DocumentReadAdmin(OfficeAdmin):
    """Who read what: to look at, for everybody."""

    list_display = ("at", "user", "document", "way", "language", "number")
    list_filter = ("level", "way", "language")
    list_select_related = ("user", "document")
    search_fields = ("user__name", "user__email", "document__title_en", "document__title_fr", "document__symbol")
    search_help_text = _("Person, or words of the title, or symbol")
    date_hierarchy = None
    ordering = ("-at", "-pk")
