"""The forms of a question to all: its words and questions, whom it asks until when, and more time."""

import datetime
import uuid
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.forms import PlainTextMixin, refuse_control_characters
from apps.common.widgets import QuickCheckboxes, QuickRadios, QuickSelect
from apps.common.workflow import LONGEST_NOTE
from apps.common.zones import FARTHEST, cities_to_choose, in_zone, moment_on
from apps.partners.models import Partner

from ..models import MOST_QUESTIONS, Query, Question, default_due
from ..services import QueryDraft, QuestionDraft
from .fields import capitalised, long_text
from .seats import ask_for_whom

OFFICE = "office"
SHOWN_AT_FIRST = 3
LONGEST_CHOICE = 200


class HourForm(PlainTextMixin, forms.Form):
    """A day and an hour in a time zone, which together are a moment: `due_at`, None where no day was chosen."""

    use_required_attribute = False

    due_day = forms.DateField(
        label=_("Answers until"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    due_time = forms.TimeField(
        label=_("Hour"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    zone = forms.ChoiceField(label=_("Time zone"), widget=QuickSelect, help_text=_("Of the hour above."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = cities_to_choose()

    def clean(self) -> dict[str, Any]:
        """The moment; an hour that clocks leave out on that day is none."""
        typed = super().clean()
        day, hour, zone = (typed.get(name) for name in ("due_day", "due_time", "zone"))
        typed["due_at"] = None
        if day and abs(day - timezone.localdate()) > FARTHEST:
            self.add_error("due_day", gettext("Please choose a day within the next two years."))
        elif day and zone and "due_time" not in self.errors:
            typed["due_at"] = moment_on(day, hour or datetime.time(18), zone)
            if typed["due_at"] is None:
                self.add_error("due_time", gettext("Clocks leave out this hour on that day. Please choose another."))
        return typed


def hour_of(moment: datetime.datetime | None, zone: str) -> dict[str, Any]:
    """What the fields of an hour show for a moment."""
    if moment is None:
        return {"zone": zone}
    there = in_zone(moment, zone)
    return {"due_day": there.date(), "due_time": there.time(), "zone": zone}


class Row(NamedTuple):
    """The controls of one question in the form, and whether it stands in sight at first."""

    number: int
    fields: list[forms.BoundField]
    is_shown: bool


class QueryForm(HourForm):
    """Questions to all as a draft, for which a title is enough. Empty rows are no questions.

    `may_vary` shows the kinds of answers other than text; `seats` are those on whose behalf the sender may write, None
    among them standing for the secretariat.
    """

    partner = forms.ChoiceField(label=_("On behalf of"), widget=QuickRadios)
    language = forms.ChoiceField(label=_("Written in"), widget=QuickRadios)
    title = forms.CharField(label=_("Title"), max_length=200)
    introduction = long_text(
        _("Introduction"), _("Why you ask, and what you will do with the answers."), required=False
    )
    to = forms.ChoiceField(
        label=_("Whom you ask"),
        widget=QuickRadios,
        choices=[("all", _("All seats")), ("some", _("Those chosen below"))],
        initial="all",
    )
    addressees = forms.MultipleChoiceField(label=_("Seats"), widget=QuickCheckboxes, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        query: Query | None = None,
        seats: list[Partner | None] = (),
        to_choose: list[Partner] = (),
        may_vary: bool = False,
        **kwargs: Any,
    ) -> None:
        self.query, self._seats, self.may_vary = query, list(seats), may_vary
        super().__init__(*args, initial=initial_of_query(query), **kwargs)
        self.fields["language"].choices = capitalised(settings.LANGUAGES)
        self.fields["addressees"].choices = [(str(seat.pk), str(seat)) for seat in to_choose]
        self._offer_seats()
        for number in range(1, MOST_QUESTIONS + 1):
            self._add_row(number)

    def _offer_seats(self) -> None:
        if self.query is not None:
            del self.fields["partner"]
            return
        office = (OFFICE, _("The secretariat"))
        choices = [office if seat is None else (str(seat.pk), str(seat)) for seat in self._seats]
        self.fields["partner"].choices = choices
        ask_for_whom(self, "partner", [key for key, _words in choices])

    def _add_row(self, number: int) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        label = gettext("Question %(number)d") % {"number": number}
        typed = {"max_length": LONGEST_NOTE, "required": False, "validators": [refuse_control_characters]}
        self.fields[f"question_{number}"] = forms.CharField(label=label, widget=widget, **typed)
        if self.may_vary:
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=gettext("Kind of answer to question %(number)d") % {"number": number},
                widget=QuickSelect,
                choices=capitalised(Question.Kind.choices),
                initial=Question.Kind.TEXT,
                required=False,
            )
            self.fields[f"choices_{number}"] = forms.CharField(
                label=gettext("Choices of question %(number)d") % {"number": number},
                help_text=gettext("One a line, where something is to be chosen."),
                widget=forms.Textarea(attrs={"rows": 3}),
                **typed,
            )

    def rows(self) -> list[Row]:
        """The rows of questions, those in sight first: three, and all that hold something."""
        found = []
        for number in range(1, MOST_QUESTIONS + 1):
            names = [
                f"{name}_{number}" for name in ("question", "kind", "choices") if f"{name}_{number}" in self.fields
            ]
            fields = [self[name] for name in names]
            holds = bool(fields[0].value()) or any(field.errors for field in fields)
            found.append(Row(number, fields, number <= SHOWN_AT_FIRST or holds))
        return found

    @property
    def rows_shown(self) -> list[Row]:
        """The rows in sight."""
        return [row for row in self.rows() if row.is_shown]

    @property
    def rows_folded(self) -> list[Row]:
        """The rows that unfold."""
        return [row for row in self.rows() if not row.is_shown]

    def clean(self) -> dict[str, Any]:
        """Where something is to be chosen there are at least two choices; chosen seats are chosen."""
        typed = super().clean()
        for number in range(1, MOST_QUESTIONS + 1):
            if typed.get(f"kind_{number}") == Question.Kind.CHOICE:
                self._judge_choices(number, Question(choices=typed.get(f"choices_{number}", "")).offered)
            if not typed.get(f"question_{number}") and typed.get(f"choices_{number}"):
                self.add_error(
                    f"question_{number}", gettext("Please write the question to which these are the choices.")
                )
        if typed.get("to") == "some" and not typed.get("addressees") and "addressees" not in self.errors:
            self.add_error("addressees", gettext("Please choose the seats that you ask, or ask all."))
        return typed

    def _judge_choices(self, number: int, offered: list[str]) -> None:
        if len(offered) < 2:
            self.add_error(f"choices_{number}", gettext("Please give at least two choices, one a line."))
        if any(len(choice) > LONGEST_CHOICE for choice in offered):
            words = gettext("A choice has at most %(number)d characters.") % {"number": LONGEST_CHOICE}
            self.add_error(f"choices_{number}", words)

    @property
    def on_behalf_of(self) -> Partner | None:
        """For whom a new query is written; None for the secretariat."""
        chosen = self.cleaned_data.get("partner")
        if not chosen:
            return self._seats[0]
        return next((seat for seat in self._seats if seat is not None and str(seat.pk) == chosen), None)

    def refuse_kinds(self) -> None:
        """The seat for which this was written asks for text only."""
        for number in range(1, MOST_QUESTIONS + 1):
            if self.cleaned_data.get(f"kind_{number}", Question.Kind.TEXT) not in ("", Question.Kind.TEXT):
                self.add_error(f"kind_{number}", gettext("On behalf of this seat, please ask for text."))

    @property
    def draft(self) -> QueryDraft:
        """What was typed."""
        typed = self.cleaned_data
        return QueryDraft(
            language=typed["language"],
            title=typed["title"],
            introduction=typed["introduction"],
            questions=tuple(self._questions()),
            is_to_all=typed["to"] == "all",
            addressees=frozenset(int(pk) for pk in typed["addressees"]) if typed["to"] == "some" else frozenset(),
            due_at=typed["due_at"],
            zone=typed["zone"],
        )

    def _questions(self) -> Any:
        typed = self.cleaned_data
        for number in range(1, MOST_QUESTIONS + 1):
            if text := typed[f"question_{number}"]:
                kind = typed.get(f"kind_{number}") or Question.Kind.TEXT
                choices = typed.get(f"choices_{number}", "") if kind == Question.Kind.CHOICE else ""
                yield QuestionDraft(text, str(kind), choices)


def initial_of_query(query: Query | None) -> dict[str, Any]:
    """What the form shows before anything is typed: the draft as it stands, or the defaults of a new one."""
    if query is None:
        hour = hour_of(default_due(), settings.TIME_ZONE)
        return {"language": active_language(), "to": "all", "form_key": uuid.uuid4(), **hour}
    shown = {name: getattr(query, name) for name in ("language", "title", "introduction", "version")}
    for one in query.numbered:
        shown |= {f"question_{one.number}": one.text, f"kind_{one.number}": one.kind}
        shown[f"choices_{one.number}"] = one.choices
    chosen = [str(seat.pk) for seat in query.addressees.all()]
    return {
        **shown,
        "to": "all" if query.is_to_all else "some",
        "addressees": chosen,
        **hour_of(query.due_at, query.zone),
    }


class ExtensionForm(HourForm):
    """A later hour until which answers are taken."""

    def __init__(self, *args: Any, query: Query, **kwargs: Any) -> None:
        super().__init__(*args, initial=hour_of(query.due_at, query.zone), **kwargs)
        self.fields["due_day"].required = True
        self.fields["due_day"].error_messages["required"] = _("Please choose a day.")
