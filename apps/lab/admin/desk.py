"""What the secretariat does with a proposal besides its steps: ask the author, merge a duplicate, count."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.access import require
from apps.common.csv_files import csv_response
from apps.common.workflow import Step, StepNotOpen

from .. import queries, services
from ..forms import DateForm, MergeForm, PeriodForm, QuestionForm
from ..models import Proposal
from ..periods import offers_until_by_default
from ..workflow import ProposalFlow

COLUMNS = (
    *(_("Received"), _("Published"), _("Open now"), pgettext_lazy("proposals", "Answered")),
    *(_("Matched"), _("Days to the first offer")),
)


class OfficeDesk:
    """Adds these pages to the admin of proposals; stands before `WorkflowAdmin`."""

    change_form_template = "admin/proposal_change_form.html"
    change_list_template = "admin/proposal_change_list.html"

    def get_urls(self) -> list:
        """The addresses of these pages, then those that were there."""
        guarded = self.admin_site.admin_view
        return [
            path("statistics/", guarded(self.statistics_view), name="lab_proposal_statistics"),
            path("<path:object_id>/ask/", guarded(self.ask_view), name="lab_proposal_ask"),
            path("<path:object_id>/merge/", guarded(self.merge_view), name="lab_proposal_merge"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """The page with the question to the author, the way to merging, and the date that goes with publishing."""
        row = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if row is not None:
            user, flow = request.user, ProposalFlow
            context |= {
                "question_form": QuestionForm(auto_id="question-%s")
                if user.has_perm("lab.ask_proposal", row)
                else None,
                "can_merge": flow.merge.is_open(row) and user.has_perm(flow.permission(flow.merge), row),
                "date_form": self._date_form(row),
            }
        return super().change_view(request, object_id, form_url, context)

    @staticmethod
    def _date_form(row: Proposal) -> DateForm | None:
        if not (row.has_end_of_offers and ProposalFlow.publish.is_open(row)):
            return None
        now = timezone.now()
        return DateForm(proposal=Proposal(offers_until=offers_until_by_default(row.kind, now)))

    def details_form(self, request: HttpRequest, step: Step, row: Any) -> DateForm | None:
        """The date until which offers are taken, where one came with the button that publishes."""
        if step is not ProposalFlow.publish or not row.has_end_of_offers or not request.POST.get("day"):
            return None
        return DateForm(request.POST, proposal=row)

    def _found(self, request: HttpRequest, object_id: str, permission: str) -> Proposal:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        require(request.user, permission, row)
        return row

    @staticmethod
    def _back(row: Proposal) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:lab_proposal_change", args=[row.pk]))

    @method_decorator(require_POST)
    def ask_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask the author; what cannot be sent comes back as it was typed."""
        row = self._found(request, object_id, "lab.ask_proposal")
        form = QuestionForm(request.POST, auto_id="question-%s")
        if not form.is_valid():
            context = {**self.admin_site.each_context(request), "title": _("Ask the author"), "row": row, "form": form}
            return TemplateResponse(request, "admin/proposal_ask.html", context, status=422)
        services.ask_author(row, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, gettext("The question is sent to the seat."))
        return self._back(row)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose the proposal that stays, among those that the words find, then merge."""
        row = self._found(request, object_id, "lab.merge_proposal")
        words = request.GET.get("q", "").replace("\x00", "")[:200]
        form = MergeForm(request.POST or None, proposal=row, words=words)
        if not ProposalFlow.merge.is_open(row):
            raise StepNotOpen(ProposalFlow.merge, row)
        if form.is_valid():
            try:
                services.merge(row, by=request.user, **form.cleaned_data)
            except services.NotMergeable:
                form.add_error("into", gettext("This one no longer takes offers. Choose another."))
            else:
                messages.success(request, gettext("The proposals are merged; both seats are told."))
                return self._back(row)
        context = {**self.admin_site.each_context(request), "title": _("Merge into another proposal"), "row": row}
        context |= {"form": form, "words": words}
        return TemplateResponse(request, "admin/proposal_merge.html", context, status=422 if form.errors else 200)

    @method_decorator(require_safe)
    def statistics_view(self, request: HttpRequest) -> HttpResponse:
        """What the laboratory did in a period; `?format=csv` as a file."""
        require(request.user, "lab.publish_proposal")
        form = PeriodForm.asked(request.GET)
        found = queries.statistics_of(**form.cleaned_data) if form.is_valid() else None
        parts = self._parts(found) if found else []
        if found and request.GET.get("format") == "csv":
            rows = [(part, line.name, *_cells(line.numbers)) for part, lines in parts for line in lines]
            name = "laboratory-{since}-{until}".format(**form.cleaned_data)
            return csv_response(name, (_("By"), _("Which"), *COLUMNS), rows)
        context = {**self.admin_site.each_context(request), "title": _("The laboratory in numbers"), "form": form}
        context |= {"parts": parts, "columns": COLUMNS, "query": form.data}
        return TemplateResponse(request, "admin/proposal_statistics.html", context, status=422 if form.errors else 200)

    @staticmethod
    def _parts(found: queries.Statistics) -> list[tuple[str, list[queries.Line]]]:
        return [
            (gettext("All"), [queries.Line(gettext("All proposals"), found.total)]),
            (gettext("By kind"), found.by_kind),
            (gettext("By area"), found.by_area),
            (gettext("By partner"), found.by_partner),
        ]


def _cells(numbers: queries.Numbers) -> list[Any]:
    """The numbers as cells; nothing where there is none."""
    return ["" if number is None else number for number in numbers]
