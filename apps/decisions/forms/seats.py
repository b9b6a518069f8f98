"""What a seat fills in: its position, what is not correct in a recorded one; and the filters of the register."""

import uuid
from collections.abc import Hashable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.forms import FilterForm, PlainTextMixin
from apps.common.widgets import QuickRadios, QuickSelect

from .. import queries
from ..models import Position
from ..services import Word
from ..workflow import WORDED, PositionKind

LONGEST_TEXT = 20_000
# One line each on what a position does.
EFFECTS = {
    PositionKind.SUPPORT: _("Your seat is in favour. The procedure goes on until the hour."),
    PositionKind.NO_OBJECTION: _("Your seat lets it pass. The procedure goes on until the hour."),
    PositionKind.COMMENT: _("Your seat remarks something. The procedure goes on until the hour."),
    PositionKind.AMENDMENT: _(
        "Your seat asks for another wording. This breaks the silence at once and tells everybody."
    ),
    PositionKind.OBJECTION: _("Your seat does not agree. This breaks the silence at once and tells everybody."),
}


def _words(label: Any, help_text: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 8})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=LONGEST_TEXT, **options)


class PositionForm(PlainTextMixin, forms.Form):
    """The position of a seat, as it stands or new; `number` is the round whose text its writer has read."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("Position of your seat"), widget=QuickRadios)
    text = _words(_("Words"), _("A comment, an amendment and an objection need words."), required=False)
    language = forms.ChoiceField(label=_("Written in"), widget=QuickRadios)
    is_statement = forms.BooleanField(
        label=_("Attach these words as a statement to what is adopted"),
        help_text=_("Whoever reads the decision reads them. What breaks the silence is not attached."),
        required=False,
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, number: int, present: Position | None = None, **kwargs: Any) -> None:
        shown = {"language": active_language(), "number": number, "form_key": uuid.uuid4()}
        if present is not None:
            shown |= {name: getattr(present, name) for name in ("kind", "text", "language", "is_statement")}
        super().__init__(*args, initial=shown, **kwargs)
        kind = self.fields["kind"]
        kind.choices = [
            (one.value, format_html("{} – {}", capfirst(str(one.label)), words)) for one, words in EFFECTS.items()
        ]
        kind.error_messages["required"] = _("Please choose one of the five.")
        self.fields["language"].choices = [(code, capfirst(name)) for code, name in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        """What says nothing without words has some; so has a statement."""
        typed = super().clean()
        if "text" not in self.errors and not typed.get("text"):
            if typed.get("kind") in WORDED:
                words = gettext("Please say why: an objection, an amendment or a comment needs words.")
                self.add_error("text", words)
            elif typed.get("is_statement"):
                self.add_error("text", gettext("Please write the words of the statement."))
        return typed

    def ask_again(self, number: int) -> None:
        """Keep what was typed as a form that was never sent, on the text of that round."""
        self.data = self.data.copy()
        self.data[self.add_prefix("form_key")] = str(uuid.uuid4())
        self.data[self.add_prefix("number")] = str(number)

    @property
    def word(self) -> Word:
        """What the seat says."""
        typed = self.cleaned_data
        return Word(typed["kind"], typed["text"], typed["language"], typed["is_statement"])


class DisputeForm(PlainTextMixin, forms.Form):
    """What is not correct in a position that the secretariat recorded for the seat."""

    use_required_attribute = False

    text = _words(_("What is not correct"), _("Read by the seats asked, the chair and the secretariat."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Please say what is not correct.")


class DecisionFilter(FilterForm):
    """The register by who decided and by year; `numbered` are the pairs of these that the reader may find."""

    body = forms.ChoiceField(label=_("Decided by"), widget=QuickSelect)
    year = forms.ChoiceField(label=_("Year"), widget=QuickSelect)

    def __init__(self, query: QueryDict, numbered: tuple[tuple[str, int], ...]) -> None:
        self._numbered = numbered
        super().__init__(query)

    @property
    def drawn_by(self) -> tuple[Hashable, ...]:
        """What there is to choose from, too."""
        return *super().drawn_by, self._numbered

    def full_clean(self) -> None:
        """Check the query against what there is."""
        bodies = sorted({body for body, _year in self._numbered})
        years = sorted({year for _body, year in self._numbered}, reverse=True)
        named = [(body.lower(), capfirst(queries.body_in_words(body))) for body in bodies]
        self.fields["body"].choices = [("", pgettext("bodies that decide", "all")), *named]
        self.fields["year"].choices = [("", pgettext("years", "all")), *((str(year), str(year)) for year in years)]
        super().full_clean()

    def narrow_body(self, queryset: QuerySet, value: str) -> QuerySet:
        """What that body decided."""
        return queryset.filter(body=value.upper())

    def narrow_year(self, queryset: QuerySet, value: str) -> QuerySet:
        """What was numbered in that year."""
        return queryset.filter(year=int(value))
