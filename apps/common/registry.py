"""How a higher room shows itself below: small typed lists that rooms fill in `AppConfig.ready()` and lower rooms read.

No room invents another way (design: "How a higher room shows itself below").
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

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
    For the office, `holder` says for whom the thing waits: "us" (the secretariat), "partner" or "chair"; `who` names
    that partner.
    """

    title: str
    detail: str
    action: str
    url: str
    since: datetime | None = None
    due: datetime | None = None
    title_lang: str = ""
    holder: str = "us"
    who: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether its date lies behind us."""
        return self.due is not None and self.due < timezone.now()


@dataclass(frozen=True)
class Desk:
    """What a room lays on desks: `for_person(user)` on a focal point's, `for_office(user)` on the secretariat's.

    The secretariat is also told what waits for a partner or for the chair, which it may remind (`Waiting.holder`).
    """

    for_person: Callable[[Any], list[Waiting]]
    for_office: Callable[[Any], list[Waiting]]


@dataclass(frozen=True)
class DashboardRow:
    """A row of a part of the dashboard, as `components/dashboard_row.html` draws it; plain values and safe texts only.

    `at` is the moment from which this reader could have read it: what is later than their last visit is marked as new.
    """

    title: str
    url: str
    at: datetime | None = None
    block: Any = None
    facts: str = ""
    note: str = ""
    state: str = ""
    state_shape: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class DashboardPanel:
    """A part of the dashboard of the space.

    `template` draws one row (from the context: `row`, `is_new`), `rows(user)` gives what this person may read, each row
    with its `at`. Where there is none, `empty` says what would be there (nothing said: the part is left out).
    `url_name` and `link` lead to all of them. Who lacks `permission` does not see the part. `is_news`: only what came
    since the reader's last visit is shown; then it is `rows(user, since)`, and `since` is None at the first visit.
    `position` orders the parts; from `ASIDE` on they stand in the margin.
    """

    template: str
    heading: Any
    rows: Callable[..., list[Any]]
    empty: Any = ""
    detail: Any = ""
    url_name: str = ""
    link: Any = ""
    permission: str = ""
    is_news: bool = False
    position: int = 50

    ASIDE: ClassVar[int] = 100


@dataclass(frozen=True)
class Shortcut:
    """A way from the dashboard to something that people do often; who lacks `permission` does not see it."""

    label: Any
    url_name: str
    permission: str = ""
    position: int = 50


@dataclass(frozen=True)
class Handover:
    """What a room knows of a seat whose person is replaced: what is open there, what the seat did, and what moves.

    `open_things(partner_id, leaver)` are things of the seat that go on, the most pressing first and no more than
    `MOST_OPEN`, by which one sees that there are others; `leaver` is None where nobody leaves.
    `move(leaver, successor, partner_id, by)` runs in the transaction of the hand-over; `successor` is None where the
    seat stays vacant. `counts(partner_id)` gives pairs of a number and the words for it. `network` is the code of the
    network whose seats the room belongs to, empty for all.
    """

    open_things: Callable[[int, Any], list[Waiting]]
    move: Callable[[Any, Any, int, Any], None]
    counts: Callable[[int], list[tuple[int, str]]] = lambda partner_id: []
    network: str = ""

    MOST_OPEN: ClassVar[int] = 13


@dataclass(frozen=True)
class Panel:
    """Rows that a room shows on another object's page: a template and `rows(obj, user)`, empty where there are none.

    Of several on a page the one with the lowest `place` comes first: what was done before what is kept of it.
    """

    template: str
    about: str
    rows: Callable[[Any, Any], list[Any]]
    place: int = 0


class Panels(Registry[Panel]):
    """Panels in the order in which pages show them, whichever room was there first."""

    def __iter__(self) -> Iterator[Panel]:
        return iter(sorted(super().__iter__(), key=lambda panel: panel.place))


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


@dataclass(frozen=True)
class Deadline:
    """Something that people were asked for `since` a moment and until another, `due`.

    `remind(stage)` queues the reminder of the stage ("before", "after") for whoever has still to do it, in the
    transaction of the caller, and returns how many people are newly told; the room's message is told once a stage.
    """

    since: datetime
    due: datetime
    remind: Callable[[str], int]


@dataclass(frozen=True)
class PersonalPage:
    """A tab of one's own settings: its words, in the reader's language, and the name of its address.

    Its page extends `layouts/settings.html`; anybody who is signed in may open it, also without a mandate.
    """

    label: Any
    url_name: str


@dataclass(frozen=True)
class KeptFiles:
    """Where a room notes the keys of its files: the storage's alias, the model ("lab.Attachment") and the field."""

    storage: str
    model: str
    field: str


roles: Registry[Callable[[Any], Iterable[Role]]] = Registry()
# What every page of the space asks of its reader, as annotations of the one query that finds them: `facts(now, today)`
# gives names, which the rooms look for on the person, and expressions, in which `now` and `today` stand as they are,
# since the question is put in words once. Who was found otherwise carries none of them.
reader_facts: Registry[Callable[[datetime, date], Mapping[str, Any]]] = Registry()
desk: Registry[Desk] = Registry()
# What is still to be done until a date, at a moment: only what is near or late enough to be reminded of matters.
deadlines: Registry[Callable[[datetime], Iterable[Deadline]]] = Registry()
handovers: Registry[Handover] = Registry()
dashboard: Registry[DashboardPanel] = Registry()
shortcuts: Registry[Shortcut] = Registry()
panels = Panels()
kept_files: Registry[KeptFiles] = Registry()
serves: Registry[Serving] = Registry()
# Where a concluded proposal leads on: `exit(proposal, user)` gives the words of a button and its address, or None.
proposal_exits: Registry[Callable[[Any, Any], tuple[Any, str] | None]] = Registry()
figures: Registry[Callable[[], Iterable[Any]]] = Registry()
furniture: Registry[Callable[[], Mapping[str, Any]]] = Registry()
personal_pages: Registry[PersonalPage] = Registry()
# What a room knows of a person, as plain values, for the file that they may ask for; by the room's name.
personal_data: Registry[Callable[[Any], Mapping[str, Any]]] = Registry()
