"""What the office decides about the portal's manners: periods, limits, switches and choices.

A room declares each with our proposal as its default; the office changes them in one table, and a code that needs one
asks for it by name at the moment it needs it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .memory import forget_everything, kept_briefly
from .models import OfficeChoice


@dataclass(frozen=True)
class OfficeSetting:
    """One thing that the office decides.

    `name` is the room's label and a word ("lab.look_within"); `label` says in the reader's language what it is, with
    its unit, `help_text` what follows from it. A `default` that is a truth value makes a switch, a number is kept
    between `least` and `most`, a text is one of `choices` (pairs of value and words).
    """

    name: str
    default: bool | int | str
    label: Any
    help_text: Any = ""
    least: int = 0
    most: int = 3650
    choices: tuple[tuple[str, Any], ...] = ()

    def check(self, value: Any) -> None:
        """Raise `ValidationError`, in words for a field, where `value` is not one that this setting may have."""
        if type(value) is not type(self.default):
            raise ValidationError(_("This value is not of the right kind."), code="kind")
        if self.choices and value not in dict(self.choices):
            raise ValidationError(_("Please choose one of the values offered."), code="choice")
        if type(value) is int and not self.least <= value <= self.most:
            raise ValidationError(
                _("Please give a whole number from %(least)s to %(most)s."),
                code="range",
                params={"least": self.least, "most": self.most},
            )


_declared: dict[str, OfficeSetting] = {}


def declare(*settings: OfficeSetting) -> None:
    """Let the office decide these; called in `AppConfig.ready()`. Raises `ValueError` for a name that is taken."""
    for setting in settings:
        if setting.name in _declared:
            raise ValueError(f"{setting.name!r} is declared already")
        _declared[setting.name] = setting


def declared_settings() -> Iterator[OfficeSetting]:
    """All settings, room by room in the order of their declaration."""
    return iter(_declared.values())


@kept_briefly
def _stored() -> dict[str, Any]:
    return dict(OfficeChoice.objects.values_list("name", "value"))


def office_setting(name: str) -> Any:
    """The value that holds now; the default where the office decided nothing, or what no longer may be.

    Raises `KeyError` for a name that nobody declared. Another process sees a change two seconds later at most.
    """
    setting = _declared[name]
    value = _stored().get(name, setting.default)
    try:
        setting.check(value)
    except ValidationError:
        return setting.default
    return value


@transaction.atomic
def decide(name: str, value: Any, *, by: Any) -> bool:
    """Let `value` hold from now on; returns whether that changes anything. Raises `ValidationError` as `check` does.

    The caller has asked whether the person may; the change stands in the history with their name.
    """
    setting = _declared[name]
    setting.check(value)
    choice = OfficeChoice.objects.select_for_update().filter(name=name).first()
    if (choice.value if choice else setting.default) == value:
        return False
    choice = choice or OfficeChoice(name=name)
    choice.value, choice._history_user = value, by
    choice.save()
    transaction.on_commit(forget_everything)
    forget_everything()
    return True
