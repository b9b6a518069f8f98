"""The form of an offer of support."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.dates import moment
from apps.common.forms import PlainTextMixin
from apps.common.widgets import QuickRadios
from apps.partners.models import Partner

from ..models import Offer, Proposal, StandingOffer
from .fields import capitalised, long_text
from .seats import ask_for_whom

# What an offer takes over from a standing one.
BEGINS_WITH = ("partner", "kind", "text", "conditions", "contact", "language")


class OfferForm(PlainTextMixin, forms.Form):
    """An offer of support: short, because the conversation follows once it is accepted.

    It begins with the words of a `standing` offer where one is named.
    """

    use_required_attribute = False

    partner = forms.ModelChoiceField(label=_("On behalf of"), queryset=Partner.objects.none())
    kind = forms.ChoiceField(label=_("What you offer"), widget=QuickRadios)
    text = long_text(_("In your words"), _("What you can bring, to whom, how much of it."))
    conditions = long_text(_("Conditions"), _("What it depends on, where it does."), rows=3, required=False)
    starts_on = forms.DateField(
        label=_("From when"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    contact = forms.CharField(
        label=_("Contact"), max_length=250, required=False, help_text=_("Whom to speak to, if not yourself.")
    )
    language = forms.ChoiceField(label=_("Written in"), widget=QuickRadios, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seats: list[Partner], standing: StandingOffer | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"form_key": uuid.uuid4(), "language": active_language()}
        if standing is not None:
            initial |= {name: getattr(standing, name) for name in BEGINS_WITH}
        super().__init__(*args, initial=initial, **kwargs)
        self._seats = list(seats)
        self.fields["kind"].choices = capitalised(Offer.Kind.choices)
        self.fields["language"].choices = capitalised(settings.LANGUAGES)
        self.fields["partner"].queryset = Partner.objects.filter(pk__in=[seat.pk for seat in self._seats])
        ask_for_whom(self, "partner", [str(seat.pk) for seat in self._seats])

    @property
    def words(self) -> dict[str, Any]:
        """The offer as `offer_support` takes it."""
        typed = self.cleaned_data
        whom = {"partner": typed["partner"] or self._seats[0], "language": typed["language"] or active_language()}
        return {**typed, **whom}

    def say_already_offered(self) -> None:
        """The same kind from the same seat waits for an answer."""
        self.add_error(
            "kind",
            gettext(
                "Your seat has offered this kind of support already, and it waits for an answer. Choose another kind."
            ),
        )

    def say_closed(self, proposal: Proposal) -> None:
        """The proposal stopped taking offers while this one was being written, by its state or by its date."""
        if proposal.is_welcoming:
            words = gettext("Offers were taken until %(when)s. That moment has passed: your words stand below, unsent.")
            self.add_error(None, words % {"when": moment(proposal.offers_until)})
            return
        words = gettext("The proposal no longer takes offers: it is now “%(state)s”. Your words stand below, unsent.")
        self.add_error(None, words % {"state": proposal.get_state_display()})
