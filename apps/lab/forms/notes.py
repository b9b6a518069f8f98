"""The note that goes with a step."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.forms import PlainTextMixin
from apps.common.workflow import LONGEST_NOTE


class NoteForm(PlainTextMixin, forms.Form):
    """The note that goes with a step: compulsory where the step asks for reasons."""

    use_required_attribute = False

    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_NOTE, required=False
    )

    def __init__(self, *args: Any, step: Any, row: Any, **kwargs: Any) -> None:
        self.step, self.row = step, row
        super().__init__(*args, auto_id=f"{step.name}-{row.reference}-%s", **kwargs)
        note = self.fields["note"]
        note.required = step.needs_note
        self.is_quick = step.is_primary and not step.needs_note
        note.help_text = gettext("Read by %(readers)s.") % {"readers": step.readers}
        note.error_messages["required"] = _("Please give a reason: it is told with the step.")
