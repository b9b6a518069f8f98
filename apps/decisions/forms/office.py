"""What the secretariat drafts: the text in both languages, the seats asked, the hour, the papers."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import columns_of
from apps.common.files import CheckedFileField, store_privately

from ..models import ProcedurePaper, SilenceProcedure
from ..periods import usual_end
from ..services import as_looked_at
from .office_hours import MomentForm, fields_of

TEXTS = columns_of("title", "text")


def version_of(procedure: SilenceProcedure) -> str:
    """Changes whenever somebody saves another word, hour, seat or mark of a procedure."""
    chosen = list(procedure.chosen.order_by("pk").values_list("pk", flat=True)) if procedure.pk else []
    facts = (procedure.asked, procedure.network_id, procedure.applicant_id, chosen, procedure.state, procedure.round)
    told = as_looked_at(procedure) if procedure.pk else ""
    return hashlib.sha256(repr((told, facts)).encode()).hexdigest()[:32]


class ProcedureForm(MomentForm, forms.ModelForm):
    """A draft with the version that the page showed: two people who write do not write over one another."""

    day_label = _("Positions until")

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    class Meta:
        model = SilenceProcedure
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft, is_new = self.instance, self.instance._state.adding
        hour = fields_of(usual_end()) if is_new else fields_of(draft.expires_at, draft.zone)
        self._stands = "" if is_new else version_of(draft)
        self.initial = {**hour, **({} if is_new else {"zone": draft.zone}), **self.initial, "seen": self._stands}

    def clean(self) -> dict[str, Any]:
        """Whoever has an older version before them is told so, and saves again to put theirs in its place."""
        typed = super().clean()
        changed = [name for name in self.changed_data if name != "seen"]
        if changed and typed.get("seen", "") != self._stands:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._stands
            words = gettext("Somebody has changed this procedure meanwhile. Save again to put your words in its place.")
            self.add_error(None, words)
            self._tell_what_stands([name for name in changed if name in TEXTS])
        return typed

    def _tell_what_stands(self, names: list[str]) -> None:
        for name in names:
            words = gettext("What stands now: “%(text)s”.") % {"text": self.initial.get(name) or ""}
            self.add_error(name, words)

    def save(self, commit: bool = True) -> SilenceProcedure:
        """With the hour that the three fields mean."""
        self.instance.expires_at = self.cleaned_data["moment"]
        return super().save(commit)


class PaperForm(forms.ModelForm):
    """A paper of a procedure that can be changed: its language and its file."""

    file = CheckedFileField(label=_("File"))

    class Meta:
        model = ProcedurePaper
        fields = ("language",)

    def save(self, commit: bool = True) -> ProcedurePaper:
        """Keep the file with the row."""
        paper = super().save(commit=False)
        if commit:
            stored = store_privately(self.cleaned_data["file"])
            paper.key, paper.display_name, paper.size = stored.key, stored.display_name, stored.size
            paper.save()
        return paper
