"""What the dashboard of the space lays before a person, and the office's start page before the secretariat."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.memory import one_page
from apps.common.office_settings import office_setting
from apps.common.registry import DashboardPanel, Shortcut, Waiting, dashboard, desk, shortcuts
from apps.partners.queries import running_mandates

from ..models import Visit

FAR_AHEAD = datetime.datetime.max.replace(tzinfo=datetime.UTC)
VISIT_ENDS_AFTER = "pages.visit_ends_after"
# Under these names whoever reads carries the moments of their visits.
VISIT = {"visit_seen_at": "seen_at", "visit_previous_at": "previous_at"}
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
    """The dashboard of one person: what waits, what is there to read, and since when it counts as new; `office` is the
    way to the queue of the secretariat for those who are of it.
    """

    waiting: list[Waiting]
    office: Waiting | None
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
    """What waits for the seats of a person, the most urgent first."""
    return sorted((waiting for room in desk for waiting in room.for_person(user)), key=_urgency)


def _queue_of_the_office() -> Waiting:
    """The way to the office's queue, which is gathered there only: it asks every room."""
    return Waiting(
        title=gettext("The queue of the secretariat"),
        detail=gettext("What waits for us, for a partner and for the chair, the longest wait first"),
        action=gettext("Open the office"),
        url=reverse("admin:index"),
    )


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
    if all(hasattr(user, name) for name in VISIT):
        seen_at, previous_at = (getattr(user, name) for name in VISIT)
    else:
        found = Visit.objects.filter(person=user.pk).values_list("seen_at", "previous_at").first()
        seen_at, previous_at = found or (None, None)
    if seen_at is None:
        return None
    is_over = seen_at < (at or timezone.now()) - visit_ends_after()
    return seen_at if is_over else previous_at


def facts_of_reader(now: datetime.datetime, today: datetime.date) -> dict[str, Subquery]:
    """When whoever reads was seen last, and last on the visit before."""
    visit = Visit.objects.filter(person=OuterRef("pk"))
    return {name: Subquery(visit.values(column)) for name, column in VISIT.items()}


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
            office=_queue_of_the_office() if user.has_perm("accounts.enter_office") else None,
            panels=_panels(user, since),
            shortcuts=[shortcut for shortcut in shown if _may(user, shortcut.permission)],
            last_visit=since,
            seats=_seats_of(user),
        )


def _seats_of(user: Any) -> list[str]:
    """The names of the partners for which the person acts, in whichever network."""
    partners = (mandate.partner for mandate in running_mandates(user))
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
