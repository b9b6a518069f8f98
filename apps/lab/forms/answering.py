"""The form of a seat's answers: each question with its kind of answer, and for whom the answer is."""

import datetime
import decimal
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.forms import PlainTextMixin, refuse_control_characters
from apps.common.widgets import QuickRadios

from ..models import Answer, AnswerSheet, Query, Question
from ..services import Given, SheetDraft
from .fields import LONGEST_TEXT, capitalised


class Asked(NamedTuple):
    """A question with the controls of its answer."""

    question: Question
    answer: forms.BoundField
    audience: forms.BoundField


class AnswerForm(PlainTextMixin, forms.Form):
    """The answers of one seat, as they stand or new; what is left empty is not answered."""

    use_required_attribute = False

    language = forms.ChoiceField(label=_("Written in"), widget=QuickRadios)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, query: Query, sheet: AnswerSheet | None = None, **kwargs: Any) -> None:
        self.query = query
        given = {one.question_id: one for one in sheet.answers.all()} if sheet is not None else {}
        language, version = (sheet.language, sheet.version) if sheet is not None else (active_language(), 0)
        super().__init__(*args, initial={"language": language, "version": version}, **kwargs)
        self.fields["language"].choices = capitalised(settings.LANGUAGES)
        for question in query.numbered:
            self._add(question, given.get(question.pk))

    def _add(self, question: Question, given: Answer | None) -> None:
        field = FIELDS[question.kind](question)
        field.label = gettext("Answer to question %(number)d") % {"number": question.number}
        field.required = False
        if given is not None:
            field.initial = given.value if given.number is None else f"{given.number.normalize():f}"
        self.fields[f"answer_{question.number}"] = field
        self.fields[f"audience_{question.number}"] = forms.ChoiceField(
            label=gettext("Answer %(number)d is for") % {"number": question.number},
            widget=QuickRadios,
            choices=capitalised(Answer.Audience.choices),
            initial=given.audience if given is not None else Answer.Audience.ALL,
        )

    def asked(self) -> list[Asked]:
        """Each question with its controls."""
        return [Asked(one, self[f"answer_{one.number}"], self[f"audience_{one.number}"]) for one in self.query.numbered]

    def ask_for_something(self) -> None:
        """Nothing was answered."""
        self.add_error(None, gettext("Please answer at least one question before you send."))

    @property
    def draft(self) -> SheetDraft:
        """What was typed."""
        answers = {}
        for question in self.query.numbered:
            value = self.cleaned_data[f"answer_{question.number}"]
            if value not in (None, ""):
                answers[question.number] = _given(value, self.cleaned_data[f"audience_{question.number}"])
        return SheetDraft(self.cleaned_data["language"], answers)


def _given(value: str | decimal.Decimal | datetime.date, audience: str) -> Given:
    if isinstance(value, decimal.Decimal):
        return Given(number=value, audience=audience)
    if isinstance(value, datetime.date):
        return Given(day=value, audience=audience)
    return Given(text=value, audience=audience)


def _text(question: Question) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(widget=widget, max_length=LONGEST_TEXT, validators=[refuse_control_characters])


def _choice(question: Question) -> forms.Field:
    """None of them can be taken back by choosing that nothing is answered."""
    offered = [(choice, choice) for choice in question.offered]
    return forms.ChoiceField(widget=QuickRadios, choices=[("", _("No answer")), *offered])


def _number(question: Question) -> forms.Field:
    widget = forms.NumberInput(attrs={"step": "any"})
    return forms.DecimalField(max_digits=18, decimal_places=4, widget=widget)


def _date(question: Question) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(input_formats=["%Y-%m-%d", "%d/%m/%Y"], widget=widget)


FIELDS = {
    Question.Kind.TEXT: _text,
    Question.Kind.CHOICE: _choice,
    Question.Kind.NUMBER: _number,
    Question.Kind.DATE: _date,
}
