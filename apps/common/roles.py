"""Who somebody is, assembled once per request from the rooms that know (registry `roles`)."""

from collections.abc import Iterable
from typing import Any

from .registry import Role
from .registry import roles as providers


class Roles:
    """The roles of one person at one moment; asked by `rules.py` and `visible_to` only."""

    def __init__(self, roles: Iterable[Role] = ()) -> None:
        self.all = tuple(roles)
        self._names = {role.name for role in self.all}

    def has(self, *names: str) -> bool:
        """Whether one of the named roles is held, for whichever partner."""
        return not self._names.isdisjoint(names)

    def partner_ids(self, *names: str, scope: str | None = None) -> frozenset[int]:
        """Primary keys of the partners for which one of the named roles is held, in `scope` (None: in any)."""
        return frozenset(
            role.partner_id
            for role in self.all
            if role.partner_id is not None and role.name in names and scope in (None, role.scope)
        )

    def holds(self, name: str, partner_id: int | None, scope: str | None = None) -> bool:
        """Whether the role is held for that partner."""
        return partner_id in self.partner_ids(name, scope=scope)


NOBODY = Roles()


def assemble_roles(user: Any) -> Roles:
    """Ask every room that gives roles; an inactive person has none."""
    if not user.is_active:
        return NOBODY
    return Roles(role for provider in providers for role in provider(user))


def roles_of(user: Any) -> Roles:
    """The roles of a signed-in person, `NOBODY` for a visitor."""
    return getattr(user, "roles", NOBODY)
