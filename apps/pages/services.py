"""Notes when people were here."""

import datetime

from django.db import transaction
from django.db.models import F

from .models import Visit
from .queries import visit_ends_after


@transaction.atomic
def note_visit(person_id: int, at: datetime.datetime) -> None:
    """Note that the person was seen at that moment; after a long silence a new visit begins.

    What arrives late or twice changes nothing: only a later moment is written.
    """
    visits = Visit.objects.filter(person=person_id)
    if visits.filter(seen_at__lt=at - visit_ends_after()).update(previous_at=F("seen_at"), begun_at=at, seen_at=at):
        return
    if not visits.filter(seen_at__lt=at).update(seen_at=at):
        Visit.objects.bulk_create([Visit(person_id=person_id, begun_at=at, seen_at=at)], ignore_conflicts=True)
