"""Many files as one ZIP file, written while it is sent: never more than a piece of one file is in memory."""

import datetime
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.core.files.storage import storages
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from .files import display_name, extension_of
from .handing import DOWNLOAD_HEADERS

PIECE = 64 * 1024
LONGEST_ENTRY = 120
PACKED_ALREADY = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "jpeg")


@dataclass(frozen=True)
class Entry:
    """A file of the archive: its name there, its moment, and its bytes piece by piece once it is its turn."""

    name: str
    at: datetime.datetime
    pieces: Callable[[], Iterable[bytes]]


class _Outlet(io.RawIOBase):
    """What the archive is written to: it cannot go back, and is emptied by whoever sends it on."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        self._waiting.append(bytes(content))
        return len(content)

    def taken(self) -> bytes:
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting)


def entry_name(number: int, name: str) -> str:
    """A name in the archive that leads nowhere else, is harmless on every system, and belongs to one file only."""
    safe = display_name(name)
    stem, _dot, extension = safe.rpartition(".")
    room = LONGEST_ENTRY - len(extension) - 4
    return f"{number:02} {unicodedata.normalize('NFC', stem)[:room].rstrip('. ')}.{extension}"


def stored(key: str) -> Callable[[], Iterator[bytes]]:
    """The bytes of a private file, piece by piece."""

    def pieces() -> Iterator[bytes]:
        with storages["private"].open(key, "rb") as file:
            while piece := file.read(PIECE):
                yield piece

    return pieces


def text(words: str) -> Callable[[], Iterator[bytes]]:
    """A text as the bytes of a file."""
    return lambda: iter([words.encode("utf-8")])


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of the archive, piece by piece, in the order of the entries."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", allowZip64=True) as archive:
        for entry in entries:
            there = zipfile.ZipInfo(entry.name, timezone.localtime(entry.at).timetuple()[:6])
            is_packed = extension_of(entry.name) in PACKED_ALREADY
            there.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            there.external_attr = 0o644 << 16
            with archive.open(there, "w", force_zip64=False) as file:
                for piece in entry.pieces():
                    file.write(piece)
                    yield outlet.taken()
            yield outlet.taken()
    yield outlet.taken()


def archive_response(entries: Iterable[Entry], name: str) -> StreamingHttpResponse:
    """The archive as a private download called `name`."""
    headers = {**DOWNLOAD_HEADERS, "Content-Disposition": content_disposition_header(True, display_name(name))}
    return StreamingHttpResponse(zipped(entries), content_type="application/zip", headers=headers)
