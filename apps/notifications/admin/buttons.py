"""Buttons on a page of the office that is otherwise only read: each is a POST to an address of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from apps.common.access import require


@dataclass(frozen=True)
class Button:
    """What it says, what it does (`act(row, by=…)`), which permission it asks and what is told afterwards.

    `act` raises `ValidationError` with words for the reader where it cannot be done, and may return False for
    "nothing was left to do", which is told by `too_late`. `fits` says about which rows the button stands on the page.
    """

    label: Any
    act: Callable[..., Any]
    permission: str
    told: Any
    fits: Callable[[Any], bool]
    too_late: Any = ""
    is_primary: bool = False


class WithButtons:
    """An admin whose pages carry buttons; `buttons` by the word that stands in the address."""

    buttons: ClassVar[dict[str, Button]] = {}
    change_form_template = "admin/buttons_change_form.html"

    def get_urls(self) -> list:
        """Django's addresses and one for the buttons, which acts on POST only."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_press"
        pressed = path("<path:object_id>/press/<slug:button>/", self.admin_site.admin_view(self.press_view), name=name)
        return [pressed, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """Django's page with the buttons that fit its row."""
        row = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if row is not None:
            context["press_url_name"] = f"admin:{self.opts.app_label}_{self.opts.model_name}_press"
            context["buttons"] = {
                word: button
                for word, button in self.buttons.items()
                if button.fits(row) and request.user.has_perm(button.permission, row)
            }
        return super().change_view(request, object_id, form_url, context)

    @method_decorator(require_POST)
    def press_view(self, request: HttpRequest, object_id: str, button: str) -> HttpResponse:
        """Do what the button says, and tell whether it was done."""
        row, pressed = self.get_object(request, object_id), self.buttons.get(button)
        if row is None or pressed is None:
            raise Http404
        require(request.user, pressed.permission, row)
        self.press(request, pressed, row)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        )

    def press(self, request: HttpRequest, button: Button, row: Any) -> bool:
        """Act on one row, note it in the office's log, and tell; returns whether it was done."""
        try:
            was_done = button.act(row, by=request.user) is not False
        except ValidationError as refusal:
            messages.warning(request, f"{row} · {refusal.messages[0]}")
            return False
        if was_done:
            self.log_change(request, row, str(button.label))
            messages.success(request, f"{row} · {button.told}")
        else:
            messages.warning(request, f"{row} · {button.too_late}")
        return was_done
