"""What the author answers to the secretariat."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.forms import PlainTextMixin
from apps.common.workflow import LONGEST_NOTE


class ExplanationForm(PlainTextMixin, forms.Form):
    """The answer of the seat to what the secretariat asks about its proposal."""

    use_required_attribute = False

    answer = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_NOTE,
        help_text=_("Read by your seat and the secretariat."),
        error_messages={"required": _("Please write your answer.")},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"form_key": uuid.uuid4()}, auto_id="explain-%s", **kwargs)
