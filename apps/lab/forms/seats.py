"""On whose behalf somebody writes: asked where there is a choice, told with the form where there is none."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

NO_LONGER_YOURS = _("You may no longer write for this partner. Choose for whom you write.")


def ask_for_whom(form: forms.Form, name: str, keys: Sequence[str]) -> None:
    """Hide the field of that name where only one of `keys` can be chosen.

    It travels with the form all the same: whoever loses a seat while writing is asked, and does not speak for another.
    """
    field = form.fields[name]
    field.error_messages["invalid_choice"] = NO_LONGER_YOURS
    sent = form.data.get(form.add_prefix(name)) or ""
    if len(keys) == 1 and sent in ("", keys[0]):
        field.widget, field.required, field.initial = forms.HiddenInput(), False, keys[0]
        form.initial.pop(name, None)
