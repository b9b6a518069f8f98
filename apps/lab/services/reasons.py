"""Steps that ask for reasons do not go without."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext


class ReasonMissing(ValidationError):
    """The step asks for reasons, and none were given."""


def reasoned(note: str) -> str:
    """The note of a step that asks for one; `ReasonMissing` when it is empty."""
    if not note.strip():
        raise ReasonMissing(gettext("Please give a reason: it is told with the step."))
    return note
