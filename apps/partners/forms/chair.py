"""The forms of the office about the chair."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.common.bilingual import active_language

from .. import services
from ..models import Chairmanship, ChairTask, Partner

MINUTE = "%Y-%m-%dT%H:%M"


class HandOverForm(forms.Form):
    """Who takes the chair over from a running term, and at which hour."""

    successor = forms.ModelChoiceField(
        label=_("Term that begins"),
        queryset=Chairmanship.objects.none(),
        required=False,
        empty_label=_("a new term, of the partner below"),
    )
    partner = forms.ModelChoiceField(
        label=_("Partner of the new term"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("the term chosen above"),
    )
    slug = forms.SlugField(
        label=_("Address of the new term"),
        required=False,
        max_length=50,
        help_text=_("The partner and the year, such as portugal-2024. It stands in the address of the public page."),
    )
    at = forms.DateTimeField(
        label=_("Hour of the handover"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE),
        help_text=_("Brussels time. Until then the running chair keeps its rights; from then on the new one has them."),
    )

    def __init__(self, *args: Any, ending: Chairmanship, **kwargs: Any) -> None:
        self._ending = ending
        super().__init__(*args, **kwargs)
        to_come = Chairmanship.objects.filter(number__gt=ending.number, handed_over_at__isnull=True)
        self.fields["successor"].queryset = to_come.select_related("partner").order_by("number")
        partners = Partner.objects.real().filter(standing=Partner.Standing.PARTNER)
        self.fields["partner"].queryset = partners.in_reading_order(active_language())
        self.fields["at"].initial = lambda: timezone.localtime().replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        """Either a term that is to come, or a partner with the address of its new term."""
        super().clean()
        typed = self.cleaned_data
        chosen, partner = typed.get("successor"), typed.get("partner")
        if chosen and partner:
            self.add_error("partner", _("Choose either a term that is entered already, or a partner for a new one."))
        elif not chosen and not partner and not self.has_error("successor") and not self.has_error("partner"):
            self.add_error("successor", _("Choose who takes the chair over: a term to come, or a partner below."))
        elif partner and not typed.get("slug") and not self.has_error("slug"):
            self.add_error("slug", _("A new term needs an address."))
        return typed

    def save(self, *, by: User) -> Chairmanship | None:
        """Hand over the chair; None with errors on the form where that cannot be. `HandoverClosed` passes through."""
        typed = self.cleaned_data
        successor = typed["successor"] or Chairmanship(partner=typed["partner"], slug=typed["slug"])
        at: datetime.datetime = typed["at"]
        try:
            return services.hand_over(self._ending, by=by, at=at, successor=successor)
        except ValidationError as refusal:
            for field, errors in refusal.error_dict.items():
                self.add_error(field if field in self.fields else None, errors)
            return None


class ChairTaskForm(forms.ModelForm):
    """A task of the chair on the page of its term, with a box to tick when it is done."""

    is_done = forms.BooleanField(label=_("done"), required=False)

    class Meta:
        model = ChairTask
        fields = ("title_en", "title_fr", "due_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_done"].initial = self.instance.is_done
