"""Giving files to a reader whom a view has let in, and writing down who read what is protected."""

from typing import Any

from django.http import HttpResponseBase

from apps.common.files import serve_private

from ..marks import marked_name
from ..models import Document, DocumentFile, DocumentRead, DocumentVersion

Way = DocumentRead.Way


def note_read(document: Document, *, by: Any, way: str, language: str = "", number: int | None = None) -> None:
    """Write down that this person read the document, where its reads are logged; else nothing."""
    if document.is_logged:
        DocumentRead.objects.create(
            document=document, user=by, way=way, language=language, number=number, level=document.level
        )


def give_file(document: Document, kept: DocumentFile, *, to: Any = None, is_light: bool = False) -> HttpResponseBase:
    """The file, or its light version, under its marked name; the read is noted before anything leaves.

    Nobody need be named for what is public.
    """
    key, name = (kept.light_key, kept.light_name) if is_light else (kept.key, kept.display_name)
    response = serve_private(key, marked_name(name, document, kept.language))
    note_read(document, by=to, way=Way.LIGHT if is_light else Way.FILE, language=kept.language, number=kept.number)
    response.headers["Content-Language"] = kept.language
    return response


def give_version(version: DocumentVersion, *, to: Any = None) -> HttpResponseBase:
    """A former version under its marked name; the read is noted before anything leaves."""
    document = version.document
    response = serve_private(version.key, marked_name(version.display_name, document, version.language))
    note_read(document, by=to, way=Way.VERSION, language=version.language, number=version.number)
    response.headers["Content-Language"] = version.language
    return response
