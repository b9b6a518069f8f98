"""Who may look into the outbox: the office; nothing in it is changed or deleted by hand. Notices are one's own."""

import rules

from apps.accounts.rules import has_any_role, is_office


@rules.predicate
def is_own(user, person=None) -> bool:
    """One's own notices and mails; nobody chooses for somebody else."""
    return person is not None and person.pk is not None and person.pk == user.pk


rules.add_perm("notifications", is_office)
for permission, predicate in {
    "read_notices": is_own & has_any_role,
    "choose_mails": is_own,
    "view_outboxmail": is_office,
    "add_outboxmail": rules.always_deny,
    "change_outboxmail": rules.always_deny,
    "delete_outboxmail": rules.always_deny,
    "resend_outboxmail": is_office,
    "preview_message": is_office,
    "view_mailing": is_office,
    "confirm_mailing": is_office,
    "stop_mailing": is_office,
    "add_mailing": rules.always_deny,
    "change_mailing": rules.always_deny,
    "delete_mailing": rules.always_deny,
    "view_returnedmail": is_office,
    "settle_returnedmail": is_office,
    "add_returnedmail": rules.always_deny,
    "change_returnedmail": rules.always_deny,
    "delete_returnedmail": rules.always_deny,
}.items():
    rules.add_perm(f"notifications.{permission}", predicate)
