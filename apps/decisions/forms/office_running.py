"""What the secretariat records while a procedure runs: how a seat was reached, what it said, a later hour."""

import datetime
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.files import CheckedFileField
from apps.common.forms import PlainTextMixin
from apps.common.widgets import QuickRadios, QuickSelect
from apps.common.workflow import LONGEST_NOTE, Channel
from apps.partners.models import Partner

from ..models import SilenceProcedure
from ..services import Heard, Instruction, Word
from ..workflow import WORDED, PositionKind
from .office_hours import MomentForm, fields_of

LONGEST_TEXT = 20_000
HEARD_BY = [(value, capfirst(words)) for value, words in Channel.choices if value != Channel.WEB]
LANGUAGES = [(code, capfirst(name)) for code, name in settings.LANGUAGES]


def paragraphs_field(label: Any, *, most: int = LONGEST_NOTE, rows: int = 5, **options: Any) -> forms.CharField:
    """A field for paragraphs."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


def channel_field() -> forms.ChoiceField:
    """By which way a word reached the secretariat; never the portal, where seats speak for themselves."""
    return forms.ChoiceField(label=_("By which way"), choices=HEARD_BY, widget=QuickRadios)


class PastMomentForm(MomentForm):
    """A moment that lies behind us, both day and hour of which are to be typed."""

    usual_time = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**fields_of(timezone.now()), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["day"].required = True


class ReachForm(PastMomentForm):
    """By which way, when and whom of a seat the secretariat reached."""

    day_label = _("Day on which the seat was reached")
    field_order = ("channel", "day", "time", "zone", "note")

    channel = channel_field()
    note = paragraphs_field(
        _("Who was reached, and how one knows"), help_text=_("Read by the seats asked, the chair and the secretariat.")
    )

    @property
    def facts(self) -> dict[str, Any]:
        """What the service records."""
        typed = self.cleaned_data
        return {"channel": typed["channel"], "note": typed["note"], "reached_at": typed["moment"]}


class RecordForm(PastMomentForm):
    """What a seat said otherwise than on the portal; `seats` are those asked, `sender` is who records."""

    day_label = _("Day on which it was said")
    field_order = (
        *("seat", "kind", "text", "language", "is_statement", "channel", "said_by"),
        *("day", "time", "zone", "proof", "form_key"),
    )

    seat = forms.ChoiceField(label=_("Seat"), widget=QuickSelect)
    kind = forms.ChoiceField(
        label=_("Position"),
        choices=[(value, capfirst(words)) for value, words in PositionKind.choices],
        widget=QuickRadios,
        help_text=_("An objection or an amendment breaks the silence at once."),
    )
    text = paragraphs_field(
        _("Words"),
        most=LONGEST_TEXT,
        rows=8,
        required=False,
        help_text=_("As the seat said them. An objection, an amendment or a comment needs words."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES, widget=QuickRadios)
    is_statement = forms.BooleanField(
        label=_("The seat wants these words attached to what is adopted, as a statement"), required=False
    )
    channel = channel_field()
    said_by = forms.CharField(label=_("Who said it"), max_length=200, help_text=_("Name and function."))
    proof = CheckedFileField(label=_("Proof"))
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seats: list[Partner], sender: Any, wanted: str = "", **kwargs: Any) -> None:
        self._seats = {seat.code.lower(): seat for seat in seats}
        initial = {"language": active_language(), "seat": wanted.lower(), "form_key": uuid.uuid4()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["seat"].choices = [("", "—"), *((code, str(seat)) for code, seat in self._seats.items())]
        self.fields["proof"].sender = sender

    def clean(self) -> dict[str, Any]:
        """What says nothing without words has words."""
        typed = super().clean()
        if typed.get("kind") in WORDED and not typed.get("text") and "text" not in self.errors:
            self.add_error("text", gettext("Please say why: an objection, an amendment or a comment needs words."))
        return typed

    @property
    def partner(self) -> Partner:
        """The seat for which it is recorded."""
        return self._seats[self.cleaned_data["seat"]]

    @property
    def word(self) -> Word:
        """What the seat said."""
        typed = self.cleaned_data
        return Word(typed["kind"], typed["text"], typed["language"], typed["is_statement"])

    @property
    def heard(self) -> Heard:
        """How the secretariat heard it."""
        typed = self.cleaned_data
        return Heard(typed["channel"], typed["said_by"], typed["moment"], typed["proof"])


class LaterHourForm(MomentForm):
    """A later hour of a running procedure; `stood` is the one that the page showed."""

    day_label = _("Positions until")

    stood = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, procedure: SilenceProcedure, **kwargs: Any) -> None:
        self._stands = procedure.expires_at
        shown = {**fields_of(procedure.expires_at, procedure.zone), "stood": procedure.expires_at.isoformat()}
        super().__init__(*args, initial=shown, **kwargs)
        self.fields["day"].required = True

    def clean(self) -> dict[str, Any]:
        """The hour that the page showed is none later; the one that the same form has set already is no fault."""
        typed = super().clean()
        if typed["moment"] == self._stands and typed.get("stood") == self._stands.isoformat():
            self.add_error("day", gettext("This is the hour that holds already. Please choose a later one."))
        return typed

    @property
    def hour(self) -> dict[str, datetime.datetime | str]:
        """The moment and its zone."""
        return {"expires_at": self.cleaned_data["moment"], "zone": self.cleaned_data["zone"]}


class SettleForm(PlainTextMixin, forms.Form):
    """Whether a position that its seat calls not correct stands, and what the seat is told."""

    use_required_attribute = False

    stands = forms.TypedChoiceField(
        label=_("What you found"),
        choices=[
            ("yes", _("The position stands as it was recorded")),
            ("no", _("It was recorded by mistake and no longer counts")),
        ],
        coerce=lambda said: said == "yes",
        widget=QuickRadios,
    )
    note = paragraphs_field(
        _("Note to the seat"), help_text=_("Read by the seats asked, the chair and the secretariat.")
    )


class ReleaseForm(forms.Form):
    """Nothing to type: the button alone."""


class InstructionForm(PlainTextMixin, forms.Form):
    """What the chair instructed the secretariat to confirm; `sender` is who records it."""

    use_required_attribute = False

    channel = channel_field()
    text = paragraphs_field(_("Instruction of the chair"), help_text=_("Word for word: who instructed you, and when."))
    proof = CheckedFileField(label=_("Proof"))

    def __init__(self, *args: Any, sender: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].sender = sender

    @property
    def instruction(self) -> Instruction:
        """What was recorded."""
        typed = self.cleaned_data
        return Instruction(typed["channel"], typed["text"], typed["proof"])
