"""How every form is drawn, which characters a text may hold, and how the filters of a list read their query."""

import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.template import loader
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

OWN_TEMPLATES = "forms/"
LINE_CHARACTERS = "\t\n\r"
LONGEST_FILTER = 200
LONGEST_SHOWN = 40


class PortalFormRenderer(DjangoTemplates):
    """Draws forms and fields with the portal's own templates and widgets with Django's."""

    form_template_name = "forms/div.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str):
        """Ours with everything that pages have; Django's by Django's own engine."""
        if template_name.startswith(OWN_TEMPLATES):
            return loader.get_template(template_name)
        return super().get_template(template_name)


def is_printable(text: str) -> bool:
    """Whether the text has no control characters but lines and tabs; emoji and marks of direction are fine."""
    return all(letter in LINE_CHARACTERS or unicodedata.category(letter) not in ("Cc", "Cs") for letter in text)


def refuse_control_characters(value: Any) -> None:
    """Validator: no NUL, no other control character but lines and tabs; what is no text, such as a key, passes."""
    if isinstance(value, str) and not is_printable(value):
        raise ValidationError(
            _("This text holds a character that cannot be shown. Please remove it, or type the text again."),
            code="control_character",
        )


class PlainTextMixin:
    """A form whose texts come back exactly as typed, with new lines of one kind, and hold no control characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators = [*field.validators, refuse_control_characters]

    def clean(self) -> dict[str, Any]:
        """Browsers send line ends of two characters; one is kept."""
        super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = value.replace("\r\n", "\n").replace("\r", "\n")
        return self.cleaned_data


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that is on: its field, its label, its value in words, and the query that takes it off."""

    name: str
    label: str
    value: str
    query_without: str


class FilterForm(forms.Form):
    """The filters of a list, read from the address: what is not understood is ignored, and said so.

    A subclass declares fields and for each `narrow_<field>(queryset, value)`; `apply` calls those whose value is good.
    `ignored_because` may hold a better sentence for a field, with the placeholder `%(value)s`.
    """

    ignored_because: dict[str, str] = {}
    use_required_attribute = False

    def __init__(self, query: QueryDict, **kwargs: Any) -> None:
        self._refused: dict[str, str] = {}
        super().__init__(data=self._readable(query), **kwargs)
        for field in self.fields.values():
            field.required = False
        self.is_valid()

    def _readable(self, query: QueryDict) -> QueryDict:
        """The known parameters without values that no filter could mean; those are remembered as refused."""
        readable = QueryDict(mutable=True)
        for name in self.base_fields:
            for value in query.getlist(name):
                if len(value) > LONGEST_FILTER or not is_printable(value):
                    self._refused[name] = value
                else:
                    readable.appendlist(name, value)
        return readable

    @property
    def drawn_by(self) -> tuple[Hashable, ...]:
        """What the controls look like depends on this alone; a subclass adds what its choices come from."""
        refused = tuple((name, value[: LONGEST_SHOWN + 1]) for name, value in self._refused.items())
        return type(self), self.data.urlencode(), refused

    @property
    def is_untouched(self) -> bool:
        """Whether the address asked for no filter at all, understood or not."""
        return not self.data and not self._refused

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FilterForm) and self.drawn_by == other.drawn_by

    def __hash__(self) -> int:
        return hash(self.drawn_by)

    @property
    def values(self) -> dict[str, Any]:
        """The filters that are on, by field."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [], False)}

    def apply(self, queryset: QuerySet) -> QuerySet:
        """The queryset narrowed by every filter that is on."""
        for name, value in self.values.items():
            queryset = getattr(self, f"narrow_{name}")(queryset, value)
        return queryset

    @property
    def ignored(self) -> list[str]:
        """A sentence for each filter that was not understood."""
        wrong = {name: self.data.get(name, "") for name in self.errors if name in self.fields}
        return [self._sentence(name, value) for name, value in {**wrong, **self._refused}.items()]

    def _sentence(self, name: str, value: str) -> str:
        because = self.ignored_because.get(name) or _(
            "The filter “%(filter)s” was ignored: “%(value)s” is not one of its choices."
        )
        shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value)
        shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
        return gettext(because) % {"filter": self._label(name), "value": shown}

    def _label(self, name: str) -> str:
        return str(self.fields[name].label or self[name].label)

    @property
    def query(self) -> str:
        """The filters that are on, as a query without `?`, in the order of the fields; empty when none is."""
        return self._query_of(self._pairs())

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters that are on, each with the query that takes it off (`?` when no other is left)."""
        pairs = self._pairs()
        return [
            ActiveFilter(
                name=name,
                label=self._label(name),
                value=self._in_words(name, raw),
                query_without=f"?{self._query_of(pair for pair in pairs if pair != (name, raw))}",
            )
            for name, raw in pairs
        ]

    def _pairs(self) -> list[tuple[str, str]]:
        return [(name, raw) for name in self.values for raw in self.data.getlist(name) if raw.strip()]

    @staticmethod
    def _query_of(pairs: Iterable[tuple[str, str]]) -> str:
        query = QueryDict(mutable=True)
        for name, raw in pairs:
            query.appendlist(name, raw)
        return query.urlencode()

    def _in_words(self, name: str, raw: str) -> str:
        """What a choice is called; other values as they were typed."""
        choices = getattr(self.fields[name], "choices", ())
        for value, words in choices:
            if isinstance(words, list | tuple):
                found = next((str(label) for inner, label in words if str(inner) == raw), None)
                if found is not None:
                    return found
            elif str(value) == raw:
                return str(words)
        return raw
