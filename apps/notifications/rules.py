"""Who may look into the outbox: the office; nothing in it is written, changed or deleted by hand."""

import rules

from apps.accounts.rules import is_office

rules.add_perm("notifications", is_office)
for permission, predicate in {
    "view_outboxmail": is_office,
    "add_outboxmail": rules.always_deny,
    "change_outboxmail": rules.always_deny,
    "delete_outboxmail": rules.always_deny,
}.items():
    rules.add_perm(f"notifications.{permission}", predicate)
