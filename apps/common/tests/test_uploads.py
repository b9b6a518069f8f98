"""Files on their way: in pieces that survive a lost line, sealed to their sender; what is too large is said early."""

import datetime
import io
import os

import pytest
import time_machine
from django import forms
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from apps.common import files, registry, uploads
from apps.common.models import Upload
from apps.common.tasks import tidy_uploads

from .test_files import png

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n" + os.urandom(2000) + b"\n%%EOF\n"
MEGABYTE = 1024 * 1024


BACKEND = "apps.accounts.backends.MailAddressBackend"


@pytest.fixture(autouse=True)
def roles(monkeypatch):
    """Everybody has a role here but those who are nobody."""
    monkeypatch.setitem(
        registry.roles._entries,
        "test",
        lambda user: [] if user.email.startswith("nobody") else [registry.Role("guest")],
    )


def sender(email: str = "person@example.org", **options) -> Client:
    """A browser of that person."""
    browser = Client(**options)
    browser.user = get_user_model().objects.create_user(email, name="Person")
    browser.force_login(browser.user, backend=BACKEND)
    return browser


def begin(browser: Client, name: str = "paper.pdf", size: int = len(PDF)):
    return browser.post("/uploads/", {"name": name, "size": size})


def send(browser: Client, url: str, content: bytes, offset: int):
    return browser.post(f"{url}?offset={offset}", content, content_type="application/octet-stream")


class OneFile(forms.Form):
    """A form with a file that must be there."""

    file = files.CheckedFileField()

    def __init__(self, *args, sender=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].sender = sender


def test_file_arrives_in_pieces_and_a_form_takes_it():
    browser = sender()
    begun = begin(browser).json()

    first = send(browser, begun["url"], PDF[:1000], 0)
    asked = browser.post(begun["url"])
    rest = send(browser, begun["url"], PDF[1000:], asked.json()["received"])
    form = OneFile({"file-sent": begun["reference"]}, sender=browser.user)

    assert (first.json(), asked.json(), rest.json()) == ({"received": 1000}, {"received": 1000}, {"received": len(PDF)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["file"].name == "paper.pdf"
    stored = files.store_privately(form.cleaned_data["file"])
    with storages["private"].open(stored.key) as kept:
        assert kept.read() == PDF


def test_piece_at_a_wrong_place_is_refused_with_the_right_one():
    browser = sender()
    url = begin(browser).json()["url"]
    send(browser, url, PDF[:1000], 0)

    answers = [send(browser, url, PDF[:10], offset) for offset in (0, 999, 1001, "x", -1, 10**20)]
    too_much = send(browser, url, PDF, 1000)

    assert {answer.status_code for answer in (*answers, too_much)} == {409}
    assert {answer.json()["received"] for answer in (*answers, too_much)} == {1000}


def test_upload_is_sealed_to_its_sender():
    mine, other = sender(), sender("other@example.org")
    begun = begin(mine).json()
    send(mine, begun["url"], PDF, 0)

    assert other.post(begun["url"]).status_code == 404
    assert send(other, begun["url"], b"x", 0).status_code == 404
    assert not OneFile({"file-sent": begun["reference"]}, sender=other.user).is_valid()
    assert not OneFile({"file-sent": begun["reference"]}).is_valid()


def test_uploads_are_for_who_has_a_role_by_post_with_a_token():
    visitor, nobody = Client(), sender("nobody@example.org")
    strict = sender("strict@example.org", enforce_csrf_checks=True)

    assert begin(visitor).status_code == 302
    assert begin(nobody).status_code == 403
    assert begin(strict).status_code == 403
    assert sender().get("/uploads/").status_code == 405


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("paper.exe", 10, "Files of this kind are not accepted."),
        ("paper.docm", 10, "may hold macros"),
        ("paper.pdf", 0, "The file is empty."),
        ("paper.pdf", "x", "The file is empty."),
        ("paper.pdf", 200 * MEGABYTE, "The file is too large (200.0\xa0MB); at most 20.0\xa0MB are accepted."),
        ("paper.pdf", 10**30, "The file is empty."),
        ("\x00", 10, "Files of this kind are not accepted."),
    ],
)
def test_what_would_be_refused_is_refused_before_it_is_sent(name, size, words):
    answer = begin(sender(), name, size)

    assert answer.status_code == 422
    assert words in answer.json()["message"]
    assert not Upload.objects.exists()


