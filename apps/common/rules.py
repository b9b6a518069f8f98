"""Who may use what the whole house shares."""

import rules

from .roles import roles_of


@rules.predicate
def has_a_role(user) -> bool:
    """Somebody with something to do here, so that there is a form for what they send."""
    return bool(roles_of(user).all)


@rules.predicate
def keeps_the_calendar(user) -> bool:
    """The secretariat and administrators say on which days the office does not work."""
    return roles_of(user).has("secretariat", "administrator")


rules.add_perm("common.send_file", has_a_role)
rules.add_perm("common", keeps_the_calendar)
for verb in ("view", "add", "change", "delete"):
    rules.add_perm(f"common.{verb}_holiday", keeps_the_calendar)
