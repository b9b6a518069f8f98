"""Who may do what with reference countries: visitors read them, the office keeps them."""

import rules

from apps.accounts.rules import is_office
from apps.common.roles import roles_of

REFERENCE = "reference_country"


@rules.predicate
def is_reference_country(user, area=None) -> bool:
    """Acts for a partner that looks after that area today; asked without one, after any."""
    return bool(roles_of(user).partner_ids(REFERENCE, scope=None if area is None else str(area.pk)))


rules.add_perm("roadmaps", is_office)
for verb in ("view", "add", "change"):
    rules.add_perm(f"roadmaps.{verb}_referencecountry", is_office)
rules.add_perm("roadmaps.delete_referencecountry", rules.always_deny)
