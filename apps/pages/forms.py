"""The form in which the office says what the site shows itself to be."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import language_codes
from apps.common.files import CheckedPictureField, store_publicly

from .models import Identity


class IdentityForm(forms.ModelForm):
    """Official or a demonstration; for each picture an upload, or that it is taken off, and its words.

    The office's admin says which fields of the model stand beside these.
    """

    emblem_upload = CheckedPictureField(label=_("Upload the emblem"), required=False)
    emblem_off = forms.BooleanField(label=_("Take the emblem off"), required=False)
    funder_logo_upload = CheckedPictureField(label=_("Upload the logo of the European Union"), required=False)
    funder_logo_off = forms.BooleanField(label=_("Take the logo of the European Union off"), required=False)
    implementer_logo_upload = CheckedPictureField(label=_("Upload the logo of ICMPD"), required=False)
    implementer_logo_off = forms.BooleanField(label=_("Take the logo of ICMPD off"), required=False)

    def clean(self) -> dict[str, Any]:
        """A picture has its words in every language."""
        cleaned = super().clean()
        for name in Identity.PICTURES:
            stays = getattr(self.instance, name) and not cleaned.get(f"{name}_off")
            if not (stays or cleaned.get(f"{name}_upload")):
                continue
            for code in language_codes():
                if not cleaned.get(f"{name}_alt_{code}"):
                    self.add_error(
                        f"{name}_alt_{code}", _("Please say in words what the picture shows, for who does not see it.")
                    )
        return cleaned

    def save(self, commit: bool = True) -> Identity:
        """Keep the pictures, then the row; what the row said before stays in its history."""
        for name in Identity.PICTURES:
            if self.cleaned_data.get(f"{name}_upload"):
                setattr(self.instance, name, store_publicly(self.cleaned_data[f"{name}_upload"]))
            elif self.cleaned_data.get(f"{name}_off"):
                setattr(self.instance, name, "")
        return super().save(commit)