def test_hostile_content_is_refused_after_it_arrived_too():
    browser = sender()
    content = b"MZ\x90\x00" + bytes(200)
    begun = begin(browser, "../../x.pdf", len(content)).json()
    send(browser, begun["url"], content, 0)

    form = OneFile({"file-sent": begun["reference"]}, sender=browser.user)

    assert not form.is_valid()
    assert "not what its name says" in form.errors["file"][0]


def test_unfinished_upload_is_said_at_its_field_and_survives_there():
    browser = sender()
    begun = begin(browser).json()
    send(browser, begun["url"], PDF[:10], 0)

    form = OneFile({"file-sent": begun["reference"]}, sender=browser.user)

    assert "not arrived as a whole" in form.errors["file"][0]
    assert f'name="file-sent" value="{begun["reference"]}"' in str(form["file"])


def test_nobody_begins_without_end():
    browser = sender()
    for _ in range(uploads.MOST_AT_ONCE):
        begin(browser)

    answer = begin(browser)

    assert (answer.status_code, "very many files" in answer.json()["message"]) == (422, True)


def test_pieces_are_thrown_away_after_a_day():
    browser = sender()
    old = begin(browser).json()
    send(browser, old["url"], PDF[:1000], 0)
    send(browser, old["url"], PDF[1000:], 1000)
    keys = [f"uploads/{old['reference']}/{offset:012}" for offset in (0, 1000)]
    assert all(storages["private"].exists(key) for key in keys)

    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)):
        assert uploads.of(browser.user, old["reference"]) is None
        fresh = uploads.begin("new.pdf", 10, by=browser.user)
        tidy_uploads.call_local()

    assert not any(storages["private"].exists(key) for key in keys)
    assert list(Upload.objects.all()) == [fresh]


def test_request_of_200_megabytes_is_answered_before_it_is_read(settings):
    class NeverRead(io.BytesIO):
        def read(self, *args):
            raise AssertionError("the request was read")

    for language, words in (("en", "Too large to be sent"), ("fr", "Envoi trop volumineux")):
        answer = Client().generic(
            "POST",
            f"/{language}/accounts/login/",
            CONTENT_LENGTH=str(200 * MEGABYTE),
            **{"wsgi.input": NeverRead()},
        )
        assert answer.status_code == 413
        assert words in answer.content.decode()


@pytest.mark.parametrize("announced", ["", "x", "-5", "٣"])
def test_odd_lengths_are_no_fault(announced):
    assert Client().get("/healthz", CONTENT_LENGTH=announced).status_code in (200, 400)


def test_file_beyond_the_limit_is_not_kept_and_said_at_its_field(settings, rf):
    settings.UPLOAD_LIMIT = 100_000
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.4" + bytes(300_000))
    request = rf.post("/", {"title": "typed", "file": large})

    form = OneFile(request.POST, request.FILES)

    assert request.POST["title"] == "typed"
    assert "too large" in form.errors["file"][0]
    assert request.FILES["file"].size == 300_008
    assert request.FILES["file"].read() == b""


def photo(form: str = "JPEG", **saved) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 10, 10)).save(content, form, **saved)
    return content.getvalue()


def located() -> Image.Exif:
    """The data of a camera: turned, and where it was."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "canary"
    return exif


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", photo(exif=located(), comment=b"canary")),
        ("a.jpg", photo() + b"canary"),
        ("a.png", photo("PNG", exif=located(), icc_profile=b"canary")),
    ],
)
def test_pictures_are_drawn_anew_without_what_hid_in_them(name, content):
    kept = files.accepted(SimpleUploadedFile(name, content))

    drawn = kept.read()
    assert b"canary" not in drawn
    with Image.open(io.BytesIO(drawn)) as picture:
        assert sorted(picture.size) == [20, 40]
        assert not dict(picture.getexif())


@pytest.mark.parametrize(
    ("content", "code"),
    [(png(50_000, 50_000), "pixels"), (png()[:40], "content"), (png()[:-20] + bytes(20), "content")],
)
def test_pictures_that_are_too_large_or_spoilt_are_refused(content, code):
    with pytest.raises(forms.ValidationError) as refusal:
        files.accepted(SimpleUploadedFile("a.png", content))

    assert refusal.value.code == code
