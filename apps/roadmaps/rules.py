"""Who may do what with reference countries: visitors read them, the office keeps them."""

import rules

from apps.accounts.rules import is_office

rules.add_perm("roadmaps", is_office)
for verb in ("view", "add", "change"):
    rules.add_perm(f"roadmaps.{verb}_referencecountry", is_office)
rules.add_perm("roadmaps.delete_referencecountry", rules.always_deny)
