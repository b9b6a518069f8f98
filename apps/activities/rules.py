"""Who may do what with activities: everybody reads what is published, the office keeps them."""

import rules

from apps.accounts.rules import is_office


@rules.predicate
def is_published(user, activity=None) -> bool:
    """Visitors see it now."""
    return activity is not None and activity.is_published


rules.add_perm("activities", is_office)
for permission, predicate in {
    "keep_activity": is_office,
    "view_activity": is_published | is_office,
    "add_activity": is_office,
    "change_activity": is_office,
    "delete_activity": rules.always_deny,
    "view_outcome": is_office,
    "add_outcome": is_office,
    "change_outcome": is_office,
    "delete_outcome": is_office,
}.items():
    rules.add_perm(f"activities.{permission}", predicate)
