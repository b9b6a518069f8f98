"""What the secretariat types: a question to an author, the proposal that stays, the period of the numbers."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import language_codes
from apps.common.folding import says
from apps.common.forms import PlainTextMixin
from apps.common.widgets import QuickRadios
from apps.common.workflow import LONGEST_NOTE

from ..models import Proposal

MOST_FOUND = 30
DAY_INPUT = {"input_formats": ["%Y-%m-%d", "%d/%m/%Y"]}


def a_day(label: Any) -> forms.DateField:
    """A field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **DAY_INPUT)


class QuestionForm(PlainTextMixin, forms.Form):
    """What the secretariat asks the author."""

    note = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_NOTE)


class MergeForm(PlainTextMixin, forms.Form):
    """Another proposal that takes offers, found by words of its title or by its partner."""

    into = forms.ModelChoiceField(
        label=_("Merge into"), queryset=Proposal.objects.none(), widget=QuickRadios, empty_label=None
    )
    note = forms.CharField(
        label=_("Note to all who are told"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        required=False,
    )

    def __init__(self, *args: Any, proposal: Proposal, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Proposal.objects.welcoming().exclude(pk=proposal.pk).select_related("partner").latest_first()
        into = self.fields["into"]
        into.queryset = others
        found = list(searched(others, words)[:MOST_FOUND])
        into.choices = [(one.pk, f"{one} ({one.partner}, {one.get_kind_display()})") for one in found]


def searched(proposals: QuerySet, words: str) -> QuerySet:
    """Those in whose title, in whichever language, or partner's name every word stands."""
    columns = [f"{name}_{code}" for name in ("title", "partner__name") for code in language_codes()]
    for word in words.split()[:8]:
        proposals = proposals.filter(says(word, columns))
    return proposals


class PeriodForm(forms.Form):
    """From one day to another; this year where nothing is asked."""

    since = a_day(_("From"))
    until = a_day(_("Until"))

    @classmethod
    def asked(cls, query: Any) -> "PeriodForm":
        """The form as the address asks for it, else for this year until today."""
        today = timezone.localdate()
        this_year = {"since": datetime.date(today.year, 1, 1).isoformat(), "until": today.isoformat()}
        return cls(query if "since" in query or "until" in query else this_year)

    def clean(self) -> dict[str, Any]:
        """The beginning comes first."""
        typed = super().clean()
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            self.add_error("until", _("The end lies before the beginning."))
        return typed

    def clean_until(self) -> datetime.date:
        """A day after which there is another one."""
        if self.cleaned_data["until"].year > timezone.localdate().year + 10:
            raise forms.ValidationError(_("This day lies too far ahead."))
        return self.cleaned_data["until"]
