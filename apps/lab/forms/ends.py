"""What followed from a proposal: searched by words, then chosen."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.common.widgets import QuickRadios

from .. import queries

LONGEST_SEARCH = 200


class SequelForm(forms.Form):
    """One of the things that the words find; a key that names nothing to this person is no choice."""

    use_required_attribute = False

    thing = forms.ChoiceField(
        label=_("What followed"),
        widget=QuickRadios,
        error_messages={"required": _("Choose what followed from the proposal.")},
    )

    def __init__(self, *args: Any, user: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="sequel-%s", **kwargs)
        self.found = queries.found_things(user, words)
        self.chosen = queries.thing_of(str(self.data.get("thing", "")), user) if self.is_bound else None
        choices = {key: _in_a_line(told) for key, told in self.found}
        if self.chosen is not None:
            choices.setdefault(self.data["thing"], _in_a_line(queries.followed(self.chosen)))
        self.fields["thing"].choices = list(choices.items())


def _in_a_line(told: queries.Followed) -> Any:
    if told.title.is_fallback:
        return format_html('{} · <span lang="{}">{}</span>', told.kind, told.title.language, told.title.text)
    return f"{told.kind} · {told.title.text}"
