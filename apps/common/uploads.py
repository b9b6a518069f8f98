"""Files that arrive: what is too large is not kept, and a large one may come in pieces that survive a lost line.

The pieces lie in the private storage, one object each, so that any storage will do, and are sealed to who sent them.
"""

import datetime
import io
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Upload

KEEP = datetime.timedelta(days=1)
MOST_AT_ONCE = 20
PIECE = 1024 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Stands before Django's: of a file beyond the limit nothing more is kept, so that its form can say so."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand on what is within the limit; the rest is read and forgotten."""
        self._received += len(raw_data)
        return raw_data if self._received <= settings.UPLOAD_LIMIT else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """In the place of a file beyond the limit, one without content that tells how large it was."""
        if self._received <= settings.UPLOAD_LIMIT:
            return None
        return UploadedFile(
            io.BytesIO(), self.file_name, self.content_type, self._received, self.charset, self.content_type_extra
        )


class WrongOffset(Exception):
    """A piece that does not go on where the file stands; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


def begin(name: str, size: int, *, by: Any) -> Upload:
    """Make ready for a file of that size; its name and size were checked. `ValidationError` while too many are open."""
    running = Upload.objects.filter(user=by, begun_at__gt=timezone.now() - KEEP)
    if running.count() >= MOST_AT_ONCE:
        raise ValidationError(_("You have sent very many files today. Please save the form, or come back tomorrow."))
    return Upload.objects.create(reference=secrets.token_hex(16), user=by, name=name[-255:], size=size)


def of(user: Any, reference: str) -> Upload | None:
    """The person's own upload, not older than a day."""
    fresh = Upload.objects.filter(begun_at__gt=timezone.now() - KEEP)
    return fresh.filter(user=user, reference=reference).first()


@transaction.atomic
def receive(upload: Upload, offset: int, content: bytes) -> int:
    """Keep a piece; returns how far the file has come. `WrongOffset` for one that does not go on where it stands."""
    fresh = Upload.objects.select_for_update().get(pk=upload.pk)
    if offset != fresh.received or not content or offset + len(content) > fresh.size:
        raise WrongOffset(fresh.received)
    key = _key(fresh, offset)
    # What a broken attempt may have left there would make the storage choose another name.
    storages["private"].delete(key)
    storages["private"].save(key, io.BytesIO(content))
    fresh.received += len(content)
    fresh.save(update_fields=["received"])
    return fresh.received


def assembled(upload: Upload) -> UploadedFile:
    """The whole file, put together on disk; `ValidationError`, in words for the field, while it is not all here."""
    if upload.received != upload.size:
        raise ValidationError(_("This file has not arrived as a whole. Please choose it again."), code="incomplete")
    file = TemporaryUploadedFile(upload.name, "application/octet-stream", upload.size, None)
    place = 0
    while place < upload.size:
        with storages["private"].open(_key(upload, place), "rb") as piece:
            place += file.write(piece.read())
    file.seek(0)
    return file


def tidy() -> int:
    """Throw away the pieces of uploads that are older than a day; returns of how many uploads."""
    old = list(Upload.objects.filter(begun_at__lte=timezone.now() - KEEP))
    for upload in old:
        place, storage = 0, storages["private"]
        while place < upload.received and storage.exists(key := _key(upload, place)):
            size = storage.size(key)
            storage.delete(key)
            place += size or 1
        upload.delete()
    return len(old)


def _key(upload: Upload, offset: int) -> str:
    return f"uploads/{upload.reference}/{offset:012}"
