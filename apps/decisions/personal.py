"""What this room knows of a person, for the file that they may ask for.

Positions are the seat's: of one that they may no longer read the file names procedure, kind and moment only.
"""

from typing import Any

from .models import AskedSeat, Decision, Position, ProcedureLine, SilenceProcedure


def known_of(user: Any) -> dict[str, Any]:
    """What this person said or recorded, drafted, confirmed, was asked, and the steps that they took; the oldest
    first.
    """
    readable = dict(Position.objects.visible_to(user).filter(person=user).values_list("pk", "text"))
    said = Position.objects.filter(person=user).order_by("at", "pk")
    said = said.values("pk", "procedure__reference", "round", "kind", "channel", "at")
    drafted = SilenceProcedure.objects.filter(author=user).order_by("pk").values("reference", "created_at")
    confirmed = Decision.objects.filter(confirmed_by=user).order_by("confirmed_at", "pk")
    asked = AskedSeat.objects.filter(people=user).order_by("pk").values("procedure__reference", "round")
    steps = ProcedureLine.objects.filter(actor=user).order_by("at", "pk")
    return {
        "positions": [{**row, "text": readable.get(row.pop("pk"), "")} for row in said],
        "silence_procedures": list(drafted),
        "confirmed_decisions": list(confirmed.values("body", "year", "sequence", "confirmed_at")),
        "asked_in": list(asked),
        "steps": list(steps.values("procedure__reference", "step", "channel", "at")),
    }
