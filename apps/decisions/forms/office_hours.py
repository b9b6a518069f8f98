"""A day and an hour in a time zone as the secretariat types them, which together are a moment."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.forms import PlainTextMixin
from apps.common.widgets import QuickSelect
from apps.common.zones import FARTHEST, cities_to_choose, in_zone, moment_on

from ..periods import LAST_HOUR


class MomentForm(PlainTextMixin, forms.Form):
    """A day and an hour in a time zone: `moment` among the clean data, None where no day was typed.

    `day_label` says what the day is; where `usual_time` is None, the hour is to be typed too.
    """

    day_label: ClassVar[Any] = _("Day")
    usual_time: ClassVar[datetime.time | None] = LAST_HOUR
    use_required_attribute = False

    day = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    time = forms.TimeField(
        label=_("Hour"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), widget=QuickSelect, help_text=_("Of the hour above."), initial=settings.TIME_ZONE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = self.day_label
        self.fields["zone"].choices = cities_to_choose()

    def clean(self) -> dict[str, Any]:
        """The moment; an hour that clocks leave out on that day is none."""
        typed = super().clean()
        day, zone = typed.get("day"), typed.get("zone")
        typed["moment"] = None
        if day and abs(day - timezone.localdate()) > FARTHEST:
            self.add_error("day", gettext("Please choose a day within two years of today."))
        elif day and zone and "time" not in self.errors:
            hour = typed.get("time") or self.usual_time
            if hour is None:
                self.add_error("time", gettext("Please type the hour too."))
            else:
                typed["moment"] = moment_on(day, hour, zone)
                if typed["moment"] is None:
                    words = gettext("Clocks leave out this hour on that day. Please choose another.")
                    self.add_error("time", words)
        return typed


def fields_of(moment: datetime.datetime | None, zone: str = settings.TIME_ZONE) -> dict[str, Any]:
    """What the fields show for a moment."""
    if moment is None:
        return {"zone": zone}
    there = in_zone(moment, zone)
    return {"day": there.date(), "time": there.time().replace(second=0, microsecond=0), "zone": zone}
