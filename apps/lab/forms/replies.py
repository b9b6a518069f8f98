"""The secretariat's consolidated reply, in both languages side by side."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext

from apps.common.forms import PlainTextMixin

from .fields import LONGEST_TEXT


class ReplyTextsForm(PlainTextMixin, forms.Form):
    """One text a language; at least one of them says something."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, texts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, initial={"form_key": uuid.uuid4()}, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                initial=texts.get(code, ""),
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 18, "cols": 60, "lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        """What is sent says something."""
        typed = super().clean()
        if not self.errors and not any(self.texts.values()):
            self.add_error(None, gettext("Write the reply in at least one language."))
        return typed

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by language."""
        return {code: self.cleaned_data.get(f"text_{code}", "").strip() for code, _name in settings.LANGUAGES}
