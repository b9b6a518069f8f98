"""Who may know of a document: the ladder of levels, the seats that climb it, and the condition that lists ask."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from apps.common.models import is_published
from apps.partners.networks import NFP
from apps.partners.rules import committee_seats_of, seats_by_network


class Level(models.TextChoices):
    """Who may know of a document and read it; each level contains the one before (design 9)."""

    PUBLIC = "public", pgettext_lazy("access level", "public")
    FOCAL_POINTS = "focal_points", pgettext_lazy("access level", "focal points")
    COMMITTEE = "committee", pgettext_lazy("access level", "Steering Committee")
    SECRETARIAT = "secretariat", pgettext_lazy("access level", "secretariat")


LADDER = tuple(Level.values)
LOGGED = (Level.COMMITTEE, Level.SECRETARIAT)


def is_stricter(one: str, other: str) -> bool:
    """Whether fewer people read at the level `one` than at `other`."""
    return LADDER.index(one) > LADDER.index(other)


@dataclass(frozen=True)
class Reach:
    """By which seats a person reads above "public": the partners they act for in each network, and the committee's.

    The Steering Committee is the Dialogue's, so its papers are those of no other network.
    """

    seats: dict[str, frozenset[int]]
    committee: frozenset[int]

    def partners(self, level: str, network: str) -> frozenset[int]:
        """The seats by which documents of that level and network are read; empty where they are not."""
        if level == Level.FOCAL_POINTS:
            return self.seats.get(network, frozenset())
        return self.committee if (level, network) == (Level.COMMITTEE, NFP) else frozenset()

    def openings(self) -> Iterator[tuple[str, str, frozenset[int]]]:
        """Every network and level that is read, with the seats by which it is."""
        for network in sorted(self.seats):
            for level in (Level.FOCAL_POINTS, Level.COMMITTEE):
                if seats := self.partners(level, network):
                    yield network, level, seats

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of which this person may read anything, from the most open one on."""
        read = {Level.PUBLIC, *(level for _network, level, _seats in self.openings())}
        return tuple(level for level in LADDER if level in read)


def reach_of(user) -> Reach:
    """What the mandates of a person reach today, the committee's by their partner's dated membership."""
    return Reach(seats_by_network(user), committee_seats_of(user))


def is_held(path: str = "", at: datetime.datetime | None = None) -> Q:
    """That the level of a document holds at that moment (default: now).

    Once the moment has come until which it held, nobody but the office sees the document until the program has given it
    its other level, which is a minute later at most: what is to be hidden is hidden at once.
    """
    return Q(**{f"{path}level_until__isnull": True}) | Q(**{f"{path}level_until__gt": at or timezone.now()})


def is_public(path: str = "", at: datetime.datetime | None = None) -> Q:
    """That visitors may know of a document at that moment (default: now); `path` ("document__") leads to it."""
    at = at or timezone.now()
    return is_published(path, at) & Q(**{f"{path}level": Level.PUBLIC}) & is_held(path, at)
