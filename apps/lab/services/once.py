"""A form that comes twice: it counts once, and nothing is passed off as sent that says something else."""

from collections.abc import Mapping, Set
from typing import Any

from django.db.models import Model


class SentBefore(Exception):
    """The form came before and said something else, or what it said was taken back: `stored` is what stands of it."""

    def __init__(self, stored: Model) -> None:
        super().__init__(f"{stored._meta.label} {stored.pk} comes from the same form")
        self.stored = stored


def sent_before(row: Any, *alike: str, links: Mapping[str, Set[int]] | None = None) -> Any:
    """What stands of the same form, by the same person, as `row` would be written now; None where the form is new.

    `SentBefore` unless these fields are `alike`, and the links (keys by name).
    """
    if row.form_key is None:
        return None
    there = type(row)._default_manager.filter(author=row.author, form_key=row.form_key).first()
    if there is None:
        return None
    is_same = all(getattr(there, name) == getattr(row, name) for name in alike)
    for name, keys in (links or {}).items():
        is_same &= set(getattr(there, name).values_list("pk", flat=True)) == set(keys)
    if not is_same:
        raise SentBefore(there)
    return there
