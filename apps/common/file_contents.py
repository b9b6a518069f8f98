"""Whether a file is what its name says, and holds nothing that acts by itself; looked at before it is unpacked."""

import codecs
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO
from xml.etree import ElementTree

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HEAD = 8192
MOST_PIXELS = 40_000_000
MOST_PARTS = 2000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 100
SMALL_PART = 1024 * 1024
MOST_READ = 20 * 1024 * 1024
ENCRYPTED = 0x1
ANIMATED = 0x2

OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "odt": f"{ODF}.text",
    "ods": f"{ODF}.spreadsheet",
    "odp": f"{ODF}.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
# What may hold macros, and what to save it as.
OLD_OFFICE = {
    **dict.fromkeys(("doc", "docm", "dot", "dotm", "rtf"), "docx"),
    **dict.fromkeys(("xls", "xlsm", "xlsb", "xlt", "xltm"), "xlsx"),
    **dict.fromkeys(("ppt", "pptm", "pps", "ppsm", "ppsx", "pot", "potm"), "pptx"),
}
# Pictures of the site's own frame, which browsers show.
PICTURE_TYPES = {"png": "image/png", "webp": "image/webp"}
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
ACTIVE_PARTS = re.compile(r"vbaproject|vbadata|activex|oleobject|^basic/|^scripts/|macrosheets/", re.IGNORECASE)
ACTING_LINKS = ("attachedTemplate", "oleObject", "frame", "subDocument", "control")
EMBEDDED = re.compile(r"(^|/)embeddings/[^/]+$", re.IGNORECASE)
ODF_ENCRYPTED = re.compile(rb"<(\w+:)?encryption-data\b")
ODF_ACTING = re.compile(rb"<(\w+:)?event-listener\b|<(\w+:)?dde-source\b")
DYNAMIC_EXCHANGE = re.compile(rb"""(<w:instrText[^>]*>|w:instr=["'])[^<"']*\bDDE|<(\w+:)?ddeLink\b""", re.IGNORECASE)
MARKUP = re.compile(r"\s*<(!doctype|html|svg|script|\?xml|body|iframe)", re.IGNORECASE)
# What the standard library's readers of archives and XML raise on spoilt ones.
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    ElementTree.ParseError,
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
TEXT_MARKS = "\t\n\r\f"
FRAMES_OF_JPEG = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def _refuse(message: str, code: str) -> ValidationError:
    return ValidationError(message, code=code)


def _other_kind() -> ValidationError:
    return _refuse(
        _("The content of this file is not what its name says. Please export it again from the program that made it."),
        "content",
    )


def _active() -> ValidationError:
    return _refuse(
        _("This file holds macros, embedded objects or links that act by themselves. Please save it without them."),
        "active",
    )


def _protected() -> ValidationError:
    return _refuse(_("This file is protected by a password. Please save it without one."), "encrypted")


def _too_large_inside() -> ValidationError:
    return _refuse(_("This file unpacks to far more than it should. Please save it again in a smaller form."), "bomb")


def check_content(file: BinaryIO, extension: str) -> None:
    """Raise ValidationError unless the file is of the kind that the extension says; leaves it at its beginning."""
    try:
        file.seek(0)
        CHECKS[extension](file, extension)
    finally:
        file.seek(0)


