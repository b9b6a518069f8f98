"""Keeping the files of documents: one that is replaced or taken off stays in the storage, as a former version."""

from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.common.files import store_privately

from ..models import Document, DocumentFile, DocumentVersion


class Access(NamedTuple):
    """Who read a document at some moment: its level, its named partners (None: all of the level), its network."""

    level: str
    named: list[int] | None
    network_id: int | None


def access_of(document: Document) -> Access:
    """Who reads the document as it stands in the database; to be asked before a change is written."""
    kept = Document.objects.get(pk=document.pk)
    named = sorted(kept.named_partners.values_list("pk", flat=True)) if kept.for_named_only else None
    return Access(kept.level, named, kept.network_id)


@transaction.atomic
def keep_file(
    kept: DocumentFile, upload: UploadedFile, *, by: Any = None, note: str = "", access: Access | None = None
) -> None:
    """Store a checked file in the place of the one before, which becomes a former version; the row is not saved here.

    The light version belonged to the file before, so it goes. `note` says what changed, in the file's language.
    `access` is who read the document until now, where that was changed in the same breath; else what it is now.
    """
    _put_aside(kept, access)
    stored = store_privately(upload)
    kept.key, kept.display_name = stored.key, stored.display_name
    kept.content_type, kept.size = stored.content_type, stored.size
    kept.number = _next_number(kept)
    kept.added_at, kept.added_by, kept.change_note = timezone.now(), by, note
    _without_light(kept)


def keep_light(kept: DocumentFile, upload: UploadedFile) -> None:
    """Store a smaller file of the same text beside the file; the row is not saved here."""
    stored = store_privately(upload)
    kept.light_key, kept.light_name, kept.light_size = stored.key, stored.display_name, stored.size


@transaction.atomic
def take_off_file(kept: DocumentFile, *, access: Access | None = None) -> None:
    """Let the row lead to its official address alone; the row is not saved here.

    The versions before are taken off too: nobody is given them any more, but the office.
    """
    _put_aside(kept, access)
    _versions(kept).filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    kept.key = kept.display_name = kept.content_type = kept.change_note = ""
    kept.size = kept.added_by = None
    _without_light(kept)


def _without_light(kept: DocumentFile) -> None:
    kept.light_key, kept.light_name, kept.light_size = "", "", None


def _versions(kept: DocumentFile) -> Any:
    return DocumentVersion.objects.filter(document=kept.document_id, language=kept.language)


def _next_number(kept: DocumentFile) -> int:
    return (_versions(kept).aggregate(last=Max("number"))["last"] or 0) + 1


def _put_aside(kept: DocumentFile, access: Access | None) -> None:
    """Keep what the row leads to now, as it stands in the database: somebody else may have replaced it meanwhile."""
    before = DocumentFile.objects.select_for_update(of=("self",)).filter(pk=kept.pk).exclude(key="").first()
    if before is None:
        return
    until_now = access or access_of(before.document)
    DocumentVersion.objects.create(
        document=before.document,
        language=before.language,
        number=_next_number(before),
        level=until_now.level,
        named=until_now.named,
        network_id=until_now.network_id,
        key=before.key,
        display_name=before.display_name,
        content_type=before.content_type,
        size=before.size,
        added_at=before.added_at,
        added_by=before.added_by,
        change_note=before.change_note,
    )
