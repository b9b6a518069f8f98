"""Circulating in the office: looked at with the mail, the seats and their people, confirmed with their number, once."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from apps.common.workflow import Step, StepNotOpen
from apps.notifications import previews
from apps.notifications.admin.confirming import ConfirmForm, Planned
from apps.notifications.admin.previews import as_mail, in_frames

from .. import services
from ..models import SilenceProcedure
from ..notifications import Circulated
from ..queries.circulating import SeatToAsk, seats_with_people
from ..workflow import ProcedureFlow
from .pages import ProcedurePages, moved_on

PAGES = (("circulate", "circulate_view", "circulate"),)
SERVICES = {
    ProcedureFlow.circulate: services.circulate,
    ProcedureFlow.circulate_again: services.circulate_again,
}


class CirculateForm(ConfirmForm):
    """The number of the people who are told; the step itself can be taken but once, without a key."""

    key = None


class Preview:
    """What whoever circulates looks at: the seats with their people, the mail, what lacks."""

    def __init__(self, procedure: SilenceProcedure) -> None:
        self.procedure = procedure
        self.seats: list[SeatToAsk] = seats_with_people(procedure)
        self.lacking = services.lacks_for_circulation(procedure)
        self.looked_at = services.as_looked_at(procedure)

    @property
    def unmanned(self) -> list[SeatToAsk]:
        """The seats for which nobody acts: their silence cannot count."""
        return [seat for seat in self.seats if not seat.people]

    @property
    def manned(self) -> list[SeatToAsk]:
        """The seats that somebody acts for."""
        return [seat for seat in self.seats if seat.people]

    @cached_property
    def planned(self) -> Planned:
        """The mail and everybody who receives it, each once."""
        people = {person.pk: person for seat in self.seats for person in seat.people}
        by_seat = tuple((seat.partner.pk, *sorted(one.pk for one in seat.people)) for seat in self.seats)
        return Planned(Circulated(self.procedure), list(people.values()), further=(self.looked_at, by_seat))

    @cached_property
    def mails(self) -> list[dict[str, Any]]:
        """The mail in each language; none while something lacks."""
        if self.lacking:
            return []
        return [{"worded": mail, "url": f"?html={mail.language}"} for mail in previews.worded(self.planned.message)]


def step_of(procedure: SilenceProcedure) -> Step | None:
    """The step by which it is circulated now, for the first time or again; None where neither is open."""
    return next((step for step in SERVICES if step.is_open(procedure)), None)


class Circulating(ProcedurePages):
    """The page on which a procedure is circulated."""

    @method_decorator(in_frames)
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def circulate_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The preview with the form that confirms; the mail itself for a frame of it (`?html=fr`)."""
        row = self.found(request, object_id, "decisions.circulate_silenceprocedure")
        step = step_of(row)
        if step is None:
            return self.told(request, moved_on(row), self.page_of(row))
        preview = Preview(row)
        if shown := [
            mail["worded"].html for mail in preview.mails if mail["worded"].language == request.GET.get("html")
        ]:
            return as_mail(request, shown[0])
        form, status = CirculateForm(planned=preview.planned), 200
        if request.method == "POST":
            form = CirculateForm(request.POST, planned=preview.planned)
            status = 409 if request.POST.get("seen") != preview.planned.digest else 422
            if not preview.lacking and form.is_valid():
                return self._taken(request, row, step, preview)
        context = self.frame(request, row, step.label, step=step, preview=preview, form=form)
        return TemplateResponse(request, "admin/silence_circulate.html", context, status=status)

    def _taken(self, request: HttpRequest, row: SilenceProcedure, step: Step, preview: Preview) -> HttpResponse:
        """Circulate what was looked at; who is too late or looked at something else is told so, with the way back."""
        try:
            SERVICES[step](row, by=request.user, looked_at=preview.looked_at)
        except services.PreviewOutdated:
            words = gettext("Somebody has changed the procedure since you looked. Nothing was sent; please look again.")
            return self.told(request, words, reverse("admin:decisions_silenceprocedure_circulate", args=[row.pk]))
        except services.NotReady as refusal:
            return self.told(request, " ".join(refusal.lacking), self.page_of(row))
        except StepNotOpen as refusal:
            return self.told(request, moved_on(refusal.row), self.page_of(row))
        messages.success(request, gettext("Circulated: everybody of the seats asked is told."))
        return HttpResponseRedirect(self.page_of(row))
