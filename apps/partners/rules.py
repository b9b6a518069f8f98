"""Who acts for whom: the predicates of seats that other rooms combine, and the permissions of this room."""

import rules

from apps.accounts.rules import is_office
from apps.common.roles import roles_of

from .networks import NFP

READING = ("head", "alternate", "contributor", "reader")
WRITING = ("head", "alternate", "contributor")
SPEAKING = ("head", "alternate")
# The roles of the three partners that chair one after the other.
TROIKA = {"outgoing": "outgoing_chair", "current": "chair", "incoming": "incoming_chair"}


def seats_of(user, roles=READING) -> frozenset[int]:
    """Partners for which the person may act in one of these roles in the National Focal Point network."""
    return roles_of(user).partner_ids(*roles, scope=NFP)


@rules.predicate
def has_seat(user) -> bool:
    """A focal point of whichever partner, observers included: the space opens."""
    return bool(seats_of(user))


@rules.predicate
def has_writing_seat(user) -> bool:
    """May write drafts and comments for a partner: contributor, alternate, head."""
    return bool(seats_of(user, WRITING))


@rules.predicate
def has_speaking_seat(user) -> bool:
    """May submit, offer, accept, withdraw for a partner: alternate, head."""
    return bool(seats_of(user, SPEAKING))


def is_of_seat(attribute: str, roles=READING):
    """A predicate: the person holds one of the roles for the partner in an attribute of the object ("partner_id")."""

    @rules.predicate(name=f"is_of_seat:{attribute}:{'/'.join(roles)}")
    def is_of(user, obj=None) -> bool:
        partner_id = obj
        for name in attribute.split("."):
            partner_id = getattr(partner_id, name, None)
        return partner_id in seats_of(user, roles)

    return is_of


@rules.predicate
def is_running_holder(user, mandate=None) -> bool:
    """The person holds this very mandate, it runs today, and it gives them something to do."""
    return (
        mandate is not None
        and mandate.user_id == user.pk
        and mandate.is_running
        and bool(roles_of(user).partner_ids(*READING).intersection({mandate.partner_id}))
    )


rules.add_perm("partners.use_mandate", is_running_holder)
rules.add_perm("partners.enter_space", has_seat | is_office)
TABLES = ("partner", "region", "membership", "chairmanship", "network", "mandate", "chairtasktemplate", "chairtask")
for model in TABLES:
    for verb in ("view", "add", "change"):
        rules.add_perm(f"partners.{verb}_{model}", is_office)
    rules.add_perm(f"partners.delete_{model}", rules.always_deny)
for verb in ("hand_over", "give_tasks"):
    rules.add_perm(f"partners.{verb}_chairmanship", is_office)
rules.add_perm("partners.invite_mandate", is_office)
for room in ("partners",):
    rules.add_perm(room, is_office)