def _sniffed(head: bytes) -> set[str]:
    """Every extension that the first bytes may stand for, without dots."""
    try:
        return {match.extension.lstrip(".") for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _check_pdf(file: BinaryIO, extension: str) -> None:
    head = file.read(HEAD)
    if not head.startswith(b"%PDF-") or "pdf" not in _sniffed(head):
        raise _other_kind()


def _check_png(file: BinaryIO, extension: str) -> None:
    head = file.read(HEAD)
    if "png" not in _sniffed(head) or head[12:16] != b"IHDR" or len(head) < 24:
        raise _other_kind()
    _check_pixels(*struct.unpack(">II", head[16:24]))


def _check_jpeg(file: BinaryIO, extension: str) -> None:
    if not {"jpg", "jpeg", "jfif"} & _sniffed(file.read(HEAD)):
        raise _other_kind()
    file.seek(0)
    _check_pixels(*_size_of_jpeg(file))


def _size_of_jpeg(file: BinaryIO) -> tuple[int, int]:
    """Width and height from the first frame header."""
    if file.read(2) != b"\xff\xd8":
        raise _other_kind()
    while (mark := file.read(2)) and len(mark) == 2 and mark[0] == 0xFF:
        while mark[1] == 0xFF and (following := file.read(1)):
            mark = bytes((0xFF, following[0]))
        segment = file.read(2)
        if len(segment) < 2 or (length := struct.unpack(">H", segment)[0]) < 2:
            break
        if mark[1] in FRAMES_OF_JPEG:
            frame = file.read(5)
            if len(frame) == 5:
                return struct.unpack(">xHH", frame)[::-1]
            break
        file.seek(length - 2, 1)
    raise _other_kind()


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise _other_kind()
    if width * height > MOST_PIXELS:
        raise _refuse(_("This picture is too large. Please send one of at most 40 million pixels."), "pixels")


def _check_webp(file: BinaryIO, extension: str) -> None:
    """A still picture: the size stands at a place of its own in each of the three forms of the format."""
    head = file.read(30)
    if len(head) < 30 or head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        raise _other_kind()
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", head[26:30]))
    elif head[12:16] == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif head[12:16] == b"VP8X" and not head[20] & ANIMATED:
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    else:
        raise _other_kind()
    _check_pixels(width, height)


def _check_text(file: BinaryIO, extension: str) -> None:
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise _refuse(
            _("This text is not in UTF-8. Please save it with that encoding and send it again."), "encoding"
        ) from wrong
    if MARKUP.match(text) or any(unicodedata.category(letter) == "Cc" for letter in set(text) - set(TEXT_MARKS)):
        raise _other_kind()


def _check_archive(file: BinaryIO, extension: str) -> None:
    """An Office or OpenDocument file: its list of parts first, then the few parts that could act."""
    if not {"zip", extension} & _sniffed(file.read(HEAD)):
        raise _other_kind()
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive)
            (_check_office if extension in MAIN_PART else _check_odf)(archive, extension)
    except BROKEN as broken:
        raise _other_kind() from broken


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Number, sizes and names of the parts, by the list alone."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1) + SMALL_PART:
        raise _too_large_inside()
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise _too_large_inside()
        if part.flag_bits & ENCRYPTED:
            raise _protected()
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _other_kind()
        if part.filename.startswith("/") or ".." in part.filename.split("/"):
            raise _other_kind()
        if ACTIVE_PARTS.search(part.filename):
            raise _active()


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        content = part.read(MOST_READ + 1)
    if len(content) > MOST_READ:
        raise _too_large_inside()
    is_wide = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\0" in content[:4]
    if is_wide and name.endswith((".xml", ".rels")):  # programs write UTF-8; in another encoding words pass unseen
        raise _other_kind()
    return content


def _check_office(archive: zipfile.ZipFile, extension: str) -> None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names or MAIN_PART[extension] not in names:
        raise _other_kind()
    if b"macroEnabled" in _read(archive, "[Content_Types].xml"):
        raise _active()
    for name in names:
        if name.endswith(".rels"):
            _check_links(_read(archive, name))
    texts = [name for name in names if name.startswith(("word/", "xl/externalLinks/")) and name.endswith(".xml")]
    if any(DYNAMIC_EXCHANGE.search(_read(archive, name)) for name in texts):
        raise _active()
    _check_embedded(archive)


def _check_embedded(archive: zipfile.ZipFile) -> None:
    """The tables behind charts are Office files too, and held to the same; whatever else is embedded may act."""
    for name in filter(EMBEDDED.search, archive.namelist()):
        extension = name.rpartition(".")[2].lower()
        if extension not in MAIN_PART:
            raise _active()
        _check_archive(io.BytesIO(_read(archive, name)), extension)


def _check_links(content: bytes) -> None:
    """No link of a document to a template or an object outside of it; plain hyperlinks are fine."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _active()
    for link in ElementTree.fromstring(content):
        kind = link.get("Type", "").rsplit("/", 1)[-1]
        if link.get("TargetMode") == "External" and kind in ACTING_LINKS:
            raise _active()


def _check_odf(archive: zipfile.ZipFile, extension: str) -> None:
    names = archive.namelist()
    if "mimetype" not in names or "content.xml" not in names:
        raise _other_kind()
    if _read(archive, "mimetype").decode("ascii", "replace").strip() != CONTENT_TYPES[extension]:
        raise _other_kind()
    if "META-INF/manifest.xml" in names and ODF_ENCRYPTED.search(_read(archive, "META-INF/manifest.xml")):
        raise _protected()
    if ODF_ACTING.search(_read(archive, "content.xml")):
        raise _active()


CHECKS: dict[str, Callable[[BinaryIO, str], None]] = {
    "pdf": _check_pdf,
    "png": _check_png,
    "jpg": _check_jpeg,
    "jpeg": _check_jpeg,
    "webp": _check_webp,
    "csv": _check_text,
    "txt": _check_text,
    **{extension: _check_archive for extension in ("docx", "xlsx", "pptx", "odt", "ods", "odp")},
}
