"""Who may do what with people, and which roles the office's groups give."""

from collections.abc import Iterable

import rules

from apps.common.registry import Role
from apps.common.roles import roles_of

from .groups import ADMINISTRATORS, FACT_OF_GROUP, HEAD_OF_SECRETARIAT, SECRETARIAT

ROLE_OF_GROUP = {
    SECRETARIAT: "secretariat",
    ADMINISTRATORS: "administrator",
    HEAD_OF_SECRETARIAT: "head_of_secretariat",
}


def office_roles(user) -> Iterable[Role]:
    """Membership of the groups Secretariat and Administrators is the role (design 4)."""
    if all(hasattr(user, fact) for fact in FACT_OF_GROUP.values()):
        names = [name for name, fact in FACT_OF_GROUP.items() if getattr(user, fact)]
    else:
        names = user.groups.values_list("name", flat=True)
    return [Role(ROLE_OF_GROUP[name]) for name in names if name in ROLE_OF_GROUP]


@rules.predicate
def is_secretariat(user) -> bool:
    """A member of the secretariat."""
    return roles_of(user).has("secretariat")


@rules.predicate
def is_administrator(user) -> bool:
    """The part-time administrator: settings, backups, upgrades."""
    return roles_of(user).has("administrator")


is_office = is_secretariat | is_administrator


@rules.predicate
def has_any_role(user) -> bool:
    """Somebody with something to do here: a mandate that runs, or a place in the office."""
    return bool(roles_of(user).all)


@rules.predicate
def is_about_administrator(user, person=None) -> bool:
    """The person asked about is an administrator, also while their account is closed, or a superuser.

    Whoever could change their address, and open the account again, could become one.
    """
    if person is None or person.pk is None:
        return False
    return person.is_superuser or person.groups.filter(name=ADMINISTRATORS).exists()


@rules.predicate
def is_oneself(user, person=None) -> bool:
    """The person asked about is the one who asks."""
    return person is not None and user == person


for permission, predicate in {
    "accept_invitation": has_any_role,
    "enter_office": is_office,
    "enter_portal": has_any_role,
    "view_user": is_office,
    "add_user": is_office,
    "change_user": is_administrator | (is_secretariat & ~is_about_administrator),
    "remove_factors_user": ~is_oneself & (is_administrator | (is_secretariat & ~is_about_administrator)),
    "invite_user": is_administrator | (is_secretariat & ~is_about_administrator),
    "assign_groups": is_administrator,
}.items():
    rules.add_perm(f"accounts.{permission}", predicate)
