"""The one door through which the state of a thing changes: transaction, lock, permission, step, effect, timeline.

A room writes its table of steps as a `Workflow` and its effects as functions marked `@taking(step)`.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

# Characters of the reason or word that goes with a step.
LONGEST_NOTE = 4_000


class StepNotOpen(Exception):
    """The thing is no longer in a state from which the step leads: somebody was faster (409)."""

    def __init__(self, step: "Step", row: models.Model) -> None:
        super().__init__(f"{step.name} is not open from {row.state}")
        self.step, self.row = step, row


class Audience(models.TextChoices):
    """Who may read a line of a timeline."""

    PARTIES = "parties", _("the seats concerned and the secretariat")
    ASKED = "asked", _("the seats asked, the chair and the secretariat")
    SEATS = "seats", _("all focal points")
    OFFICE = "office", _("the secretariat")
    PUBLIC = "public", _("everybody")


class Channel(models.TextChoices):
    """By which way a word reached the portal."""

    WEB = "web", _("on the portal")
    EMAIL = "email", _("by e-mail")
    TELEPHONE = "telephone", _("by telephone")
    LETTER = "letter", _("by letter")
    ROOM = "room", _("in the room")


class Step:
    """A line of a workflow's table: from which states, to which, what the button says, what readers are told.

    `label` is the button, `told` the sentence of the timeline, `audience` who reads it; `needs_note` asks for reasons;
    `is_by_clock`: the program takes it too, for nobody, once its hour has come.
    Not callable, because Django's templates call what can be called.
    """

    def __init__(
        self,
        *sources: str,
        to: str,
        label: str,
        told: str,
        audience: str = Audience.PARTIES,
        needs_note: bool = False,
        is_primary: bool = False,
        is_by_clock: bool = False,
    ) -> None:
        self.sources = frozenset(sources)
        self.to, self.label, self.told = to, label, told
        self.audience, self.needs_note, self.is_primary = audience, needs_note, is_primary
        self.is_by_clock = is_by_clock

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.flow = name.rstrip("_"), owner

    def __repr__(self) -> str:
        return f"<Step {self.name}>"

    @property
    def readers(self) -> str:
        """Who reads the note, in words."""
        return str(Audience(self.audience).label)

    def is_open(self, row: models.Model) -> bool:
        """Whether the step leads away from the state in which the row is."""
        return row.state in self.sources


class Workflow:
    """A table of steps; subclasses name them as class attributes, `initial` and `model_name` say what it belongs to."""

    initial: str
    app_label: str
    model_name: str
    states: type[models.TextChoices]
    path: tuple[str, ...] = ()

    @classmethod
    def steps(cls) -> list[Step]:
        """All steps in the order of the table."""
        return [value for value in vars(cls).values() if isinstance(value, Step)]

    @classmethod
    def permission(cls, step: Step) -> str:
        """The name under which `rules.py` says who may take the step."""
        return f"{cls.app_label}.{step.name}_{cls.model_name}"

    @classmethod
    def steps_for(cls, row: models.Model, user: Any) -> list[Step]:
        """The steps that are open and that this person may take: the buttons."""
        return [step for step in cls.steps() if step.is_open(row) and user.has_perm(cls.permission(step), row)]

    @classmethod
    def step(cls, name: str) -> Step | None:
        """The step of that name, or None."""
        return next((step for step in cls.steps() if step.name == name), None)

    @classmethod
    def mermaid(cls) -> str:
        """The table as a state diagram in Mermaid's language, for the README."""
        lines = ["stateDiagram-v2", f"    [*] --> {cls.initial}"]
        for step in cls.steps():
            lines += [f"    {source} --> {step.to}: {step.name}" for source in sorted(step.sources)]
        ends = [state for state in cls.states.values if not any(state in step.sources for step in cls.steps())]
        return "\n".join([*lines, *(f"    {state} --> [*]" for state in ends)])


def taking(step: Step) -> Callable:
    """Mark a service as the effect of `step`: `service(row, *, by, note="", channel=…, **more)` returns the fresh row.

    Order: a transaction, the locked row, the permission (`PermissionDenied`), the state (`StepNotOpen`), the new state,
    the body, the save, the line of the timeline. Nothing is written when any of them refuses. `by` is None where the
    clock takes a step that is its own too.
    """

    def decorate(body: Callable) -> Callable:
        @wraps(body)
        def take(row: models.Model, *, by: Any, note: str = "", channel: str = Channel.WEB, **details: Any):
            with transaction.atomic():
                fresh = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
                if not (step.is_by_clock if by is None else by.has_perm(step.flow.permission(step), fresh)):
                    raise PermissionDenied
                if not step.is_open(fresh):
                    raise StepNotOpen(step, fresh)
                before, fresh.state = fresh.state, step.to
                body(fresh, by=by, note=note, **details)
                fresh.save()
                fresh.write_line(
                    step=step.name,
                    actor=by,
                    partner_id=fresh.seat_of(by),
                    channel=channel,
                    from_state=before,
                    to_state=step.to,
                    note=note,
                    audience=step.audience,
                )
                return fresh

        take.step = step
        return take

    return decorate


class StepBar:
    """Where a thing stands on the usual path of its workflow: `stops` are (words, "done" | "now" | "ahead")."""

    def __init__(self, flow: type[Workflow], state: str, labels: dict[str, str] | None = None) -> None:
        names = labels or dict(flow.states.choices)
        path: Iterable[str] = flow.path if state in flow.path else (*flow.path[: self._last_known(flow, state)], state)
        path = tuple(path)
        here = path.index(state)
        self.stops = [(names[stop], self._mark(index, here)) for index, stop in enumerate(path)]

    @staticmethod
    def _mark(index: int, here: int) -> str:
        return "done" if index < here else "now" if index == here else "ahead"

    @staticmethod
    def _last_known(flow: type[Workflow], state: str) -> int:
        """How many stops surely lie behind a state that is not on the path: those up to its steps' first source."""
        positions = [
            flow.path.index(source)
            for step in flow.steps()
            if step.to == state
            for source in step.sources
            if source in flow.path
        ]
        return min(positions, default=0) + 1
