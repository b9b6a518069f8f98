"""What may be uploaded, what is refused and in which words, how files are named, kept and handed out."""

import contextlib
import io
import struct
import zipfile
import zlib

import hypothesis
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from apps.common import file_contents, files

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMPTY_LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def archive(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return content.getvalue()


def office(main: str, extra: dict[str, str | bytes] | None = None, types: str = "<Types/>") -> bytes:
    """The least that counts as an Office file."""
    return archive({"[Content_Types].xml": types, "_rels/.rels": EMPTY_LINKS, main: "<x/>", **(extra or {})})


def docx(extra: dict[str, str | bytes] | None = None, types: str = "<Types/>") -> bytes:
    return office("word/document.xml", extra, types)


def links(kind: str, target: str = "https://example.org/x", mode: str = "External") -> str:
    """A list of links with one link."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{RELS}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def odt(kind: str = "application/vnd.oasis.opendocument.text", extra: dict[str, str] | None = None) -> bytes:
    return archive({"mimetype": kind, "content.xml": "<x/>", **(extra or {})}, zipfile.ZIP_STORED)


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 6)) + chunk(b"IEND", b"")
    )


def jpeg(width: int = 2, height: int = 2) -> bytes:
    app = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + app + frame + b"\xff\xd9"


SPOILS = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=5)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GOOD = {
    "a.pdf": PDF,
    "a.docx": docx(),
    "a.xlsx": office("xl/workbook.xml"),
    "a.pptx": office("ppt/presentation.xml"),
    "a.odt": odt(),
    "a.ods": odt("application/vnd.oasis.opendocument.spreadsheet"),
    "a.odp": odt("application/vnd.oasis.opendocument.presentation"),
    "a.png": png(),
    "a.jpg": jpeg(),
    "a.JPEG": jpeg(),
    "a.csv": "\ufeffpays;ville\nGabon;Libreville\n".encode(),
    "a.txt": "Élan 👩‍👩‍👧 مرحبا\r\n\tline".encode(),
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("name", GOOD)
def test_good_files_are_accepted_and_left_at_their_beginning(name):
    file = upload(name, GOOD[name])

    assert files.check_upload(file) == files.CONTENT_TYPES[files.extension_of(name)]
    assert file.read() == GOOD[name]


def test_hyperlinks_in_a_document_are_fine():
    files.check_upload(upload("a.docx", docx({"word/_rels/document.xml.rels": links("hyperlink")})))


HOSTILE = {
    "page.html": (b"<html></html>", "kind"),
    "drawing.svg": (b"<svg/>", "kind"),
    "program.pdf.exe": (b"MZ", "kind"),
    "macros.docm": (docx({"word/vbaProject.bin": b"x"}), "kind"),
    "no-extension": (PDF, "kind"),
    ".pdf": (PDF, "kind"),
    "page.pdf": (b"<html><script>alert(1)</script></html>", "content"),
    "program.pdf": (b"MZ\x90\x00" + b"\0" * 200, "content"),
    "late.pdf": (b"<html>" + PDF, "content"),
    "picture.png": (jpeg(), "content"),
    "picture.jpg": (png(), "content"),
    "cut.jpg": (jpeg()[:22], "content"),
    "cut.png": (png()[:20], "content"),
    "nothing.png": (png(0, 5), "content"),
    "page.txt": (b"  <!DOCTYPE html><script>", "content"),
    "drawing.csv": (b"\xef\xbb\xbf<svg onload=alert(1)>", "content"),
    "binary.txt": (b"abc\x00def", "content"),
    "latin.csv": ("pays;été".encode("latin-1"), "encoding"),
    "plain.docx": (archive({"a.txt": "x"}), "content"),
    "sheet.docx": (office("xl/workbook.xml"), "content"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "content"),
    "cut.docx": (docx()[:-30], "content"),
    "squeezed.docx": (archive({"[Content_Types].xml": "<x/>", "word/document.xml": "x"}, zipfile.ZIP_LZMA), "content"),
    "renamed-macros.docx": (docx({"word/vbaProject.bin": b"x"}), "active"),
    "declared-macros.docx": (
        docx(types="<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"),
        "active",
    ),
    "template.docx": (docx({"word/_rels/settings.xml.rels": links("attachedTemplate")}), "active"),
    "object.docx": (docx({"word/_rels/document.xml.rels": links("oleObject")}), "active"),
    "embedded.docx": (docx({"word/embeddings/oleObject1.bin": b"x"}), "active"),
    "control.docx": (docx({"word/activeX/activeX1.xml": "<x/>"}), "active"),
    "entities.docx": (docx({"word/_rels/x.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "active"),
    "exchange.docx": (
        archive(
            {
                "[Content_Types].xml": "<Types/>",
                "word/document.xml": '<w:instrText xml:space="preserve"> DDEAUTO c:\\\\x </w:instrText>',
            }
        ),
        "active",
    ),
    "exchange-in-head.docx": (
        docx({"word/header1.xml": '<w:instrText xml:space="preserve"> DDEAUTO c:\\\\x </w:instrText>'}),
        "active",
    ),
    "wide-letters.docx": (docx({"word/footnotes.xml": "<x>DDEAUTO</x>".encode("utf-16")}), "content"),
    "exchange.xlsx": (
        office("xl/workbook.xml", {"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink/></externalLink>"}),
        "active",
    ),
    "broken-links.docx": (docx({"word/_rels/x.rels": "<a>"}), "content"),
    "escape.docx": (docx({"../../etc/passwd": "x"}), "content"),
    "absolute.docx": (docx({"/etc/passwd": "x"}), "content"),
    "macros.odt": (odt(extra={"Basic/Standard/Module1.xml": "<x/>"}), "active"),
    "scripts.odt": (odt(extra={"Scripts/python/x.py": "x"}), "active"),
    "sheet.odt": (odt("application/vnd.oasis.opendocument.spreadsheet"), "content"),
    "bare.odt": (archive({"content.xml": "<x/>"}), "content"),
    "bomb.docx": (docx({"word/media/x.bin": b"\0" * 5_000_000}), "bomb"),
    "crowd.docx": (docx({f"word/{number}": "" for number in range(2001)}), "bomb"),
    "huge.png": (png(50_000, 50_000), "pixels"),
    "huge.jpg": (jpeg(60_000, 60_000), "pixels"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name):
    content, code = HOSTILE[name]

    with pytest.raises(ValidationError) as refusal:
        files.check_upload(upload(name, content))

    assert refusal.value.code == code
    with override("fr"):
        french = " ".join(refusal.value.messages)
    assert french != " ".join(refusal.value.messages)


def test_file_protected_by_a_password_is_refused():
    content = bytearray(docx())
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(ValidationError) as refusal:
        files.check_upload(upload("a.docx", bytes(content)))

    assert refusal.value.code == "encrypted"


def test_size_declared_smaller_than_it_is_does_not_fool_the_reader():
    content = docx({"word/_rels/x.rels": EMPTY_LINKS + " " * 5000})
    content = content.replace(struct.pack("<I", len(EMPTY_LINKS) + 5000), struct.pack("<I", 10))

    with pytest.raises(ValidationError):
        files.check_upload(upload("a.docx", content))


def test_long_part_is_read_to_a_limit(monkeypatch):
    monkeypatch.setattr(file_contents, "MOST_READ", 100)

    with pytest.raises(ValidationError) as refusal:
        files.check_upload(upload("a.docx", docx({"word/_rels/x.rels": EMPTY_LINKS + " " * 200})))

    assert refusal.value.code == "bomb"


@given(name=st.sampled_from(["a.docx", "a.odt", "a.png", "a.jpg", "a.pdf", "a.txt"]), spoils=SPOILS)
@hypothesis.settings(max_examples=300, deadline=None, derandomize=True)
def test_spoilt_files_are_accepted_or_refused_and_never_a_fault(name, spoils):
    content = bytearray(GOOD[name])
    for place, letter in spoils:
        content[place % len(content)] = letter

    with contextlib.suppress(ValidationError):
        files.check_upload(upload(name, bytes(content)))


@given(content=st.binary(min_size=1, max_size=300), extension=st.sampled_from(sorted(files.CONTENT_TYPES)))
@hypothesis.settings(max_examples=300, deadline=None, derandomize=True)
def test_noise_is_never_a_fault(content, extension):
    with contextlib.suppress(ValidationError):
        files.check_upload(upload(f"a.{extension}", content))


@given(name=st.text(max_size=300))
@hypothesis.settings(max_examples=300, deadline=None, derandomize=True)
def test_any_name_is_cleaned_to_one_that_stays(name):
    shown = files.display_name(name)

    assert shown == files.display_name(shown)
    assert 0 < len(shown) <= 162
    assert not shown.startswith((".", " "))
    assert not any(letter in shown for letter in "/\\\x00\r\n\u202e")


def test_picture_with_fill_bytes_is_measured_too():
    assert files.check_upload(upload("a.jpg", jpeg().replace(b"\xff\xc0", b"\xff\xff\xff\xc0"))) == "image/jpeg"


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0\x00\x01", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", jpeg()[:24]])
def test_picture_without_a_frame_is_refused(content):
    with pytest.raises(ValidationError) as refusal:
        files.check_upload(upload("a.jpg", content))

    assert refusal.value.code == "content"


def test_empty_and_too_large_files_are_refused(settings):
    settings.UPLOAD_LIMIT = 50

    with pytest.raises(ValidationError) as empty:
        files.check_upload(upload("a.txt", b""))
    with pytest.raises(ValidationError) as large:
        files.check_upload(upload("a.txt", b"x" * 51))

    assert (empty.value.code, large.value.code) == ("empty", "size")
    assert "50" in large.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Note de synthèse.pdf", "Note de synthèse.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\Note.docx", "Note.docx"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
        ("gpj.\u202efdp.pdf", "gpj.fdp.pdf"),
        (".htaccess.txt", "htaccess.txt"),
        ("...pdf", "document.pdf"),
        ("CON.txt", "_CON.txt"),
        ("lpt1.csv", "_lpt1.csv"),
        ('a"b<c>|d?*.pdf', "a-b-c--d--.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("e\u0301t\u00e9.pdf", "été.pdf"),
        ("مرحبا.pdf", "مرحبا.pdf"),
        ("  two   spaces .pdf", "two spaces.pdf"),
        ("", "document"),
    ],
)
def test_names_are_cleaned_before_they_are_shown(typed, shown):
    assert files.display_name(typed) == shown
    assert files.display_name(shown) == shown


def test_same_name_twice_is_kept_twice_under_keys_that_tell_nothing():
    first = files.store_privately(upload("secret plan.pdf", PDF))
    second = files.store_privately(upload("secret plan.pdf", PDF))

    assert first.key != second.key
    assert "secret" not in first.key
    assert (first.display_name, first.size, first.content_type) == ("secret plan.pdf", len(PDF), "application/pdf")
    with storages["private"].open(first.key) as kept:
        assert kept.read() == PDF


def test_hostile_file_is_never_kept():
    with pytest.raises(ValidationError):
        files.store_privately(upload("x.pdf", b"MZ"))


def test_private_file_is_a_download_that_nothing_runs_in():
    stored = files.store_privately(upload('été "x"\u202e.txt', b"text"))

    response = files.serve_private(stored.key, stored.display_name)

    assert b"".join(response.streaming_content) == b"text"
    # The file alone: closing the response would end the request, and with it the database's connection.
    response.file_to_stream.close()
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in response.headers["Content-Disposition"]
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_private_file_that_is_missing_is_404_and_reported(expected_errors):
    with pytest.raises(Http404):
        files.serve_private("2026/01/none.pdf", "none.pdf")

    assert "2026/01/none.pdf" in expected_errors[0]


def test_form_field_gives_the_checked_file_with_its_cleaned_name():
    file = files.CheckedFileField().clean(upload("../a\u202eb.pdf", PDF))

    assert (file.name, file.content_type) == ("ab.pdf", "application/pdf")


def test_form_field_refuses_at_the_field():
    with pytest.raises(ValidationError):
        files.CheckedFileField().clean(upload("x.exe", b"MZ"))
    assert files.CheckedFileField(required=False).clean(None) is None
