"""A line of news, and the day until which offers are taken."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.forms import PlainTextMixin

from ..models import Proposal
from ..periods import end_of_offers

LONGEST_NEWS = 500
PAST = _("This moment has passed already. Choose a later day.")


class NewsForm(PlainTextMixin, forms.Form):
    """One line of news of a proposal."""

    use_required_attribute = False

    news = forms.CharField(
        label=_("News in one line"),
        max_length=LONGEST_NEWS,
        help_text=_("Read by all focal points; who supports or follows the proposal is told."),
        error_messages={"required": _("Say in one line how it goes on.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="news-%s", **kwargs)


class DateForm(forms.Form):
    """The day until which a request for assistance takes offers, at 18:00 in Brussels."""

    use_required_attribute = False

    day = forms.DateField(
        label=_("Takes offers until"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("18:00 in Brussels on that day."),
        error_messages={"required": _("Choose a day.")},
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        until = proposal.offers_until
        initial = {"day": timezone.localdate(until) if until else None}
        super().__init__(*args, initial=initial, auto_id="date-%s", **kwargs)

    def say_past(self) -> None:
        """The moment came while the form was on its way."""
        self.add_error("day", PAST)

    def clean_day(self) -> datetime.date:
        """A day whose 18:00 lies ahead, and not further than anybody plans."""
        day, today = self.cleaned_data["day"], timezone.localdate()
        if end_of_offers(day) <= timezone.now():
            raise forms.ValidationError(PAST)
        if day > today + datetime.timedelta(days=3650):
            raise forms.ValidationError(_("This day lies too far ahead."))
        return day

    @property
    def until(self) -> datetime.datetime:
        """The moment."""
        return end_of_offers(self.cleaned_data["day"])

    @property
    def details(self) -> dict[str, datetime.datetime]:
        """What goes with the step that publishes."""
        return {"offers_until": self.until}
