"""Texts that exist in several languages: which one a reader gets, and how such a pair is kept and sorted.

Read here and never from the plain column, which holds whatever language was active when the row was saved last.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CheckConstraint, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ONLY_IN = {"en": _("in English only"), "fr": _("in French only")}
LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)


def language_codes() -> list[str]:
    """The codes of the portal's languages, the first being the source."""
    return [code for code, _name in settings.LANGUAGES]


def columns_of(*fields: str) -> list[str]:
    """The columns of translated fields, in every language; a field may stand behind a relation ("partner__name")."""
    return [f"{field}_{code}" for field in fields for code in language_codes()]


def active_language() -> str:
    """The code of the language in which the page is being written."""
    active = get_language() or settings.LANGUAGE_CODE
    return active if active in language_codes() else active.split("-")[0]


@dataclass(frozen=True)
class Words:
    """A text as one reader gets it: in which language it is, and whether that is another than theirs."""

    text: str = ""
    language: str = ""
    is_fallback: bool = False

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def mark(self) -> str:
        """What tells the reader that their language has no such text; empty when it has."""
        return str(ONLY_IN.get(self.language, _("in another language only"))) if self.is_fallback else ""


def among_languages(texts: Mapping[str, str | None], language: str | None = None) -> Words:
    """The text in `language` (default: the active one), else the first other that there is; `texts` is by code."""
    wanted = language or active_language()
    for code in [wanted, *(code for code in language_codes() if code != wanted)]:
        text = texts.get(code) or ""
        if text.strip():
            return Words(text, code, is_fallback=code != wanted)
    return Words()


def in_language(obj: Any, field: str, language: str | None = None) -> Words:
    """The text of `field` in `language` (default: the active one), else in the first other language that has it.

    Raises AttributeError for a field that is not translated: that is a mistake of the program.
    """
    return among_languages({code: getattr(obj, f"{field}_{code}") for code in language_codes()}, language)


def sort_key(text: str) -> tuple[str, str]:
    """The key by which readers of either language look a name up: accents, ligatures, case, apostrophes do not count.

    Names that differ in nothing else keep a fixed order by the second part. Articles stay where they are.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    return "".join(letter if letter.isalnum() else " " for letter in folded), text


def _filled(column: str) -> Q:
    return ~(Q(**{f"{column}__isnull": True}) | Q(**{column: ""}))


def both_or_neither(field: str, *, app_label: str, model_name: str) -> CheckConstraint:
    """A constraint that a text exists in every language or in none, for fields that may be empty.

    It names the columns of `settings.LANGUAGES`, so a further language is one generated migration.
    """
    filled, empty = Q(), Q()
    for code in language_codes():
        filled &= _filled(f"{field}_{code}")
        empty &= ~_filled(f"{field}_{code}")
    return CheckConstraint(
        name=f"{app_label}_{model_name}_{field}_in_every_language_or_none"[:63],
        condition=filled | empty,
        violation_error_message=_("Please give this text in every language, or in none."),
    )


def in_every_language(field: str, *, app_label: str, model_name: str) -> CheckConstraint:
    """A constraint that a text exists in every language, for names by which lists are sorted and rows are known."""
    condition = Q()
    for code in language_codes():
        condition &= _filled(f"{field}_{code}")
    return CheckConstraint(
        name=f"{app_label}_{model_name}_{field}_in_every_language"[:63],
        condition=condition,
        violation_error_message=_("Please give this text in every language."),
    )


def in_some_language(field: str, *, app_label: str, model_name: str) -> CheckConstraint:
    """A constraint that a text exists in at least one language; the other one falls back to it."""
    condition = Q()
    for code in language_codes():
        condition |= _filled(f"{field}_{code}")
    return CheckConstraint(
        name=f"{app_label}_{model_name}_{field}_in_some_language"[:63],
        condition=condition,
        violation_error_message=_("Please give this text in at least one language."),
    )
