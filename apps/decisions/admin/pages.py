"""What the office's pages about one procedure share: found by permission, sent once, refused with what was typed."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext

from apps.common.access import require
from apps.common.workflow import StepNotOpen

from .. import services
from ..models import SilenceProcedure

# Where what a service refuses stands in the forms.
FIELDS = {"said_at": "day", "reached_at": "day", "expires_at": "day"}


@dataclass(frozen=True)
class Page:
    """The words of a page with a form: title, button, what is told once it is done, and what to know before."""

    title: Any
    button: Any
    done: Any
    lead: Any = ""


class ProcedurePages:
    """Adds pages about one procedure to its admin; `pages` gives the views by address and by name."""

    pages: ClassVar[tuple[tuple[str, str, str], ...]] = ()

    def get_urls(self) -> list:
        """The addresses of these pages, then those that were there."""
        guarded = self.admin_site.admin_view
        own = [
            path(
                f"<path:object_id>/{address}/", guarded(getattr(self, view)), name=f"decisions_silenceprocedure_{name}"
            )
            for address, view, name in self.pages
        ]
        return [*own, *super().get_urls()]

    def found(self, request: HttpRequest, object_id: str, permission: str) -> SilenceProcedure:
        """The procedure, once its permission was asked."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        require(request.user, permission, row)
        return row

    @staticmethod
    def page_of(row: SilenceProcedure) -> str:
        """The procedure's own page in the office."""
        return reverse("admin:decisions_silenceprocedure_change", args=[row.pk])

    @staticmethod
    def typed(request: HttpRequest) -> dict[str, Any]:
        """What a form is bound to."""
        is_sent = request.method == "POST"
        return {"data": request.POST if is_sent else None, "files": request.FILES if is_sent else None}

    @staticmethod
    def told(request: HttpRequest, words: str, back: str) -> HttpResponse:
        """The way back, with words about why nothing was done."""
        messages.warning(request, words)
        return HttpResponseRedirect(back)

    def frame(self, request: HttpRequest, row: SilenceProcedure, title: Any, **more: Any) -> dict[str, Any]:
        """The context that every such page has."""
        own = {"title": title, "opts": self.opts, "row": row, "back": self.page_of(row)}
        return {**self.admin_site.each_context(request), **own, **more}

    def answer(
        self,
        request: HttpRequest,
        row: SilenceProcedure,
        form: forms.Form,
        *,
        page: Page,
        act: Callable[[], Any],
        **more: Any,
    ) -> HttpResponse:
        """The form; once taken, the way back. What is wrong returns as typed (422), what came too late too (409)."""
        too_late = ""
        if form.is_bound and form.is_valid():
            too_late = refused(form, act)
            if not too_late and not form.errors:
                messages.success(request, page.done)
                return HttpResponseRedirect(self.page_of(row))
        status = 409 if too_late else 422 if form.errors else 200
        context = self.frame(request, row, page.title, form=form, page=page, too_late=too_late, **more)
        return TemplateResponse(request, "admin/silence_form.html", context, status=status)


def refused(form: forms.Form, act: Callable[[], Any]) -> str:
    """Act; what the service finds wrong stands at its fields. Returns what is told where it came too late."""
    try:
        act()
    except ValidationError as refusal:
        for name, words in _by_field(refusal):
            form.add_error(FIELDS.get(name, name) if FIELDS.get(name, name) in form.fields else None, words)
    except services.NotLater as refusal:
        form.add_error("day", str(refusal))
    except services.NotReady as refusal:
        for words in refusal.lacking:
            form.add_error(None, words)
    except services.SentBefore:
        form.data = form.data.copy()
        form.data["form_key"] = str(uuid.uuid4())
        return gettext("This form came before and said something else, which stands. Send it again to replace that.")
    except services.TooLate:
        return gettext("Somebody was faster: a colleague has looked into it already.")
    except StepNotOpen as refusal:
        return moved_on(refusal.row)
    return ""


def moved_on(row: SilenceProcedure) -> str:
    """What is told when a procedure is no longer where the page showed it."""
    if row.is_running and not row.is_taking_positions:
        return gettext("The hour has come: nothing that is entered now counts. The procedure can be suspended.")
    return gettext("Somebody was faster: this is now “%(state)s”.") % {"state": row.get_state_display()}


def _by_field(refusal: ValidationError) -> list[tuple[str, list[str]]]:
    if hasattr(refusal, "error_dict"):
        return list(refusal.message_dict.items())
    return [("", refusal.messages)]
