"""Who may change the site's texts: the office; which texts there are is decided here, so none is added or deleted."""

import rules

from apps.accounts.rules import is_office

rules.add_perm("pages", is_office)
for permission, predicate in {
    "view_sitetext": is_office,
    "change_sitetext": is_office,
    "add_sitetext": rules.always_deny,
    "delete_sitetext": rules.always_deny,
}.items():
    rules.add_perm(f"pages.{permission}", predicate)
