"""What the office sees of activities when the chair is handed over."""

from typing import Any

from apps.partners.models import Chairmanship

from ..models import Activity, Status

ROWS_AT_HANDOVER = 50


def open_at_handover(term: Chairmanship, user: Any) -> list[Activity]:
    """The activities that were announced for the time since a term began and are neither held nor called off."""
    announced = Activity.objects.visible_to(user).filter(status=Status.ANNOUNCED)
    known = announced.exclude(publication=Activity.Publication.WITHDRAWN)
    since = known.filter(starts_on__gte=term.starts_on) if term.starts_on else known
    return list(since.for_list().order_by("starts_on", "pk")[:ROWS_AT_HANDOVER])
