"""Silence procedures in the office: drafted in both languages with papers, circulated, followed, stopped."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from apps.common.access import PermittedAdmin
from apps.common.office import BilingualAdmin, WorkflowAdmin
from apps.partners.models import NFP, Network

from .. import services
from ..forms.office import TEXTS, PaperForm, ProcedureForm
from ..models import ProcedurePaper, SilenceProcedure
from ..queries.circulating import with_number_of_positions
from . import circulating, running

MOMENTS = ("created_at", "circulated_at", "adopted_at", "confirmed_at", "stopped_at", "withdrawn_at")
HOUR = ("day", "time", "zone")


class MovedOn(Exception):
    """The procedure was circulated, or came back, while its words were being typed."""


class PaperInline(PermittedAdmin, admin.StackedInline):
    """New papers are added; one that is there is taken off a draft, never changed."""

    model = ProcedurePaper
    form = PaperForm
    extra = 1
    view_on_site = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Asks about the procedure: its papers come with it."""
        return obj is None or request.user.has_perm("decisions.view_silenceprocedure", obj)

    def get_fields(self, request: HttpRequest, obj: SilenceProcedure | None = None) -> tuple:
        """A file to choose while it can be changed; else the papers' names."""
        return ("language", "file") if self.has_add_permission(request, obj) else ("language", "display_name")

    def get_readonly_fields(self, request: HttpRequest, obj: SilenceProcedure | None = None) -> tuple:
        """The name of what is kept."""
        return () if self.has_add_permission(request, obj) else ("display_name",)


@admin.register(SilenceProcedure)
class SilenceProcedureAdmin(
    circulating.Circulating, running.Running, WorkflowAdmin, SimpleHistoryAdmin, BilingualAdmin
):
    """Written while it is a draft and while the clock stands; followed and acted upon while it runs."""

    pages = (*circulating.PAGES, *running.PAGES)
    services: ClassVar[dict] = services.PLAIN_STEPS
    change_form_template = "admin/silence_change_form.html"
    form = ProcedureForm
    list_display = ("title", "state", "hour", "asked", "applicant", "spoken")
    list_filter = ("state", "asked", "mark", "network")
    list_select_related = ("network", "applicant")
    search_fields = ("title_en", "title_fr", "reference", "applicant__name_en", "applicant__name_fr")
    search_help_text = _("Words of the title, reference or applicant")
    autocomplete_fields = ("chosen", "applicant")
    inlines = (PaperInline,)
    readonly_fields = ("hour", "reference", "author", *MOMENTS)
    fieldsets: ClassVar = (
        (None, {"fields": ("title", "text")}),
        (_("Who is asked"), {"fields": (("asked", "network"), "chosen", "applicant")}),
        (_("Until when, and who reads the decision"), {"fields": (HOUR, "mark")}),
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The secretariat alone; seats that are asked read in the space."""
        return request.user.has_perm("decisions.circulate_silenceprocedure", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The secretariat alone."""
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With what the list shows."""
        return with_number_of_positions(super().get_queryset(request).select_related("network", "applicant"))

    def get_fieldsets(self, request: HttpRequest, obj: SilenceProcedure | None = None) -> list:
        """The hour in three fields where it can be changed, else in words; what is known of one that is there."""
        found = super().get_fieldsets(request, obj)
        if not self.may_be_written(request, obj):
            found = [(name, {**one, "fields": [_in_words(row) for row in one["fields"]]}) for name, one in found]
        else:
            found = [*found[:-1], (found[-1][0], {**found[-1][1], "fields": [*found[-1][1]["fields"], "seen"]})]
        return found if obj is None else [*found, (_("When"), {"fields": [("reference", "author"), MOMENTS]})]

    def get_readonly_fields(self, request: HttpRequest, obj: SilenceProcedure | None = None) -> tuple:
        """Once seats were asked, the network stays: what was said would else be read by the people of another."""
        fixed = super().get_readonly_fields(request, obj)
        return (*fixed, "network") if obj is not None and obj.was_circulated else fixed

    def may_be_written(self, request: HttpRequest, obj: SilenceProcedure | None) -> bool:
        """Whether the page is a form."""
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The network of the committee and of most procedures."""
        nfp = Network.objects.filter(code=NFP).first()
        return {"network": nfp.pk if nfp else None, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("positions until"), ordering="expires_at")
    def hour(self, procedure: SilenceProcedure) -> str:
        """The hour with its zone."""
        return procedure.until or "–"

    @admin.display(description=_("seats that have spoken"))
    def spoken(self, procedure: SilenceProcedure) -> int:
        """How many, in the present round."""
        return procedure.number_of_positions

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """Django's page with the seats and positions; words that come once it was circulated are shown, not lost."""
        row = self.get_object(request, object_id)
        if row is None:
            return super().change_view(request, object_id, form_url, extra_context)
        may_view = self.has_view_permission(request, row)
        if request.method == "POST" and may_view and not self.has_change_permission(request, row):
            return self._too_late(request, row)
        context = {**(extra_context or {}), **self.seats_and_positions(request, row)}
        try:
            return super().change_view(request, object_id, form_url, context)
        except MovedOn:
            row.refresh_from_db()
            return self._too_late(request, row)

    def _too_late(self, request: HttpRequest, row: SilenceProcedure) -> HttpResponse:
        """Nothing was saved, as it has moved on meanwhile (409); the words typed stand on the page."""
        words = [
            {"name": name, "label": self.opts.get_field(name).verbose_name, "text": request.POST[name]}
            for name in TEXTS
            if request.POST.get(name)
        ]
        context = self.frame(request, row, _("Not saved: it has moved on meanwhile"), words=words)
        return TemplateResponse(request, "admin/silence_too_late.html", context, status=409)

    def save_model(self, request: HttpRequest, obj: SilenceProcedure, form: Any, change: bool) -> None:
        """Who begins one is its author; one that moved on while it was read and checked is left as it is."""
        if change:
            held = SilenceProcedure.objects.select_for_update(of=("self",)).get(pk=obj.pk)
            if (held.state, held.round) != (obj.state, obj.round):
                raise MovedOn
        else:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: SilenceProcedure) -> HttpResponse:
        """To its page, from where it is circulated."""
        return HttpResponseRedirect(self.page_of(obj))

    def response_post_save_change(self, request: HttpRequest, obj: SilenceProcedure) -> HttpResponse:
        """To its page, from where it is circulated."""
        return HttpResponseRedirect(self.page_of(obj))

    def after_step(self, request: HttpRequest, back: str) -> str:
        """Its page, which says what stands now."""
        return back


def _in_words(row: Any) -> Any:
    return "hour" if row == HOUR else row
