"""The forms of the conversation about a proposal: a comment, other words for it, an addition, an answer."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.files import CheckedFileField
from apps.common.forms import PlainTextMixin
from apps.common.memory import kept_briefly
from apps.common.widgets import QuickCheckboxes, QuickRadios, QuickSelect
from apps.partners.models import Partner

from ..services import Said
from .fields import capitalised, long_text
from .seats import ask_for_whom

OFFICE = "office"
FILES = ("file_1", "file_2", "file_3")
ALL, PRIVATE = "all", "private"


@kept_briefly
def partners_named(language: str) -> list[tuple[str, str]]:
    """Partners of today by key and name, in the order of that language."""
    partners = Partner.objects.taking_part().in_reading_order(language)
    return [(str(pk), name) for pk, name in partners.values_list("pk", f"name_{language}")]


class WordsForm(PlainTextMixin, forms.Form):
    """Words in one language, and for whom they are said; `office` says whether the secretariat may speak here."""

    use_required_attribute = False

    speaker = forms.ChoiceField(
        label=_("On behalf of"),
        widget=QuickRadios,
        error_messages={"required": _("Choose for whom you write.")},
    )
    text = long_text(_("Your words"), rows=6)
    language = forms.ChoiceField(label=_("Written in"), widget=QuickRadios)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seats: list[Partner], office: bool = False, **kwargs: Any) -> None:
        initial = {"form_key": uuid.uuid4(), "language": active_language(), **kwargs.pop("initial", {})}
        self._seats = {str(seat.pk): seat for seat in seats}
        choices = [(key, str(seat)) for key, seat in self._seats.items()]
        choices += [(OFFICE, gettext("the secretariat"))] if office else []
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["speaker"].choices = capitalised(choices)
        self._only = choices[0][0] if len(choices) == 1 else ""
        ask_for_whom(self, "speaker", [key for key, _words in choices])
        self.fields["language"].choices = capitalised(settings.LANGUAGES)

    def clean_speaker(self) -> str:
        """For whom it is said; where there is no choice, that one."""
        return self.cleaned_data["speaker"] or self._only

    @property
    def partner(self) -> Partner | None:
        """For whom it is said; None for the secretariat."""
        return self._seats.get(self.cleaned_data["speaker"])

    @property
    def said(self) -> Said:
        """What was typed, as the services take it."""
        typed = self.cleaned_data
        return Said(
            text=typed["text"],
            language=typed["language"],
            partner=self.partner,
            files=tuple(typed[name] for name in FILES if typed.get(name)),
        )


class ReplyForm(WordsForm):
    """An answer in a thread, or a question about an offer: words and files, read by whoever reads what began it."""

    file_1 = CheckedFileField(label=_("File"), required=False)
    file_2 = CheckedFileField(label=_("A second file"), required=False, help_text="")
    file_3 = CheckedFileField(label=_("A third file"), required=False, help_text="")

    def __init__(self, *args: Any, sender: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FILES:
            self.fields[name].sender = sender


class CommentForm(ReplyForm):
    """A comment that begins a thread: also to whom, and which partners it names."""

    audience = forms.ChoiceField(label=_("Who reads it"), widget=QuickRadios, required=False)
    between = forms.ChoiceField(
        label=_("Between your seat and"),
        widget=QuickSelect,
        required=False,
        help_text=_("Only for a comment between two partners."),
    )
    mentioned = forms.MultipleChoiceField(
        label=_("Partners named"),
        widget=QuickCheckboxes,
        required=False,
        help_text=_("Their focal points are asked by e-mail to look at your comment."),
    )
    field_order = ("speaker", "text", "language", "audience", "between", *FILES, "mentioned")

    def __init__(self, *args: Any, proposal: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._proposal = proposal
        partners = partners_named(active_language())
        self.fields["mentioned"].choices = partners
        own = str(proposal.partner_id)
        self.fields["between"].choices = [("", "–"), *(one for one in partners if one[0] != own)]
        self.fields["audience"].choices = [
            (ALL, gettext("All focal points and the secretariat")),
            (PRIVATE, gettext("Between the two partners only: nobody else, not even the secretariat")),
        ]
        self.initial.setdefault("audience", ALL)
        if not self._seats:
            del self.fields["audience"], self.fields["between"]
        elif own not in self._seats:
            del self.fields["between"]

    def clean(self) -> dict[str, Any]:
        """What stays between two partners says which, and names nobody else."""
        typed = super().clean()
        if typed.get("audience") == PRIVATE:
            if typed.get("speaker") == OFFICE:
                self.add_error("audience", gettext("The secretariat writes to all."))
            if typed.get("speaker") == str(self._proposal.partner_id) and not typed.get("between"):
                self.add_error("between", gettext("Choose the partner with which this stays."))
            if typed.get("mentioned"):
                self.add_error("mentioned", gettext("What stays between two partners names no others."))
        return typed

    @property
    def said(self) -> Said:
        """What was typed, with its readers."""
        typed, said = self.cleaned_data, super().said
        between = None
        if typed.get("audience") == PRIVATE:
            is_own = said.partner.pk == self._proposal.partner_id
            between = Partner.objects.get(pk=typed["between"]) if is_own else said.partner
        named = frozenset(int(pk) for pk in typed["mentioned"])
        return Said(said.text, said.language, said.partner, between, named, said.files)


class ChangeForm(PlainTextMixin, forms.Form):
    """Other words for a comment; `seen_at` is when those shown were changed last."""

    use_required_attribute = False

    text = long_text(_("Your words"), rows=6)
    language = forms.ChoiceField(label=_("Written in"), widget=QuickRadios)
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = capitalised(settings.LANGUAGES)


class AdditionForm(ChangeForm):
    """A further word."""

    text = long_text(_("What you add"), rows=6)
    seen_at = None
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"form_key": uuid.uuid4(), "language": active_language(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
