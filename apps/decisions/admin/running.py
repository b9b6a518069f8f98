"""A running procedure in the office: seats reached, positions recorded, a later hour, disputes, the confirmation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.access import require
from apps.common.dates import moment
from apps.common.workflow import StepNotOpen
from apps.partners.queries import in_reading_order

from .. import queries, services
from ..forms.office_running import InstructionForm, LaterHourForm, ReachForm, RecordForm, ReleaseForm, SettleForm
from ..models import AskedSeat, Decision, Position, SilenceProcedure
from ..workflow import ProcedureFlow
from .circulating import step_of
from .pages import Page, ProcedurePages, moved_on

FORM_METHODS = ["GET", "HEAD", "POST"]
PAGES = (
    ("seats/<slug:code>/tell", "tell_view", "tell"),
    ("seats/<slug:code>/reach", "reach_view", "reach"),
    ("record", "record_view", "record"),
    ("extend", "extend_view", "extend"),
    ("positions/<slug:reference>/settle", "settle_view", "settle"),
    ("positions/<slug:reference>/release", "release_view", "release"),
    ("confirm", "confirm_view", "confirm"),
)
REACH = Page(
    title=_("Record how the seat was reached"),
    button=pgettext_lazy("button", "Record"),
    done=_("Recorded: the seat counts as reached."),
    lead=_("A seat that was reached after the hour had come had no time to speak: then set a later hour first."),
)
RECORD = Page(
    title=_("Record a position for a seat"),
    button=_("Record the position"),
    done=_("Recorded: the whole seat is told, and has five days to say that it is not correct."),
    lead=_(
        "It counts from the moment at which you record it. A word that is recorded at the hour or later is refused."
    ),
)
EXTEND = Page(
    title=_("Set a later hour"),
    button=_("Set this hour"),
    done=_("The later hour holds; everybody concerned is told."),
    lead=_("Never an earlier one. The seats asked, the chair and the applicant are told."),
)
SETTLE = Page(
    title=_("Look into a position"),
    button=_("Tell the seat"),
    done=_("Looked into; the seat is told."),
    lead=_("What a mistaken record has caused stands until you suspend the procedure or circulate it again."),
)
RELEASE = Page(
    title=_("Release the words to the applicant"),
    button=_("Release to the applicant"),
    done=_("Released; the applicant is told."),
    lead=_("On the instruction of the chair only. What was released cannot be taken back."),
)
CONFIRM = Page(
    title=_("Confirm on the chair’s instruction"),
    button=_("Confirm the decision"),
    done=_("Confirmed: the decision has its number, and everybody concerned is told."),
    lead=_("The chair confirms in the space. Record here what it instructed you to do, with a proof."),
)


class Running(ProcedurePages):
    """The pages on which the secretariat acts while a procedure runs, and after."""

    def seats_and_positions(self, request: HttpRequest, row: SilenceProcedure) -> dict[str, Any]:
        """What the procedure's page shows of its seats and positions, and what can be done."""
        may_confirm = request.user.has_perm("decisions.confirm_silenceprocedure", row)
        return {
            "is_to_be_circulated": step_of(row) is not None,
            "is_to_be_confirmed": ProcedureFlow.confirm.is_open(row) and may_confirm,
            "reaches": queries.reach_of(row) if row.was_circulated else [],
            "positions": list(row.positions.select_related("partner", "person").order_by("-round", "-at", "-pk")),
            "papers": list(row.papers.all()),
            "decision": Decision.objects.filter(procedure=row).first() if row.is_adopted else None,
        }

    def seat(self, row: SilenceProcedure, code: str) -> AskedSeat:
        """A seat asked in the present round."""
        seat = row.asked_seats.filter(round=row.round, partner__code__iexact=code).select_related("partner").first()
        if seat is None:
            raise Http404
        return seat

    def position(self, row: SilenceProcedure, reference: str) -> Position:
        """A position taken in the procedure."""
        position = row.positions.filter(reference=reference).select_related("partner").first()
        if position is None:
            raise Http404
        return position

    @method_decorator(require_POST)
    def tell_view(self, request: HttpRequest, object_id: str, code: str) -> HttpResponse:
        """Send the notice once more to everybody who acts for a seat now."""
        row = self.found(request, object_id, "decisions.extend_silenceprocedure")
        seat = self.seat(row, code)
        require(request.user, "decisions.tell_askedseat", seat)
        back = self.page_of(row)
        try:
            told = services.tell_again(seat, by=request.user)
        except services.ToldAlready as refusal:
            words = gettext("This seat was told a short while ago. It can be told again from %(hour)s.")
            return self.told(request, words % {"hour": moment(refusal.again_at)}, back)
        except StepNotOpen as refusal:
            return self.told(request, moved_on(refusal.row), back)
        if not told:
            return self.told(request, gettext("Nobody acts for this seat: nobody was told."), back)
        words = ngettext("%(count)s person is told once more.", "%(count)s people are told once more.", told)
        messages.success(request, words % {"count": told})
        return HttpResponseRedirect(back)

    @method_decorator(require_http_methods(FORM_METHODS))
    def reach_view(self, request: HttpRequest, object_id: str, code: str) -> HttpResponse:
        """By which way, when and whom of a seat the secretariat reached."""
        row = self.found(request, object_id, "decisions.extend_silenceprocedure")
        seat = self.seat(row, code)
        require(request.user, "decisions.reach_askedseat", seat)
        if request.method != "POST" and not row.is_running:
            return self.told(request, moved_on(row), self.page_of(row))
        form = ReachForm(**self.typed(request))

        def act() -> None:
            services.record_reaching(seat, by=request.user, **form.facts)

        return self.answer(request, row, form, page=REACH, act=act, about=seat.partner)

    @method_decorator(require_http_methods(FORM_METHODS))
    def record_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What a seat said otherwise than on the portal; `?seat=MA` chooses it."""
        row = self.found(request, object_id, "decisions.record_position_silenceprocedure")
        if request.method != "POST" and not row.is_taking_positions:
            return self.told(request, moved_on(row), self.page_of(row))
        asked = [one.partner for one in row.asked_seats.filter(round=row.round).select_related("partner")]
        seats = in_reading_order(asked)
        wanted = request.GET.get("seat", "")
        form = RecordForm(**self.typed(request), seats=seats, sender=request.user, wanted=wanted)

        def act() -> None:
            key = form.cleaned_data["form_key"]
            services.record_position(row, form.word, form.heard, by=request.user, partner=form.partner, form_key=key)

        return self.answer(request, row, form, page=RECORD, act=act)

    @method_decorator(require_http_methods(FORM_METHODS))
    def extend_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A later hour."""
        row = self.found(request, object_id, "decisions.extend_silenceprocedure")
        if request.method != "POST" and not row.is_running:
            return self.told(request, moved_on(row), self.page_of(row))
        form = LaterHourForm(**self.typed(request), procedure=row)

        def act() -> None:
            services.extend(row, by=request.user, **form.hour)

        return self.answer(request, row, form, page=EXTEND, act=act)

    @method_decorator(require_http_methods(FORM_METHODS))
    def settle_view(self, request: HttpRequest, object_id: str, reference: str) -> HttpResponse:
        """What the secretariat makes of a recorded position that its seat calls not correct."""
        row = self.found(request, object_id, "decisions.record_position_silenceprocedure")
        position = self.position(row, reference)
        require(request.user, "decisions.settle_position", position)
        if request.method != "POST" and not position.is_in_doubt:
            return self.told(request, gettext("There is nothing to look into: this was settled."), self.page_of(row))
        form = SettleForm(request.POST if request.method == "POST" else None)

        def act() -> None:
            services.settle_dispute(position, by=request.user, **form.cleaned_data)

        return self.answer(request, row, form, page=SETTLE, act=act, about=position.partner, position=position)

    @method_decorator(require_http_methods(FORM_METHODS))
    def release_view(self, request: HttpRequest, object_id: str, reference: str) -> HttpResponse:
        """Let the applicant read the words of a position; once, however often the button is pressed."""
        row = self.found(request, object_id, "decisions.record_position_silenceprocedure")
        position = self.position(row, reference)
        require(request.user, "decisions.release_position", position)
        if row.applicant_id is None or not position.text:
            raise Http404
        form = ReleaseForm(request.POST if request.method == "POST" else None)

        def act() -> None:
            services.release(position, by=request.user)

        return self.answer(request, row, form, page=RELEASE, act=act, about=position.partner, position=position)

    @method_decorator(require_http_methods(FORM_METHODS))
    def confirm_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Confirm what was adopted, on the recorded instruction of the chair."""
        row = self.found(request, object_id, "decisions.confirm_silenceprocedure")
        if request.method != "POST" and not ProcedureFlow.confirm.is_open(row):
            return self.told(request, moved_on(row), self.page_of(row))
        form = InstructionForm(**self.typed(request), sender=request.user)

        def act() -> None:
            services.confirm(row, by=request.user, instruction=form.instruction)

        return self.answer(request, row, form, page=CONFIRM, act=act)
