"""Standing offers: published by a partner, matched to proposals once, withdrawn."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.common.access import require
from apps.partners.models import Partner
from apps.partners.queries import people_of
from apps.partners.rules import SPEAKING

from .. import notifications, queries
from ..models import Match, Proposal, StandingOffer
from .once import sent_before
from .telling import tell_in_turn

WORDS = ("kind", "title", "text", "language", "conditions", "contact", "valid_until")


class AlreadyWithdrawn(Exception):
    """The standing offer was taken back: another one can be published."""


@dataclass(frozen=True)
class HeldReady:
    """What a partner holds ready: its words in one language, and for what, as keys; nothing chosen stands for any."""

    kind: str
    title: str
    text: str
    language: str
    conditions: str = ""
    contact: str = ""
    areas: frozenset[int] = frozenset()
    actions: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    valid_until: datetime.date | None = None


def publish_standing(held: HeldReady, *, by: Any, partner: Partner, form_key: uuid.UUID | None = None) -> StandingOffer:
    """Put it before all focal points and match it; the same form twice is one. Its seat is told how many it fits.

    `SentBefore` when the form came with other words.
    """
    words = {name: getattr(held, name) for name in WORDS}
    links = {name: getattr(held, name) for name in ("areas", "actions", "regions")}
    standing = StandingOffer(partner=partner, author=by, form_key=form_key, **words)
    require(by, "lab.make_standingoffer", standing)
    alike = ("partner_id", "withdrawn_at", *WORDS)
    if there := sent_before(standing, *alike, links=links):
        return there
    try:
        with transaction.atomic():
            standing.save()
            for name, keys in links.items():
                getattr(standing, name).set(keys)
            _match_standing(standing)
            return standing
    except IntegrityError:
        if there := sent_before(standing, *alike, links=links):
            return there
        raise


def withdraw_standing(standing: StandingOffer, *, by: Any) -> StandingOffer:
    """Take it back; what was offered from it stays. Twice is once."""
    with transaction.atomic():
        fresh = StandingOffer.objects.select_for_update(of=("self",)).get(pk=standing.pk)
        require(by, "lab.withdraw_standingoffer", fresh)
        if fresh.withdrawn_at is None:
            fresh.withdrawn_at = timezone.now()
            fresh.save(update_fields=["withdrawn_at"])
        return fresh


def renew_standing(standing: StandingOffer, *, by: Any, until: datetime.date | None) -> StandingOffer:
    """Let it hold until another day, or without an end, and match it to what was published meanwhile.

    `AlreadyWithdrawn` once it was taken back.
    """
    with transaction.atomic():
        fresh = StandingOffer.objects.select_for_update(of=("self",)).get(pk=standing.pk)
        require(by, "lab.renew_standingoffer", fresh)
        if fresh.withdrawn_at is not None:
            raise AlreadyWithdrawn
        if fresh.valid_until != until:
            fresh.valid_until = until
            fresh.save(update_fields=["valid_until"])
            _match_standing(fresh)
        return fresh


def _match_standing(standing: StandingOffer) -> None:
    known = set(standing.matches.values_list("proposal", flat=True))
    fitting = [pk for pk in queries.fitting_proposals(standing) if pk not in known]
    Match.objects.bulk_create([Match(standing=standing, proposal_id=pk) for pk in fitting], ignore_conflicts=True)
    if fitting:
        message = notifications.StandingFits(standing, number=len(fitting))
        message.queue_for(people_of(standing.partner_id, roles=SPEAKING))


def match_published(proposal: Proposal, *, by: Any, told: Iterable[int] = (), **words: str) -> set[int]:
    """Find the standing offers that fit a proposal just published, once; returns who was told now, as keys.

    Called in the transaction of the publication, with who was `told` of it already. A partner is told once, of the
    oldest of its offers that fit; `words` go with it.
    """
    known = set(Match.objects.filter(proposal=proposal).values_list("standing", flat=True))
    fitting = [pk for pk in queries.fitting_standing(proposal) if pk not in known]
    Match.objects.bulk_create([Match(standing_id=pk, proposal=proposal) for pk in fitting], ignore_conflicts=True)
    known_of = {*told, by.pk, *people_of(proposal.partner_id).values_list("pk", flat=True)}
    turns = [
        (_match_found(proposal, offers[0], words), people_of(partner_id, roles=SPEAKING))
        for partner_id, offers in queries.by_partner(fitting).items()
    ]
    return tell_in_turn(*turns, told=known_of) - known_of


def _match_found(proposal: Proposal, standing: StandingOffer, words: dict[str, str]) -> notifications.MatchFound:
    facts = {"standing": standing.reference, "offered": standing.title, "written_in": standing.language}
    return notifications.MatchFound(proposal, **facts, **words)
