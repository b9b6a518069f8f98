"""Who acts for whom: the predicates of seats that other rooms combine, and the permissions of this room."""

import rules

from apps.accounts.rules import is_office
from apps.common.roles import roles_of

from .networks import ADDRESSED, LISTENING, NFP, READING, SPEAKING, WRITING

# What a head focal point may give to colleagues: never more than their own rights, and the headship by hand-over only.
GIVEN_BY_HEAD = ("alternate", "contributor", "reader")
# The roles of the three partners that chair one after the other.
TROIKA = {"outgoing": "outgoing_chair", "current": "chair", "incoming": "incoming_chair"}


def seats_of(user, roles=READING) -> frozenset[int]:
    """Partners for which the person may act in one of these roles in the National Focal Point network."""
    return roles_of(user).partner_ids(*roles, scope=NFP)


def seats_by_network(user) -> dict[str, frozenset[int]]:
    """The partners for which the person reads, by the code of the network in which they act for them."""
    roles = roles_of(user)
    scopes = {role.scope for role in roles.all if role.name in READING and role.partner_id is not None}
    return {scope: roles.partner_ids(*READING, scope=scope) for scope in sorted(scopes)}


def committee_seats_of(user) -> frozenset[int]:
    """The partners on the Steering Committee today for which the person acts."""
    return roles_of(user).partner_ids("committee", scope=NFP)


@rules.predicate
def has_seat(user) -> bool:
    """A focal point of whichever partner, observers included: the space opens."""
    return bool(seats_of(user))


def networks_of(user) -> frozenset[str]:
    """The codes of the networks in which the person holds a mandate that counts now; the space shows these."""
    return frozenset(
        role.scope for role in roles_of(user).all if role.name in (*READING, LISTENING) and role.partner_id is not None
    )


@rules.predicate
def has_any_seat(user) -> bool:
    """A mandate in whichever network: the space opens, with the directory, papers and meetings of that network."""
    return bool(networks_of(user))


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
        and mandate.partner_id in roles_of(user).partner_ids(*READING, LISTENING)
    )


@rules.predicate
def is_holder(user, mandate=None) -> bool:
    """The person holds this very mandate, and it has not ended; it may be paused."""
    return mandate is not None and mandate.user_id == user.pk and mandate.is_standing


@rules.predicate
def is_of_that_seat(user, seat=None) -> bool:
    """A mandate of the seat: the partner in the network of `seat`, of a mandate or of an invitation."""
    return seat is not None and seat.partner_id in roles_of(user).partner_ids(
        *READING, LISTENING, scope=seat.network.code
    )


@rules.predicate
def is_head_of_that_seat(user, seat=None) -> bool:
    """The head focal point of the seat: the partner in the network of `seat`, of a mandate or of an invitation."""
    return seat is not None and roles_of(user).holds("head", seat.partner_id, seat.network.code)


@rules.predicate
def is_below_head(user, mandate=None) -> bool:
    """The mandate, or the one that an invitation offers, is none of a head."""
    return mandate is not None and mandate.role in GIVEN_BY_HEAD


@rules.predicate
def is_addressed(user, circular=None) -> bool:
    """The circular has left, to a seat for which the person acts now."""
    if circular is None or not circular.has_left:
        return False
    if getattr(circular, "known_to", None) == user.pk and hasattr(circular, ADDRESSED):
        return getattr(circular, ADDRESSED)
    seats = roles_of(user).partner_ids(*READING, LISTENING, scope=circular.network.code)
    return circular.addressees.filter(partner__in=seats).exists()


@rules.predicate
def is_draft(user, circular=None) -> bool:
    """The circular can still be changed; asked without one, there is none that cannot."""
    return circular is None or circular.is_draft


@rules.predicate
def is_invited(user, invitation=None) -> bool:
    """The invitation was sent to this very person, at the address that they have now, and can still be accepted."""
    return (
        invitation is not None
        and invitation.person_id == user.pk
        and invitation.address == user.email
        and user.is_active
        and invitation.is_open
    )


manages = is_head_of_that_seat & is_below_head
for permission, predicate in {
    "use_mandate": is_running_holder,
    "answer_mandate": is_holder,
    "enter_space": has_any_seat | is_office,
    "view_directory": has_any_seat | is_office,
    "view_seat": is_of_that_seat | is_office,
    "manage_seat": is_head_of_that_seat | is_office,
    "change_role_mandate": manages | is_office,
    "end_mandate": manages | is_office,
    "hand_over_mandate": is_head_of_that_seat | is_office,
    "lift_pause_mandate": is_office,
    "invite_mandate": is_office,
    "accept_invitation": is_invited,
    "resend_invitation": manages | is_office,
    "revoke_invitation": manages | is_office,
    "settle_enquiry": is_office,
    "view_circular": is_addressed | is_office,
    "add_circular": is_office,
    "change_circular": is_office & is_draft,
    "delete_circular": rules.always_deny,
    "send_circular": is_office,
    "view_circularpaper": is_office,
    "add_circularpaper": is_office & is_draft,
    "change_circularpaper": rules.always_deny,
    "delete_circularpaper": is_office & is_draft,
    "hand_over_chairmanship": is_office,
    "give_tasks_chairmanship": is_office,
}.items():
    rules.add_perm(f"partners.{permission}", predicate)
EDITED = (
    "partner",
    "region",
    "membership",
    "chairmanship",
    "network",
    "mandate",
    "chairtasktemplate",
    "chairtask",
    "seatcontact",
)
for model in EDITED:
    for verb in ("view", "add", "change"):
        rules.add_perm(f"partners.{verb}_{model}", is_office)
    rules.add_perm(f"partners.delete_{model}", rules.always_deny)
for model in ("enquiry", "invitation", "seathandover", "directoryentry"):
    rules.add_perm(f"partners.view_{model}", is_office)
    for verb in ("add", "change", "delete"):
        rules.add_perm(f"partners.{verb}_{model}", rules.always_deny)
for room in ("partners",):
    rules.add_perm(room, is_office)
