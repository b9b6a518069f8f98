"""How a higher room shows itself below: small typed lists that rooms fill in `AppConfig.ready()` and lower rooms read.

No room invents another way (design: "How a higher room shows itself below").
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils import timezone

from .bilingual import Words

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """A list of entries by name; adding a name twice is an error, so that no room silently replaces another's entry."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, entry: Entry) -> None:
        """Keep `entry` under `name`; raises `ValueError` when the name is taken."""
        if name in self._entries:
            raise ValueError(f"{name!r} is registered already")
        self._entries[name] = entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def items(self) -> Iterable[tuple[str, Entry]]:
        """Names and entries in the order in which they were added."""
        return self._entries.items()


@dataclass(frozen=True)
class Role:
    """One role of a person: its name, the partner it is held for (office: none) and its scope (a network's code)."""

    name: str
    partner_id: int | None = None
    scope: str = ""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody: what, since when, until when, and the address where it is done.

    `title` and `action` are words in the reader's language; `since` and `due` are aware moments or None.
    """

    title: str
    detail: str
    action: str
    url: str
    since: datetime | None = None
    due: datetime | None = None
    title_lang: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether its date lies behind us."""
        return self.due is not None and self.due < timezone.now()


@dataclass(frozen=True)
class Desk:
    """What a room lays on desks: `for_person(user)` on a focal point's, `for_office(user)` on the secretariat's."""

    for_person: Callable[[Any], list[Waiting]]
    for_office: Callable[[Any], list[Waiting]]


@dataclass(frozen=True)
class Panel:
    """Rows that a room shows on another object's page: a template and `rows(obj, user)`, empty where there are none."""

    template: str
    about: str
    rows: Callable[[Any, Any], list[Any]]


@dataclass(frozen=True)
class Served:
    """What a room knows to have served an objective or an action of a plan.

    `action_id` is None where the thing is known to its objective only, which is never a gap of the objective's actions;
    `number` is how many things the room knows of that very action or objective.
    """

    objective_id: int
    action_id: int | None
    title: Words
    url: str
    number: int


@dataclass(frozen=True)
class Serving:
    """How a room tells what it knows to have served a plan, however much that is.

    `latest(plan, most)` gives the latest `most` things of each action, and of each objective as far as its actions are
    not known; `parts(plan)` gives what was served at all: pairs of primary keys (objective, action or None).
    """

    latest: Callable[[Any, int], Iterable[Served]]
    parts: Callable[[Any], Iterable[tuple[int, int | None]]]


roles: Registry[Callable[[Any], Iterable[Role]]] = Registry()
desk: Registry[Desk] = Registry()
panels: Registry[Panel] = Registry()
serves: Registry[Serving] = Registry()
figures: Registry[Callable[[], Iterable[Any]]] = Registry()
furniture: Registry[Callable[[], Mapping[str, Any]]] = Registry()
