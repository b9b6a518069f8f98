"""What was typed beside what stands, in words, for whoever has to choose between both."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from apps.common.dates import day
from apps.common.typography import grouped

from ..models import TEXTS, Proposal
from ..services import Draft, has_title
from .proposals import ProposalForm

FIELD_OF = {"files": "attachment"}


class Difference(NamedTuple):
    """One thing in both versions; `stored_lang` and `typed_lang` are empty where the words are not the seat's own."""

    label: str
    stored: str
    typed: str
    stored_lang: str = ""
    typed_lang: str = ""


def differences(form: ProposalForm, stored: Proposal, draft: Draft) -> list[Difference]:
    """Each thing in which the draft differs from what stands; of files those that would be added or taken off."""
    there, found = Draft.of(stored), []
    for name in draft.differing(stored):
        field = FIELD_OF.get(name, name)
        label = str(form[field].label) if field in form.fields else ""
        if name in TEXTS:
            if name == "title" and not draft.texts[name].strip() and not has_title(stored):
                continue
            words = there.texts[name], draft.texts.get(name, "")
            found.append(Difference(label, *words, stored.language, draft.language))
        else:
            known = _names_of(form, field)
            found.append(Difference(label, *(_in_words(getattr(one, name), known) for one in (there, draft))))
    return found


def _names_of(form: ProposalForm, name: str) -> dict[str, str]:
    """What the choices of a field are called, groups or none."""
    names: dict[str, str] = {}
    for value, words in getattr(form.fields.get(name), "choices", ()):
        pairs: Iterable = words if isinstance(words, list | tuple) else [(value, words)]
        names |= {str(key): str(text) for key, text in pairs}
    return names


def _in_words(value: Any, names: dict[str, str]) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, frozenset):
        chosen = {str(key) for key in value}
        unknown = sorted(chosen - set(names))
        return "\n".join([*(text for key, text in names.items() if key in chosen), *unknown])
    if isinstance(value, tuple):
        return "\n".join(file.name for file in value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return grouped(value)
    return names.get(str(value)) or str(value)
