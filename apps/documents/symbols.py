"""The symbol of a document, the same in all languages: "RP/SOM/2026/3/Rev.1", the base and the marks of its life."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST_SYMBOL = 60
SYMBOL = re.compile(
    r"(?P<base>[A-Z0-9][A-Z0-9-]*(?:/[A-Z0-9][A-Z0-9-]*)+)(?P<marks>(?:/(?:Rev|Corr|Add)\.[1-9][0-9]{0,2})*)"
)


@dataclass(frozen=True)
class Symbol:
    """A symbol in its parts: the base that all forms of a document share, and its marks ("Rev", 1) in their order."""

    base: str
    marks: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, text: str) -> "Symbol":
        """The symbol that a text says; raises `ValidationError`, in words for the field, for any other text."""
        found = SYMBOL.fullmatch(text) if len(text) <= LONGEST_SYMBOL else None
        if found is None:
            raise ValidationError(
                _("A symbol has capitals, digits and hyphens between slashes, such as RP/SOM/2026/3/Rev.1."),
                code="symbol",
            )
        marks = (mark.split(".") for mark in found["marks"].split("/") if mark)
        return cls(found["base"], tuple((kind, int(number)) for kind, number in marks))

    def __str__(self) -> str:
        return "/".join([self.base, *(f"{kind}.{number}" for kind, number in self.marks)])

    @property
    def words(self) -> str:
        """What the marks mean, in the reader's language: Revision 1, Corrigendum 2; empty where there are none."""
        said = {
            "Rev": gettext("Revision %(number)s"),
            "Corr": gettext("Corrigendum %(number)s"),
            "Add": gettext("Addendum %(number)s"),
        }
        return ", ".join(said[kind] % {"number": number} for kind, number in self.marks)


def check_symbol(text: str) -> None:
    """Validator of the field."""
    Symbol.of(text)
