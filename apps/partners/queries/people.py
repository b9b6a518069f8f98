"""Who acts for whom: the roles that mandates, seats and terms of the chair give, and the people of a seat."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from apps.common.bilingual import columns_of
from apps.common.office_settings import office_setting
from apps.common.prepared import Prepared, PreparedObjects
from apps.common.registry import Role

from ..models import NFP, OBSERVING, Chairmanship, Mandate, Membership, Partner, troika_among
from ..rules import LISTENING, READING, TROIKA, seats_of


@PreparedObjects
def _mandates(*, today: datetime.date, person: int) -> QuerySet:
    """The mandates of a person, with whether the partner sits in the committee today, and whether it ever chairs."""
    running = Mandate.objects.running(today).filter(user=person).order_by("pk")
    memberships = Membership.objects.running(today).filter(partner=OuterRef("partner"))
    terms = Chairmanship.objects.rewrite(False).filter(partner=OuterRef("partner"))
    running = running.annotate(sits=Exists(memberships), chairs=Exists(terms))
    of_partner = ("partner__code", "partner__kind", "partner__standing", *columns_of("partner__name"))
    of_network = ("network__code", *columns_of("network__name"))
    own = ("user_id", "role", "starts_on", "ends_on", "asked_at", "confirmed_at", "paused_at")
    return running.select_related("partner", "network").only(*own, *of_network, *of_partner)


def running_mandates(user) -> list[Mandate]:
    """The running mandates of a person with their partners, in whichever network; read once, like the roles."""
    if getattr(user, "running_mandates", None) is None:  # through the lazy wrapper that a request puts around it
        user.running_mandates = _mandates(today=timezone.localdate(), person=user.pk)
    return user.running_mandates


class _Turn(NamedTuple):
    """A term of the chair by its dates."""

    starts_on: datetime.date | None
    ends_on: datetime.date | None
    handed_over_at: datetime.datetime | None
    number: int
    partner_id: int


@Prepared
def _turns() -> QuerySet:
    return Chairmanship.objects.rewrite(False).in_turn().values_list(*_Turn._fields)


def observers_may(kind: str, what: str) -> bool:
    """What the office decided for observers of that kind (`Partner.Kind`): `what` is read, act or asked."""
    group = "states" if kind == Partner.Kind.STATE else "organisations"
    return office_setting(f"partners.observer_{group}_{what}")


def _role_given(role: str, kind: str, standing: str) -> str:
    """What a mandate makes of its holder; observers read, or listen, unless the office decided that they act."""
    if standing not in OBSERVING:
        return role
    if not observers_may(kind, "read"):
        return LISTENING
    return role if observers_may(kind, "act") else str(Mandate.Role.READER)


def partner_roles(user) -> Iterable[Role]:
    """The roles that running mandates give, with those of a seat in the committee and of the outgoing, current and
    incoming chair at this moment.

    A mandate of an observer gives the role `reader`, whatever it says, unless the office decides otherwise: observers
    read (design 1). A former partner's mandates give nothing. Committee and chair rights follow from mandates of the
    National Focal Point network only.
    """
    mandates = running_mandates(user)
    for one in mandates:
        if one.partner.standing != Partner.Standing.FORMER:
            yield Role(_role_given(one.role, one.partner.kind, one.partner.standing), one.partner_id, one.network.code)
    seats = {one.partner_id: one for one in mandates if one.network.code == NFP}
    for partner_id, one in seats.items():
        if one.sits:
            yield Role("committee", partner_id, NFP)
    if not any(one.chairs for one in seats.values()):
        return
    for turn, term in troika_among(map(_Turn._make, _turns()), timezone.now()).items():
        if term is not None and term.partner_id in seats:
            yield Role(TROIKA[turn], term.partner_id, NFP)


def people_of(*partner_ids: int, network: str = NFP, roles: Iterable[str] | None = None) -> QuerySet:
    """The active people with a running mandate for one of these partners, each once."""
    mandates = Mandate.objects.acting(network).filter(partner__in=partner_ids)
    if roles is not None:
        mandates = mandates.filter(role__in=list(roles))
    return get_user_model().objects.filter(pk__in=mandates.values("user")).order_by("pk")


def people_of_all_seats(network: str = NFP) -> QuerySet:
    """The active people of every seat of the network, each once; former partners have no seat."""
    mandates = Mandate.objects.acting(network).exclude(partner__standing=Partner.Standing.FORMER)
    return get_user_model().objects.filter(pk__in=mandates.values("user")).order_by("pk")


def partners_of(user, roles: Iterable[str] = READING) -> QuerySet:
    """The partners for which a person acts in one of these roles."""
    return Partner.objects.filter(pk__in=seats_of(user, roles)).order_by("pk")
