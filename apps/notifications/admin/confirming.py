"""A mail to many, on the page of what it is about: looked at with names and number, then confirmed with that number."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from apps.common.access import require
from apps.common.forms import PlainTextMixin

from .. import previews
from ..mailings import confirm_mailing
from ..messages import Message
from ..models import Mailing
from .previews import as_mail, in_frames

PERMISSION = "notifications.confirm_mailing"


@dataclass(frozen=True)
class Planned:
    """A message to many that nobody has confirmed: what is said, to whom, and what goes with it."""

    message: Message
    people: list[Any]
    attachments: Sequence[dict[str, str]] = ()
    further: tuple = ()

    @cached_property
    def digest(self) -> str:
        """Changes with the list of people, with what they read, and with what `further` goes along.

        Not with the attachments: an entry for calendars says at which second it was made.
        """
        people = sorted(person.pk for person in self.people)
        words = [(mail.language, mail.subject, mail.text) for mail in previews.worded(self.message)]
        return hashlib.sha256(repr((people, words, self.further)).encode()).hexdigest()[:32]


class ConfirmForm(forms.Form):
    """The number typed by whoever confirms, for the very list that they were shown."""

    number = forms.IntegerField(
        label=_("Number of people"),
        help_text=_("Please type how many people receive this mail, as the page says."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, planned: Planned, **kwargs: Any) -> None:
        self._planned = planned
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The list is the one that was shown, it is not empty, and its number is the one typed."""
        typed = super().clean()
        if "seen" in typed and typed["seen"] != self._planned.digest:
            self.add_error(None, _("The list of people or the text has changed since you looked. Please look again."))
        elif "number" in typed and typed["number"] != len(self._planned.people):
            self.add_error("number", _("This is not the number of people on the list. Please look at the list again."))
        return typed


class NothingToChoose(PlainTextMixin, forms.Form):
    """For mails of which everything is written already."""


class WithMailing:
    """An admin from whose pages a mail to many is sent; stands before Django's admin.

    A subclass gives `planned`, may ask for more by `mailing_form` (bound to what is in the address), may say in
    `why_no_mailing` why nothing can be sent now, and may do more than confirm in `confirm`.
    """

    mailing_form: ClassVar[type[forms.Form]] = NothingToChoose
    mailing_title: ClassVar[Any] = _("Mail to many")

    def planned(self, row: Any, form: forms.Form) -> Planned:
        """What would be sent about this row, once the form is valid."""
        raise NotImplementedError

    def mailing_form_for(self, row: Any, data: QueryDict | None) -> forms.Form:
        """The form about this row; `data` is None before anything was chosen."""
        return self.mailing_form(data)

    def why_no_mailing(self, row: Any) -> str:
        """Why nothing can be sent about this row now; empty where it can."""
        return ""

    def confirm(self, row: Any, planned: Planned, *, by: Any, key: uuid.UUID) -> Mailing:
        """Queue the mailing, once for each key."""
        once = f"{row._meta.label_lower}:{row.pk}:{key}"
        return confirm_mailing(planned.message, planned.people, by=by, once=once, attachments=planned.attachments)

    def get_urls(self) -> list:
        """Django's addresses and the one of the mail."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_mailing"
        return [
            path("<path:object_id>/mailing/", self.admin_site.admin_view(self.mailing_view), name=name),
            *super().get_urls(),
        ]

    @method_decorator(in_frames)
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def mailing_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is to be chosen, then the preview with the form that confirms; the mail itself for a frame of it."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        require(request.user, PERMISSION)
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        if words := self.why_no_mailing(row):
            messages.warning(request, words)
            return HttpResponseRedirect(back)
        has_nothing_to_choose = self.mailing_form is NothingToChoose
        data = request.POST or (request.GET if request.GET or has_nothing_to_choose else None)
        form = self.mailing_form_for(row, data)
        context = {
            **self.admin_site.each_context(request),
            "title": self.mailing_title,
            "opts": self.opts,
            "row": row,
            "back": back,
            "form": form,
            "has_nothing_to_choose": has_nothing_to_choose,
        }
        if not form.is_bound or not form.is_valid():
            return TemplateResponse(request, "admin/mailing_form.html", context)
        return self._previewed(request, row, form, context)

    def _previewed(self, request: HttpRequest, row: Any, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
        planned = self.planned(row, form)
        mails = previews.worded(planned.message)
        if shown := [mail.html for mail in mails if mail.language == request.GET.get("html")]:
            return as_mail(request, shown[0])
        if request.method == "POST":
            confirming = ConfirmForm(request.POST, planned=planned)
            if confirming.is_valid():
                mailing = self.confirm(row, planned, by=request.user, key=confirming.cleaned_data["key"])
                messages.success(request, gettext("Confirmed: it leaves in a minute, and can be stopped until then."))
                return HttpResponseRedirect(reverse("admin:notifications_mailing_change", args=[mailing.pk]))
        else:
            confirming = ConfirmForm(planned=planned)
        query = self._query(request)
        wanted = request.GET.get("q", "").strip()[:100]
        context |= {
            "planned": planned,
            "confirming": confirming,
            "key": getattr(confirming, "cleaned_data", {}).get("key") or uuid.uuid4(),
            "wanted": wanted,
            "people": [person for person in planned.people if _fits(person, wanted)],
            "chosen": [(name, value) for name, values in query.lists() for value in values],
            "mails": [{"worded": mail, "url": f"?{self._with(query, 'html', mail.language)}"} for mail in mails],
        }
        return TemplateResponse(request, "admin/mailing_preview.html", context)

    @staticmethod
    def _query(request: HttpRequest) -> QueryDict:
        """What was chosen, without what belongs to the page itself."""
        query = (request.POST or request.GET).copy()
        for name in ("csrfmiddlewaretoken", "number", "key", "seen", "q", "html"):
            query.pop(name, None)
        return query

    @staticmethod
    def _with(query: QueryDict, name: str, value: str) -> str:
        copy = query.copy()
        copy[name] = value
        return copy.urlencode()


def _fits(person: Any, wanted: str) -> bool:
    """Whether a name or an address holds the words looked for."""
    return wanted.casefold() in f"{person} {person.email}".casefold()
