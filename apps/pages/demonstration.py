"""What the demonstration adds to the real content: accounts with known passwords and entries marked as examples.

No real state objects, is late, declined or not reached here: the partners who do or are so are invented.
"""

import datetime
import secrets
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.groups import ADMINISTRATORS, SECRETARIAT
from apps.accounts.models import User
from apps.common import installation
from apps.partners.models import NFP, Enquiry, Mandate, Network, Partner

from . import demo_entries, demo_papers, demo_silence, demo_talk, demo_turns

KNOWN_PASSWORD = "demo"
PASSWORDS, KNOWN = "passwords", "known"
SECRETARIAT_ADDRESS, ADMINISTRATOR_ADDRESS = "secretariat@example.org", "admin@example.org"
READING_FRENCH = "BE BF BJ CD CF CG CH CI CM DZ FR GA GN LU MA ML MR NE SN TD TG TN XA"
INVENTED = (
    ("XA", "Exemplia (invented)", "Exemplie (pays fictif)"),
    ("XB", "Samplonia (invented)", "Échantillonie (pays fictif)"),
)


def address_of(partner: Partner) -> str:
    """The address of the partner's demonstration account."""
    return f"focal.{partner.code.lower()}@example.org"


def make(say: Callable[[str], object]) -> None:
    """Make accounts and entries; what is there already is left as it is. `say` is told what was made."""
    with transaction.atomic():
        _make_invented_partners()
        secretariat = _make_office()
        # The accounts of those who act come first, all others after the entries: nobody is mailed about examples.
        acting = _make_focal_points(Partner.objects.filter(code__in=("XA", "XB", "CH", "CI", "EU", "FR", "GA", "ML")))
        entries = demo_entries.make(acting, secretariat) + demo_papers.make(secretariat)
        entries += demo_papers.make_circular(secretariat) + demo_talk.make(acting, secretariat)
        entries += demo_turns.make(acting, secretariat) + demo_silence.make(acting, secretariat)
        everybody = _make_focal_points(Partner.objects.taking_part())
        _make_enquiry()
        installation.note(PASSWORDS, "")
    say(f"      {len(everybody)} focal points, {entries} example entries")


def set_passwords(*, known: bool) -> dict[str, str]:
    """Give every demonstration account its password and return those to show, by address.

    `known`: everybody gets the password that the README names. Otherwise three random ones are made, for the focal
    points, the secretariat and the administrator, so that nobody elsewhere on the network can guess them.
    """
    office = {SECRETARIAT_ADDRESS: "secretariat", ADMINISTRATOR_ADDRESS: "administrator"}
    chosen = {kind: KNOWN_PASSWORD if known else secrets.token_urlsafe(12) for kind in ("focal", *office.values())}
    if not known or installation.fact(PASSWORDS) != KNOWN:
        _write_passwords(office, chosen)
        installation.note(PASSWORDS, KNOWN if known else "random")
    shown = ("focal.ga@example.org", "focal.ch@example.org")
    return {**dict.fromkeys(shown, chosen["focal"]), **{address: chosen[kind] for address, kind in office.items()}}


@transaction.atomic
def _write_passwords(office: dict[str, str], chosen: dict[str, str]) -> None:
    """One hash a kind of account: hashing is slow on purpose, and there are dozens of focal points."""
    invented = User.objects.filter(is_invented=True)
    invented.exclude(email__in=office).update(password=make_password(chosen["focal"]))
    for address, kind in office.items():
        invented.filter(email=address).update(password=make_password(chosen[kind]))


def _make_invented_partners() -> None:
    for code, name_en, name_fr in INVENTED:
        Partner.objects.get_or_create(
            code=code,
            defaults={
                "kind": Partner.Kind.STATE,
                "standing": Partner.Standing.PARTNER,
                "name_en": name_en,
                "name_fr": name_fr,
                "sort_en": name_en.lower(),
                "sort_fr": name_fr.lower().replace("é", "e"),
                "is_invented": True,
            },
        )


def _make_office() -> User:
    """The administrator's account and the secretariat's; returns the latter."""
    for address, name, group in (
        (ADMINISTRATOR_ADDRESS, "Administrator (example)", ADMINISTRATORS),
        (SECRETARIAT_ADDRESS, "Secretariat (example)", SECRETARIAT),
    ):
        user = _account(address, name, "en")
        user.groups.add(Group.objects.get(name=group))
    return User.objects.get(email=SECRETARIAT_ADDRESS)


def _make_focal_points(partners: QuerySet) -> dict[str, User]:
    """One head focal point for each of these partners, by the partner's code."""
    network = Network.objects.get(code=NFP)
    people = {}
    for partner in partners:
        language = "fr" if partner.code in READING_FRENCH.split() else "en"
        name = f"Point focal, {partner.name_fr}" if language == "fr" else f"Focal point, {partner.name_en}"
        people[partner.code] = _account(address_of(partner), name, language)
        Mandate.objects.get_or_create(
            user=people[partner.code],
            partner=partner,
            network=network,
            defaults={
                "role": Mandate.Role.HEAD,
                "starts_on": timezone.localdate() - datetime.timedelta(days=200),
                # Who tries an invented partner sees what a new focal point sees first.
                "welcomed_at": None if partner.is_invented else timezone.now(),
            },
        )
    return people


def _make_enquiry() -> None:
    """Somebody says that an invented partner named them: a row of the secretariat's queue, without a mail."""
    Enquiry.objects.get_or_create(
        kind=Enquiry.Kind.NEW_FOCAL_POINT,
        address="ana.exempla@example.org",
        defaults={
            "name": "Ana Exempla (example)",
            "partner": Partner.objects.get(code="XB"),
            "words": "I follow the colleague who has left in October.",
        },
    )


def _account(address: str, name: str, language: str) -> User:
    user, _is_new = User.objects.get_or_create(
        email=address, defaults={"name": name, "language": language, "is_invented": True}
    )
    return user
