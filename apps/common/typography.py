"""The spaces and figures that each language sets, in texts that people typed."""

import re

from django.utils.formats import number_format
from django.utils.translation import override

from .bilingual import active_language

NARROW = "\u202f"
WIDE = "\u00a0"
SPACES = f"[ {WIDE}{NARROW}]"
BEFORE_HIGH_MARK = re.compile(rf"(?<=\S){SPACES}(?=[;:!?»%]+(?:[\s\u00a0\u202f<).,…”’]|$))")
AFTER_OPENING = re.compile(rf"«{SPACES}")
BEFORE_UNIT = re.compile(rf"(?<=\d){SPACES}(?=(?:h|€|km|EUR|USD)\b|€)")


def unbreakable(text: str, language: str | None = None) -> str:
    """The text with the spaces that French never breaks made narrow and unbreakable; other languages stay as typed.

    Only spaces that are there change: nothing is added to what a person wrote, and nothing removed.
    """
    if (language or active_language()) != "fr":
        return text
    text = BEFORE_HIGH_MARK.sub(NARROW, AFTER_OPENING.sub(f"«{NARROW}", text))
    return BEFORE_UNIT.sub(NARROW, text)


def grouped(number: int | float, language: str | None = None, decimals: int | None = None) -> str:
    """A number with its thousands set apart: 10,000 in English, 10 000 in French, where it never breaks."""
    with override(language or active_language()):
        return number_format(number, decimal_pos=decimals, use_l10n=True, force_grouping=True).replace(WIDE, NARROW)
