"""The directory: its filters, and what a person or a seat lets others know."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.common.bilingual import active_language
from apps.common.forms import FilterForm, PlainTextMixin
from apps.common.widgets import QuickSelect

from .. import services
from ..models import DirectoryEntry, Network, Partner, Seat


class DirectoryFilter(FilterForm):
    """Network, where the reader has several, and partner."""

    network = forms.ChoiceField(label=_("Network"), widget=QuickSelect)
    partner = forms.ChoiceField(label=_("Partner"), widget=QuickSelect)

    def __init__(self, *args: Any, networks: list[Network], **kwargs: Any) -> None:
        self._networks = networks
        super().__init__(*args, **kwargs)
        if len(networks) < 2:
            del self.fields["network"]

    def _label(self, name: str) -> str:
        """Also of a filter that this reader is not offered."""
        return str(self.base_fields[name].label)

    def full_clean(self) -> None:
        """The choices are set before the query is judged."""
        partners = Partner.objects.taking_part().in_reading_order(active_language())
        if "network" in self.fields:
            offered = [("", _("All my networks")), *((one.code, str(one)) for one in self._networks)]
            self.fields["network"].choices = offered
        self.fields["partner"].choices = [("", _("All partners")), *((one.code.lower(), str(one)) for one in partners)]
        super().full_clean()

    def narrow_network(self, queryset: QuerySet, code: str) -> QuerySet:
        """The people of that network."""
        return queryset.filter(network__code=code)

    def narrow_partner(self, queryset: QuerySet, code: str) -> QuerySet:
        """The people of that partner."""
        return queryset.filter(partner__code=code.upper())


class EntryForm(PlainTextMixin, forms.ModelForm):
    """What the others of one's networks may know."""

    class Meta:
        model = DirectoryEntry
        fields = ("shows_address", "telephone", "speaks_en", "speaks_fr", "further_languages")
        labels = {
            "telephone": _("Telephone"),
            "speaks_en": _("I speak English"),
            "speaks_fr": _("I speak French"),
            "further_languages": _("Further languages"),
            "shows_address": _("Show my e-mail address"),
        }
        help_texts = {"telephone": _("Left empty, none is shown.")}

    def keep(self, *, by: User) -> DirectoryEntry:
        """Write it down."""
        return services.keep_entry(by, **self.cleaned_data)


class MailboxForm(forms.Form):
    """The mailbox that the people of a seat share."""

    mailbox = forms.EmailField(
        max_length=254,
        label=_("Shared mailbox of the seat"),
        required=False,
        help_text=_("Shown in the directory of the network. Each person keeps their own address to sign in."),
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{seat.partner.code}_{seat.network.code}_%s".lower(), **kwargs)
        self.seat = seat

    def save(self, *, by: User) -> None:
        """Keep the address; empty for none."""
        services.keep_mailbox(self.seat, self.cleaned_data["mailbox"], by=by)
