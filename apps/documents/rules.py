"""Who may do what with documents: everybody reads what is public, the office keeps all of them (design 9)."""

import rules

from apps.accounts.rules import is_office


@rules.predicate
def is_public(user, document=None) -> bool:
    """Visitors may know of it now: published, at the level "public"."""
    return document is not None and document.is_public


rules.add_perm("documents", is_office)
for permission, predicate in {
    "keep_document": is_office,
    "view_document": is_public | is_office,
    "add_document": is_office,
    "change_document": is_office,
    "delete_document": rules.always_deny,
    "view_documentfile": is_office,
    "add_documentfile": is_office,
    "change_documentfile": is_office,
    "delete_documentfile": is_office,
}.items():
    rules.add_perm(f"documents.{permission}", predicate)
