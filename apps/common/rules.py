"""Who may use what the whole house shares."""

import rules

from .roles import roles_of


@rules.predicate
def has_a_role(user) -> bool:
    """Somebody with something to do here, so that there is a form for what they send."""
    return bool(roles_of(user).all)


rules.add_perm("common.send_file", has_a_role)
