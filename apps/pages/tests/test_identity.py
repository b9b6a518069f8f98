"""What the site shows itself to be: a demonstration until the office says otherwise; pictures only by upload."""

import io
import random
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from apps.common.context import furniture
from apps.common.file_contents import PICTURE_TYPES
from apps.common.files import MOST_OF_A_PICTURE, check_upload
from apps.pages.models import Identity
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"
LINE = "Demonstration: this is not the Dialogue’s official site."


def png(width: int = 2, height: int = 1, padding: bytes = b"") -> bytes:
    """A picture in PNG."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x10\x20\x30" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"tEXt", padding) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def webp(kind: bytes, body: bytes) -> bytes:
    """A file in the format WebP of that kind."""
    inner = b"WEBP" + kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def drawn(width: int = 16, height: int = 8, **how) -> bytes:
    """A picture as Pillow writes it, of pixels that cannot be made small."""
    content = io.BytesIO()
    pixels = random.Random(width).randbytes(width * height * 3)
    Image.frombytes("RGB", (width, height), pixels).save(content, **{"format": "WEBP", **how})
    return content.getvalue()


def pixels_of(content: bytes) -> bytes:
    """What is seen of a picture."""
    return Image.open(io.BytesIO(content)).convert("RGB").tobytes()


LOSSLESS, LOSSY = drawn(lossless=True), drawn()
EXTENDED = webp(b"VP8X", b"\0\0\0\0" + b"\x0f\0\0\x07\0\0" + b"\0" * 20)
MOVING = webp(b"VP8X", b"\2\0\0\0" + b"\x0f\0\0\x07\0\0" + b"\0" * 20)
HUGE = webp(b"VP8X", b"\0\0\0\0" + b"\xff\xff\x0f\xff\xff\x0f" + b"\0" * 20)
ALT = {"emblem_alt_en": "Two shores", "emblem_alt_fr": "Deux rives"}


@pytest.fixture
def office(client):
    """A browser of the secretariat."""
    client.force_login(secretariat_member(), backend=BACKEND)
    return client


def send(office, name: str = "mark.png", content: bytes = b"", **values):
    """What the form answers when the office uploads an emblem; the form is added the first time, then changed."""
    furniture.forget()
    row = Identity.objects.first()
    address = (
        reverse("admin:pages_identity_change", args=[row.pk])
        if row is not None
        else reverse("admin:pages_identity_add")
    )
    upload = {"emblem_upload": SimpleUploadedFile(name, content)} if content else {}
    return office.post(address, {**ALT, **upload, **values})


def test_site_is_a_demonstration_until_the_office_says_that_it_is_official(office):
    assertContains(office.get("/en/activities/"), LINE)

    send(office, is_official="on")

    furniture.forget()
    assertNotContains(office.get("/en/activities/"), LINE)
    assertNotContains(office.get("/admin/"), LINE)


def test_demonstration_says_so_whatever_the_office_says(office, settings):
    send(office, is_official="on")
    settings.DEMO = True
    furniture.forget()

    assertContains(office.get("/en/activities/"), LINE)
    assertContains(office.get("/admin/"), LINE)


def test_nothing_is_shown_where_nothing_was_uploaded(client):
    assertNotContains(client.get("/en/activities/"), "<img")


@pytest.mark.parametrize(("name", "content"), [("mark.png", png()), ("mark.webp", LOSSLESS), ("MARK.WEBP", LOSSY)])
def test_emblem_stands_in_the_head_with_its_words_and_is_kept_for_long(office, name, content):
    assert send(office, name, content).status_code == 302
    furniture.forget()
    key = Identity.objects.get().emblem

    page, picture = office.get("/fr/activites/"), office.get(f"/pictures/{key}")

    assertContains(page, f'<img class="brand__emblem" src="/pictures/{key}" alt="Deux rives">')
    handed_out = b"".join(picture.streaming_content)
    assert handed_out[:4] == content[:4]
    if content != LOSSY:
        assert pixels_of(handed_out) == pixels_of(content)
    assert picture["Content-Type"] == PICTURE_TYPES[key.rpartition(".")[2]]
    assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert not picture.cookies
    assert "mark" not in key.lower()


def test_logos_stand_at_the_foot(office):
    words = {
        f"{name}_alt_{code}": f"{name} {code}" for name in ("funder_logo", "implementer_logo") for code in ("en", "fr")
    }
    uploads = {f"{name}_upload": SimpleUploadedFile("x.png", png()) for name in ("funder_logo", "implementer_logo")}
    send(office, **words, **uploads)
    furniture.forget()
    identity = Identity.objects.get()

    page = office.get("/en/activities/")

    assertContains(page, f'src="/pictures/{identity.funder_logo}" alt="funder_logo en"')
    assertContains(page, f'src="/pictures/{identity.implementer_logo}" alt="implementer_logo en"')


def test_picture_that_was_replaced_or_taken_off_is_no_longer_handed_out(office):
    send(office, content=png())
    first = Identity.objects.get().emblem
    send(office, content=png(3))
    second = Identity.objects.get().emblem

    picture = office.get(f"/pictures/{second}")
    assert pixels_of(b"".join(picture.streaming_content)) == pixels_of(png(3))
    assert office.get(f"/pictures/{first}").status_code == 404
    send(office, emblem_off="on")
    assert office.get(f"/pictures/{second}").status_code == 404
    assert Identity.objects.get().history.count() == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mark.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("mark.png", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
        ("mark.webp", png()),
        ("mark.png", LOSSY),
        ("mark.webp", MOVING),
        ("mark.webp", HUGE),
        ("mark.webp", webp(b"VP8 ", b"\0" * 30)),
        ("mark.webp", b"RIFF"),
        ("mark.pdf", b"%PDF-1.7 not a picture"),
        ("mark.jpg", b"\xff\xd8\xff\xe0"),
        ("mark.png", drawn(80, 60, format="PNG")),
        ("mark.webp", webp(b"VP8L", b"\x2f" + (15 | 7 << 14).to_bytes(4, "little") + b"\0" * 20)),
    ],
)
def test_what_is_no_small_picture_is_refused(office, name, content):
    answer = send(office, name, content)

    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not Identity.objects.exists()


def test_what_hides_beside_the_pixels_stays_behind(office):
    send(office, content=png(padding=b"Author of the ministry" + b"x" * MOST_OF_A_PICTURE))

    kept = office.get(f"/pictures/{Identity.objects.get().emblem}")
    assert b"ministry" not in b"".join(kept.streaming_content)


def test_extended_form_of_a_still_picture_is_accepted():
    assert check_upload(SimpleUploadedFile("mark.webp", EXTENDED), PICTURE_TYPES) == "image/webp"


def test_picture_needs_its_words_in_both_languages(office):
    answer = send(office, content=png(), emblem_alt_fr="")

    assert answer.status_code == 200
    assert "emblem_alt_fr" in answer.context["adminform"].form.errors


def test_there_is_one_identity(office):
    assert office.get(reverse("admin:pages_identity_changelist")).url == reverse("admin:pages_identity_add")
    send(office)

    form = reverse("admin:pages_identity_change", args=[1])
    for name in ("changelist", "add"):
        assert office.get(reverse(f"admin:pages_identity_{name}")).url == form
    assert office.post(reverse("admin:pages_identity_add"), ALT).url == form
    assert Identity.objects.count() == 1


def test_identity_is_for_the_office_only(client):
    client.force_login(focal_point("GA"), backend=BACKEND)

    assert client.get(reverse("admin:pages_identity_add")).status_code in (302, 403)
    assert client.get("/pictures/0123456789abcdef0123456789abcdef.png").status_code == 404
