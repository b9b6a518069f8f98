"""Who may do what with documents: everybody reads what is public, seats what they reach, the office all (design 9)."""

import rules

from apps.accounts.rules import is_office

from .access import reach_of


@rules.predicate
def is_public(user, document=None) -> bool:
    """Visitors may know of it now: published, at the level "public"."""
    return document is not None and document.is_public


@rules.predicate
def is_within_reach(user, document=None) -> bool:
    """Published, and a seat of the person climbs to its level in its network: a named one where only those read."""
    if document is None or not (document.is_published and document.is_held):
        return False
    seats = reach_of(user).partners(document.level, document.network_code)
    return bool(seats) and (not document.for_named_only or document.named_partners.filter(pk__in=seats).exists())


@rules.predicate
def is_of_readable_document(user, version=None) -> bool:
    """A former version that was not taken off, of a document that the person reads and that was no stricter then."""
    if not hasattr(version, "replaced_at") or version.withdrawn_at is not None:
        return False
    return user.has_perm("documents.view_document", version.document) and version.is_read_like(version.document)


@rules.predicate
def reaches_something(user) -> bool:
    """Acts for a partner in some network."""
    return bool(reach_of(user).seats)


rules.add_perm("documents", is_office)
for permission, predicate in {
    "enter": reaches_something | is_office,
    "keep_document": is_office,
    "view_document": is_public | is_within_reach | is_office,
    "add_document": is_office,
    "change_document": is_office,
    "delete_document": rules.always_deny,
    "view_documentfile": is_office,
    "add_documentfile": is_office,
    "change_documentfile": is_office,
    "delete_documentfile": is_office,
    "view_documentversion": is_office | is_of_readable_document,
    "add_documentversion": rules.always_deny,
    "change_documentversion": rules.always_deny,
    "delete_documentversion": rules.always_deny,
    "view_documentread": is_office,
    "add_documentread": rules.always_deny,
    "change_documentread": rules.always_deny,
    "delete_documentread": rules.always_deny,
}.items():
    rules.add_perm(f"documents.{permission}", predicate)
