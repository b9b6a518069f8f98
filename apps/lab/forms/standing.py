"""The form of a standing offer."""

import datetime
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.forms import PlainTextMixin
from apps.common.widgets import QuickCheckboxes, QuickRadios
from apps.partners.models import Partner

from ..filters import Offered, offered_in
from ..models import StandingOffer
from ..services import HeldReady
from .fields import capitalised, long_text
from .office import a_day
from .seats import ask_for_whom

CHOSEN = ("areas", "actions", "regions")


def a_day_to_come(day: datetime.date | None) -> datetime.date | None:
    """The day, where it has not passed and somebody could plan it; nothing for nothing."""
    today = timezone.localdate()
    if day is not None and day < today:
        raise forms.ValidationError(_("This day has passed already."))
    if day is not None and day.year > today.year + 50:
        raise forms.ValidationError(_("This day lies too far ahead."))
    return day


def _some(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, help_text=help_text, widget=QuickCheckboxes, required=False)


class StandingForm(PlainTextMixin, forms.Form):
    """What a partner holds ready, for what, where and until when."""

    use_required_attribute = False

    partner = forms.ModelChoiceField(label=_("On behalf of"), queryset=Partner.objects.none())
    kind = forms.ChoiceField(label=_("What you hold ready"), widget=QuickRadios)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = long_text(_("In your words"), _("What you can bring, to whom, how much of it."))
    conditions = long_text(_("Conditions"), _("What it depends on, where it does."), rows=3, required=False)
    contact = forms.CharField(label=_("Contact"), max_length=250, required=False)
    areas = _some(_("Areas of the action plan"), _("Nothing chosen means any."))
    actions = _some(_("Actions of the plan"), _("Nothing chosen means any."))
    regions = _some(_("Regions"), _("Nothing chosen means any."))
    valid_until = a_day(_("Valid until"))
    language = forms.ChoiceField(label=_("Written in"), widget=QuickRadios, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seats: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, initial={"form_key": uuid.uuid4(), "language": active_language()}, **kwargs)
        self._seats = list(seats)
        self.fields["kind"].choices = capitalised(StandingOffer.Kind.choices)
        self.fields["language"].choices = capitalised(settings.LANGUAGES)
        self.fields["valid_until"].required = False
        self._offer(offered_in(active_language()))
        self.fields["partner"].queryset = Partner.objects.filter(pk__in=[seat.pk for seat in self._seats])
        ask_for_whom(self, "partner", [str(seat.pk) for seat in self._seats])

    def _offer(self, offered: Offered) -> None:
        self._keys = {
            "areas": {number: pk for pk, number, _words in offered.areas},
            "actions": {number: pk for pk, number, _words in offered.actions},
            "regions": {code: pk for pk, code, _words in offered.regions},
        }
        for name in CHOSEN:
            self.fields[name].choices = [(code, words) for _pk, code, words in getattr(offered, name)]

    def clean_valid_until(self) -> datetime.date | None:
        """No day that has passed, none that nobody plans."""
        return a_day_to_come(self.cleaned_data["valid_until"])

    @property
    def partner_chosen(self) -> Partner:
        """On whose behalf."""
        return self.cleaned_data.get("partner") or self._seats[0]

    @property
    def held(self) -> HeldReady:
        """What was typed."""
        typed = self.cleaned_data
        names = ("kind", "title", "text", "conditions", "contact", "valid_until")
        keys = {name: frozenset(self._keys[name][code] for code in typed[name]) for name in CHOSEN}
        language = typed["language"] or active_language()
        return HeldReady(language=language, **{name: typed[name] for name in names}, **keys)


class RenewalForm(forms.Form):
    """Until when a standing offer holds from now on; no day means without an end."""

    use_required_attribute = False

    valid_until = a_day(_("Valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="renew-%s", **kwargs)
        self.fields["valid_until"].required = False
        self.fields["valid_until"].help_text = _("Without a day it holds until you withdraw it.")

    def clean_valid_until(self) -> datetime.date | None:
        """No day that has passed, none that nobody plans."""
        return a_day_to_come(self.cleaned_data["valid_until"])
