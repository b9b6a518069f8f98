"""What the office decides about activities beyond editing them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import GcmRow


@transaction.atomic
def confirm_gcm_row(row: GcmRow, *, by: Any) -> bool:
    """Let visitors see a row that is not of the published table; whether that was still to be done."""
    locked = GcmRow.objects.select_for_update().get(pk=row.pk)
    if locked.basis == GcmRow.Basis.PUBLISHED or locked.confirmed_at is not None:
        return False
    locked.confirmed_at = timezone.now()
    locked._history_user = by
    locked.save()
    return True
