"""Who may act by role, and who sees what in which state: the two tables of the design, cell by cell."""

import pytest

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.common.office_settings import decide
from apps.partners import queries
from apps.partners.models import Seat
from apps.partners.rules import has_speaking_seat, networks_of

from .factories import (
    InvitationFactory,
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

pytestmark = pytest.mark.django_db

PEOPLE = {
    "head": lambda: focal_point("GA"),
    "alternate": lambda: focal_point("GA", "alternate"),
    "contributor": lambda: focal_point("GA", "contributor"),
    "reader": lambda: focal_point("GA", "reader"),
    "observer": lambda: (PartnerFactory(code="OB", observer=True), focal_point("OB"))[1],
    "other net": lambda: MandateFactory(partner=PartnerFactory(code="GA"), network=NetworkFactory(code="mmfp")).user,
    "other head": lambda: focal_point("CH"),
    "secretariat": secretariat_member,
    "administrator": lambda: UserFactory(administrator=True),
    "nobody": UserFactory,
}
# What is done to or with Gabon's seat in the network of the National Focal Points; one column a person, in that order.
#                        head alt con rea obs net oth sec adm nob
WHO_MAY = """
enter_space               x   x   x   x   x   x   x   x   x   -
view_directory            x   x   x   x   x   x   x   x   x   -
view_seat                 x   x   x   x   -   -   -   x   x   -
manage_seat               x   -   -   -   -   -   -   x   x   -
change_role_mandate       x   -   -   -   -   -   -   x   x   -
end_mandate               x   -   -   -   -   -   -   x   x   -
hand_over_mandate         x   -   -   -   -   -   -   x   x   -
resend_invitation         x   -   -   -   -   -   -   x   x   -
revoke_invitation         x   -   -   -   -   -   -   x   x   -
answer_mandate            -   -   -   -   -   -   -   -   -   -
lift_pause_mandate        -   -   -   -   -   -   -   x   x   -
settle_enquiry            -   -   -   -   -   -   -   x   x   -
invite_mandate            -   -   -   -   -   -   -   x   x   -
view_enquiry              -   -   -   -   -   -   -   x   x   -
"""
ROWS = {line.split()[0]: line.split()[1:] for line in WHO_MAY.strip().splitlines()}


@pytest.mark.parametrize("permission", ROWS)
def test_who_may_act_on_a_seat(permission):
    mandate = MandateFactory(partner=PartnerFactory(code="GA"), role="contributor")
    about = {
        "view_seat": Seat(mandate.partner, mandate.network),
        "manage_seat": Seat(mandate.partner, mandate.network),
        "resend_invitation": InvitationFactory(partner=mandate.partner),
        "revoke_invitation": InvitationFactory(partner=mandate.partner),
    }.get(permission, mandate if permission.endswith("_mandate") else None)

    found = {}
    for name, make in PEOPLE.items():
        person = User.objects.get(pk=make().pk)
        found[name] = "x" if person.has_perm(f"partners.{permission}", about) else "-"

    assert found == dict(zip(PEOPLE, ROWS[permission], strict=True))


#                        reads writes speaks
ROLES = {
    "head": (True, True, True),
    "alternate": (True, True, True),
    "contributor": (True, True, False),
    "reader": (True, False, False),
    "observer": (True, False, False),
    "other net": (False, False, False),
}


@pytest.mark.parametrize("who", ROLES)
def test_who_reads_writes_and_speaks_in_the_laboratory(who):
    person = PEOPLE[who]()

    asked = [person.has_perm("lab.enter"), person.has_perm("lab.add_proposal"), person.has_perm("lab.offer_proposal")]
    assert (asked[0], asked[1], has_speaking_seat(person)) == ROLES[who]


def test_a_mandate_opens_its_own_network_only():
    person = PEOPLE["other net"]()

    assert networks_of(person) == {"mmfp"}
    assert person.has_perm("partners.enter_space")
    assert not person.has_perm("lab.enter")


# Kind, standing, what the office decided, and then: whether the laboratory opens, whether the head may write.
OBSERVERS = [
    ("state", "observer", {}, True, False),
    ("organisation", "permanent_observer", {}, True, False),
    ("state", "observer", {"states_act": True}, True, True),
    ("state", "observer", {"organisations_act": True}, True, False),
    ("organisation", "observer", {"organisations_act": True}, True, True),
    ("state", "observer", {"states_read": False}, False, False),
    ("state", "observer", {"states_read": False, "states_act": True}, False, False),
    ("organisation", "observer", {"states_read": False}, True, False),
]


@pytest.mark.parametrize(("kind", "standing", "decided", "enters", "writes"), OBSERVERS)
def test_observers_are_what_the_office_decides(kind, standing, decided, enters, writes):
    office = secretariat_member()
    PartnerFactory(code="OB", kind=kind, standing=standing)
    person = focal_point("OB")
    for name, value in decided.items():
        decide(f"partners.observer_{name}", value, by=office)

    person = User.objects.get(pk=person.pk)
    assert (person.has_perm("lab.enter"), person.has_perm("lab.add_proposal")) == (enters, writes)
    assert person.has_perm("partners.enter_space")


@pytest.mark.parametrize("asked", [False, True])
def test_observers_are_asked_if_the_office_says_so_and_never_silent(asked):
    partner, state = PartnerFactory(code="GA"), PartnerFactory(code="OS", observer=True)
    body = PartnerFactory(code="OO", organisation=True, standing="permanent_observer")
    PartnerFactory(code="FO", former=True)
    if asked:
        decide("partners.observer_states_asked", True, by=secretariat_member())

    assert set(queries.seats_asked()) == ({partner, state} if asked else {partner})
    assert list(queries.seats_expected_to_answer()) == [partner]
    assert body not in queries.seats_asked()
