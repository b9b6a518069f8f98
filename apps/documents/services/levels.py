"""Giving documents their other level once the moment has come until which the one before held."""

from datetime import datetime

from django.db import transaction

from ..models import Document


def change_levels(at: datetime | None = None) -> int:
    """Change the levels that are due; returns how many. Each change stands in the document's history.

    Until this has run a document whose level no longer holds is seen by the office only.
    """
    return sum(_change(pk, at) for pk in Document.objects.to_be_changed(at).values_list("pk", flat=True))


@transaction.atomic
def _change(pk: int, at: datetime | None) -> bool:
    due = Document.objects.to_be_changed(at).select_for_update(of=("self",))
    document = due.filter(pk=pk).first()
    if document is None:
        return False
    document.level, document.level_until, document.level_after = document.level_after, None, ""
    document.save()
    return True
