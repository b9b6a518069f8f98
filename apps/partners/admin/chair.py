"""Terms of the chair in the office: their texts, their tasks, and handing over the chair, which is one act."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.forms import BaseModelFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from simple_history.admin import SimpleHistoryAdmin

from apps.common.access import PermittedAdmin, require
from apps.common.dates import moment
from apps.common.office import BilingualAdmin
from apps.common.registry import panels

from .. import services
from ..forms import ChairTaskForm, HandOverForm
from ..models import Chairmanship, ChairTask, ChairTaskTemplate

ABOUT_HANDOVER = "partners.handover"


class ChairTaskInline(PermittedAdmin, admin.StackedInline):
    """The tasks of a term, with a box for each that is done."""

    model = ChairTask
    form = ChairTaskForm
    extra = 0
    fields = (("title_en", "title_fr"), ("due_on", "is_done", "recorded"), "note")
    readonly_fields = ("recorded",)
    formfield_overrides = {
        models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 30})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 24})},
    }

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """The tasks with who recorded them."""
        return super().get_queryset(request).select_related("done_by")

    @admin.display(description=_("recorded"))
    def recorded(self, task: ChairTask) -> str:
        """When it was recorded as done, and by whom."""
        return f"{moment(task.done_at)} · {task.done_by}" if task.done_at else "–"


@admin.register(ChairTaskTemplate)
class ChairTaskTemplateAdmin(SimpleHistoryAdmin, BilingualAdmin):
    """The tasks that every new term is given."""

    list_display = ("title", "days", "is_in_use")
    list_filter = ("is_in_use",)
    ordering = ("days", "pk")


@admin.register(Chairmanship)
class ChairmanshipAdmin(SimpleHistoryAdmin, BilingualAdmin):
    """Terms of the chair; the running one is handed over from its page."""

    list_display = ("number", "partner", "starts_on", "ends_on")
    list_display_links = ("partner",)
    list_select_related = ("partner",)
    search_fields = ("partner__name_en", "partner__name_fr", "slug")
    autocomplete_fields = ("partner",)
    ordering = ("-number",)
    inlines = (ChairTaskInline,)
    change_form_template = "admin/chairmanship_change_form.html"

    def get_urls(self) -> list:
        """Django's addresses, one for the handover and one for the list of tasks."""
        return [
            path(
                "<path:object_id>/hand-over/",
                self.admin_site.admin_view(self.hand_over_view),
                name="partners_chairmanship_hand_over",
            ),
            path(
                "<path:object_id>/tasks/",
                self.admin_site.admin_view(self.tasks_view),
                name="partners_chairmanship_tasks",
            ),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """Django's page with the way to the handover, where the chair can be handed over, and the tasks' button."""
        term = self.get_object(request, object_id)
        context = {**(extra_context or {}), "may_hand_over": term is not None and term.may_be_handed_over}
        return super().change_view(request, object_id, form_url, context)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseModelFormSet, change: bool) -> None:
        """A box that was ticked is recorded with the moment and the person."""
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if row.instance.pk and "is_done" in row.changed_data:
                services.record_task(row.instance, by=request.user, is_done=row.cleaned_data["is_done"])

    def _term(self, request: HttpRequest, object_id: str, permission: str) -> Chairmanship:
        """The term, once the permission about it was asked."""
        term = self.get_object(request, object_id)
        if term is None:
            raise Http404
        require(request.user, permission, term)
        return term

    @staticmethod
    def _page_of(term: Chairmanship) -> str:
        return reverse("admin:partners_chairmanship_change", args=[term.pk])

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def hand_over_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is open in the running term, and the form by which it ends and the next begins."""
        term = self._term(request, object_id, "partners.hand_over_chairmanship")
        form = HandOverForm(request.POST or None, ending=term)
        try:
            if request.method == "POST" and form.is_valid() and (begun := form.save(by=request.user)):
                words = gettext("The chair goes to %(term)s: %(moment)s.")
                messages.success(request, words % {"term": begun.partner, "moment": moment(begun.handed_over_at)})
                return HttpResponseRedirect(self._page_of(begun))
            if request.method != "POST" and not term.may_be_handed_over:
                raise services.HandoverClosed(Chairmanship.objects.troika()["current"])
        except services.HandoverClosed as closed:
            messages.warning(request, self._told(closed.term))
            return HttpResponseRedirect(self._page_of(term))
        return TemplateResponse(request, "admin/hand_over.html", self._what_is_open(request, term, form))

    @staticmethod
    def _told(term: Chairmanship | None) -> str:
        """Why the chair cannot be handed over from this term."""
        if term is None:
            return gettext("This term cannot hand over the chair.")
        if term.handed_over_at:
            words = gettext("The chair was handed over already: %(term)s, %(moment)s. The hour is corrected there.")
            return words % {"term": term, "moment": moment(term.handed_over_at)}
        return gettext("The chair is held by another term: %(term)s.") % {"term": term}

    def _what_is_open(self, request: HttpRequest, term: Chairmanship, form: HandOverForm) -> dict[str, Any]:
        found = [(panel, panel.rows(term, request.user)) for panel in panels if panel.about == ABOUT_HANDOVER]
        return {
            **self.admin_site.each_context(request),
            "title": gettext("Hand over the chair"),
            "opts": self.opts,
            "term": term,
            "back": self._page_of(term),
            "form": form,
            "tasks": term.tasks.filter(done_at__isnull=True),
            "panels": [(panel, rows) for panel, rows in found if rows],
        }

    @method_decorator(require_POST)
    def tasks_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give the term the tasks of every chair that it does not have yet."""
        term = self._term(request, object_id, "partners.give_tasks_chairmanship")
        number = services.give_tasks(term, by=request.user)
        words = ngettext("%(number)s task was added.", "%(number)s tasks were added.", number)
        messages.info(request, words % {"number": number} if number else gettext("The list holds every task already."))
        return HttpResponseRedirect(self._page_of(term))
