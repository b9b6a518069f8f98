"""What the dashboard of the space lays before a person, and the office's start page before the secretariat."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from apps.common.memory import one_page
from apps.common.office_settings import office_setting
from apps.common.registry import DashboardPanel, Shortcut, Waiting, dashboard, desk, shortcuts
from apps.partners.queries import mandates_of

from ..models import Visit

FAR_AHEAD = datetime.datetime.max.replace(tzinfo=datetime.UTC)
VISIT_ENDS_AFTER = "pages.visit_ends_after"
HOLDERS = ("us", "partner", "chair")


@dataclass(frozen=True)
class ShownRow:
    """A row of a part of the dashboard, and whether it came since the reader's last visit."""

    row: Any
    is_new: bool


@dataclass(frozen=True)
class ShownPanel:
    """A part of the dashboard as one person sees it now; `url` leads to all of it, empty where that is no page."""

    name: str
    panel: DashboardPanel
    rows: tuple[ShownRow, ...]
    url: str

    @property
    def has_news(self) -> bool:
        """Whether something in it came since the last visit."""
        return any(shown.is_new for shown in self.rows)

    @property
    def marks_news(self) -> bool:
        """Whether what is new in it has to be marked: not where nothing else stands."""
        return not self.panel.is_news

    @property
    def is_aside(self) -> bool:
        """Whether it stands in the margin."""
        return self.panel.position >= DashboardPanel.ASIDE


@dataclass(frozen=True)
class Dashboard:
    """The dashboard of one person: what waits, what is there to read, and since when it counts as new."""

    waiting: list[Waiting]
    panels: list[ShownPanel]
    shortcuts: list[Shortcut]
    last_visit: datetime.datetime | None
    seats: list[str]

    @property
    def overdue(self) -> int:
        """How much of what waits is late."""
        return sum(waiting.is_overdue for waiting in self.waiting)

    @property
    def main(self) -> list[ShownPanel]:
        """The parts of the middle; all of them where hardly any would stand there."""
        middle = [shown for shown in self.panels if not shown.is_aside]
        return middle if len(middle) > 1 else self.panels

    @property
    def aside(self) -> list[ShownPanel]:
        """The parts in the margin."""
        return [shown for shown in self.panels if shown not in self.main]

    @property
    def with_news(self) -> list[ShownPanel]:
        """The parts in which something is new."""
        return [shown for shown in self.panels if shown.has_news]


def _urgency(waiting: Waiting) -> tuple:
    return waiting.due or FAR_AHEAD, waiting.since or FAR_AHEAD


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for a person, the most urgent first: for their seats, and for the office where they are of it."""
    mine = [waiting for room in desk for waiting in room.for_person(user)]
    if user.has_perm("accounts.enter_office"):
        mine += [waiting for room in desk for waiting in room.for_office(user) if waiting.holder == "us"]
    return sorted(mine, key=_urgency)


def queue_for(user: Any) -> dict[str, list[Waiting]]:
    """What the office has in hand, by whom it waits for ("us", "partner", "chair"), the longest wait first."""
    queue: dict[str, list[Waiting]] = {holder: [] for holder in HOLDERS}
    for room in desk:
        for waiting in room.for_office(user):
            queue[waiting.holder].append(waiting)
    for rows in queue.values():
        rows.sort(key=lambda waiting: (waiting.since is None, waiting.since or waiting.due or FAR_AHEAD))
    return queue


def visit_ends_after() -> datetime.timedelta:
    """How long somebody is silent before a visit is over."""
    return datetime.timedelta(minutes=office_setting(VISIT_ENDS_AFTER))


def last_visit(user: Any, at: datetime.datetime | None = None) -> datetime.datetime | None:
    """When the visit before the one of the moment `at` (default: now) ended; None at the first."""
    visit = Visit.objects.filter(person=user.pk).first()
    if visit is None:
        return None
    is_over = visit.seen_at < (at or timezone.now()) - visit_ends_after()
    return visit.seen_at if is_over else visit.previous_at


def known_of(user: Any) -> dict[str, Any]:
    """What this room knows of a person, in plain values: their last two visits."""
    found = Visit.objects.filter(person=user.pk).values("begun_at", "seen_at", "previous_at").first() or {}
    return {"visits": {name: moment.isoformat() if moment else None for name, moment in found.items()}}


def dashboard_for(user: Any) -> Dashboard:
    """Everything that the dashboard shows to this person."""
    since = last_visit(user)
    shown = sorted(shortcuts, key=lambda shortcut: shortcut.position)
    with one_page():
        return Dashboard(
            waiting=waiting_for(user),
            panels=_panels(user, since),
            shortcuts=[shortcut for shortcut in shown if _may(user, shortcut.permission)],
            last_visit=since,
            seats=_seats_of(user),
        )


def _seats_of(user: Any) -> list[str]:
    """The names of the partners for which the person acts, in whichever network."""
    partners = (mandate.partner for mandate in mandates_of(user))
    return list(dict.fromkeys(str(partner) for partner in partners if partner.standing != partner.Standing.FORMER))


def _may(user: Any, permission: str) -> bool:
    return not permission or user.has_perm(permission)


def _panels(user: Any, since: datetime.datetime | None) -> list[ShownPanel]:
    """The parts that this person sees, in their order; one that has nothing to show nor to say is left out."""
    found = []
    for name, panel in sorted(dashboard.items(), key=lambda entry: entry[1].position):
        if not _may(user, panel.permission):
            continue
        listed = panel.rows(user, since) if panel.is_news else panel.rows(user)
        rows = [ShownRow(row, is_new=_is_new(row, since)) for row in listed]
        if rows or panel.empty:
            url = reverse(panel.url_name) if panel.url_name else ""
            found.append(ShownPanel(name.replace(" ", "-"), panel, tuple(rows), url))
    return found


def _is_new(row: Any, since: datetime.datetime | None) -> bool:
    return since is not None and row.at is not None and row.at > since
