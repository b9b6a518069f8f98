"""The people of the laboratory's tests: everybody whom a rule tells apart; Gabon proposes, Switzerland offers."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.partners.models import Membership
from apps.partners.tests.factories import (
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

OWN, OFFERING = "GA", "CH"


def former_focal_point(code: str):
    """Somebody whose mandate for the partner ended yesterday."""
    user = UserFactory(email=f"former.{code.lower()}@example.org")
    MandateFactory(user=user, partner=PartnerFactory(code=code), ended=True)
    return user


def future_focal_point(code: str):
    """Somebody whose mandate for the partner begins tomorrow."""
    user = UserFactory(email=f"future.{code.lower()}@example.org")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    MandateFactory(user=user, partner=PartnerFactory(code=code), role="alternate", starts_on=tomorrow)
    return user


def committee_member(code: str = "MA"):
    """The focal point of a partner that sits on the Steering Committee."""
    user = focal_point(code)
    Membership.objects.get_or_create(partner=PartnerFactory(code=code))
    return user


def missing_migrants_only(code: str = OWN):
    """Somebody of the same country in another network."""
    user = UserFactory(email=f"mm.{code.lower()}@example.org")
    network = NetworkFactory(code="missing-migrants", name_en="Missing migrants", name_fr="Migrants disparus")
    MandateFactory(user=user, partner=PartnerFactory(code=code), network=network)
    return user


def observer(code: str = "OB"):
    """The head focal point of an observer, who reads."""
    PartnerFactory(code=code, observer=True)
    return focal_point(code)


CAST = {
    "visitor": AnonymousUser,
    "own head": lambda: focal_point(OWN, "head"),
    "own alternate": lambda: focal_point(OWN, "alternate"),
    "own contributor": lambda: focal_point(OWN, "contributor"),
    "own reader": lambda: focal_point(OWN, "reader"),
    "own former": lambda: former_focal_point(OWN),
    "own future": lambda: future_focal_point(OWN),
    "own missing-migrants": missing_migrants_only,
    "offering head": lambda: focal_point(OFFERING, "head"),
    "offering contributor": lambda: focal_point(OFFERING, "contributor"),
    "other head": lambda: focal_point("ML", "head"),
    "other reader": lambda: focal_point("ML", "reader"),
    "committee": committee_member,
    "observer": observer,
    "secretariat": lambda: secretariat_member(email="sec@example.org"),
    "administrator": lambda: UserFactory(email="admin@example.org", administrator=True),
}
OWN_SEAT = {"own head", "own alternate", "own contributor", "own reader"}
OTHER_SEATS = {"offering head", "offering contributor", "other head", "other reader", "committee", "observer"}
ALL_SEATS = OWN_SEAT | OTHER_SEATS
