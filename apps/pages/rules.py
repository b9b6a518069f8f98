"""Who may change the site's texts, pages and looks: the office; which short texts there are is decided here."""

import rules

from apps.accounts.rules import is_office

rules.add_perm("pages", is_office)
for permission, predicate in {
    "view_sitetext": is_office,
    "change_sitetext": is_office,
    "add_sitetext": rules.always_deny,
    "delete_sitetext": rules.always_deny,
    "decide_settings": is_office,
    "keep_page": is_office,
    "view_page": is_office,
    "add_page": is_office,
    "change_page": is_office,
    "delete_page": rules.always_deny,
    "view_identity": is_office,
    "add_identity": is_office,
    "change_identity": is_office,
    "delete_identity": rules.always_deny,
}.items():
    rules.add_perm(f"pages.{permission}", predicate)
