"""Papers that the portal makes itself: published with their files, which are kept like uploaded ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from apps.common import translations

from ..models import Document, DocumentFile
from .keeping import keep_file


@dataclass(frozen=True)
class MadeFile:
    """A file in one language under its name, with what stands in it."""

    language: str
    name: str
    content: bytes


def put_into_library(document: Document, files: Iterable[MadeFile], *, by: Any) -> Document:
    """Save a new document, published from now on, with a file a language; the caller has asked who may.

    The files pass every check of uploads; where one is refused, or anything else fails, nothing is kept.
    """
    document.publication, document.published_at = Document.Publication.PUBLISHED, timezone.now()
    document._history_user = by
    stored: list[str] = []
    try:
        with transaction.atomic():
            document.save()
            for made in files:
                kept = DocumentFile(document=document, language=made.language)
                keep_file(kept, SimpleUploadedFile(made.name, made.content, "application/pdf"), by=by)
                stored.append(kept.key)
                kept._history_user = by
                kept.save()
            translations.note(document)
    except BaseException:
        for key in stored:
            storages["private"].delete(key)
        raise
    return document
