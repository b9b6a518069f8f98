"""What visitors ask of the secretariat."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.forms import PlainTextMixin
from apps.common.widgets import QuickSelect

from .. import services
from ..models import Enquiry, Partner


class ContactForm(PlainTextMixin, forms.Form):
    """A message to the secretariat: name, address, words. What stands in `website` no person has typed."""

    use_required_attribute = False
    kind = Enquiry.Kind.CONTACT

    name = forms.CharField(label=_("Your name"), max_length=150)
    address = forms.EmailField(
        max_length=254, label=_("Your e-mail address"), help_text=_("The secretariat answers to this address.")
    )
    words = forms.CharField(label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))
    website = forms.CharField(required=False, max_length=1000)

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field was filled that people neither see nor hear of."""
        return bool(self.data.get("website"))

    def clean_name(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["name"].split())

    def save(self) -> None:
        """Lay it before the secretariat."""
        typed = self.cleaned_data
        services.receive(
            kind=self.kind,
            name=typed["name"],
            address=typed["address"],
            words=typed["words"],
            partner=typed.get("partner"),
        )


class NewFocalPointForm(ContactForm):
    """Somebody says that a partner named them: the secretariat asks the partner; nothing is opened by itself."""

    kind = Enquiry.Kind.NEW_FOCAL_POINT

    partner = forms.ModelChoiceField(
        label=_("Partner"),
        queryset=Partner.objects.none(),
        empty_label=_("Please choose"),
        widget=QuickSelect,
    )
    field_order = ("partner", "name", "address", "words", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Partner.objects.real().taking_part()
        self.fields["partner"].queryset = partners.in_reading_order(active_language())
        words = self.fields["words"]
        words.required, words.label = False, _("Anything that helps the secretariat")
        words.help_text = _("Whom you follow, your function, who can confirm it in your ministry.")
        self.fields["address"].help_text = _("Your address at the ministry or the organisation.")
