"""The secretariat's words in the other language, beside those of the seat."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from ..models import Proposal


class TranslationForm(forms.ModelForm):
    """The texts, with the version that the page showed: two people who translate do not write over one another."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Proposal
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version_seen"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Whoever has an older version before them sees what stands now, and saves again to put theirs in its place."""
        typed = super().clean()
        changed = [name for name in self.changed_data if name != "version_seen"]
        if not changed or typed.get("version_seen") == self.instance.version:
            return typed
        self.data = self.data.copy()
        self.data[self.add_prefix("version_seen")] = self.instance.version
        for name in changed:
            words = gettext(
                "Changed meanwhile; what stands now: “%(text)s”. Save again to put your words in its place."
            )
            self.add_error(name, words % {"text": self.initial.get(name) or ""})
        return typed
