"""Who may do what with activities: everybody reads what is published, the office keeps them."""

import rules

from apps.accounts.rules import is_office


@rules.predicate
def is_published(user, activity=None) -> bool:
    """Visitors see it now."""
    return activity is not None and activity.is_published


rules.add_perm("activities", is_office)
for model in ("newsitem", "gcmrow", "datechange"):
    for verb in ("keep", "view", "add", "change"):
        rules.add_perm(f"activities.{verb}_{model}", is_office)
rules.add_perm("activities.delete_datechange", is_office)
for model in ("newsitem", "gcmrow"):
    rules.add_perm(f"activities.delete_{model}", rules.always_deny)
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
