"""Keeping the files of documents. A file that is replaced or taken off stays in the storage, and in the history."""

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from apps.common.files import store_privately

from .models import DocumentFile


def keep_file(kept: DocumentFile, upload: UploadedFile) -> None:
    """Store a checked file in the place of the one before; the row is not saved here."""
    stored = store_privately(upload)
    kept.key, kept.display_name = stored.key, stored.display_name
    kept.content_type, kept.size = stored.content_type, stored.size
    kept.added_at = timezone.now()


def take_off_file(kept: DocumentFile) -> None:
    """Let the row lead to its official address alone; the row is not saved here."""
    kept.key = kept.display_name = kept.content_type = ""
    kept.size = None
