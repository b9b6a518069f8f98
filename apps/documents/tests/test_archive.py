"""Documents as one ZIP file: an index that is read off line, and just what the reader may have."""

import io
import re
import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import storages
from django.urls import reverse
from pytest_django.asserts import assertContains

from apps.common.archives import PIECE, Entry, entry_name, zipped
from apps.common.office_settings import decide
from apps.documents import services
from apps.documents.models import Document, DocumentRead, Level
from apps.partners.tests.factories import focal_point, secretariat_member

from .factories import AddressFactory, DocumentFactory, KeptFileFactory
from .test_access import fresh, of_committee
from .test_files import content_of

pytestmark = pytest.mark.django_db


def packed(documents, language: str = "en", to=None) -> zipfile.ZipFile:
    """The archive, unpacked by somebody else's program would look the same."""
    answer = services.pack(documents, language=language, heading="Papers", name="papers", to=to)
    return zipfile.ZipFile(io.BytesIO(content_of(answer)))


def index_of(archive: zipfile.ZipFile) -> str:
    return archive.read("index.html").decode()


def test_archive_holds_each_document_in_the_wanted_language_or_the_one_there_is():
    both = DocumentFactory(title_en="Both", symbol="RP/SOM/2026/3/Rev.1")
    KeptFileFactory(document=both, language="en", content=b"%PDF-1.4 english", display_name="both.pdf")
    KeptFileFactory(document=both, language="fr", content=b"%PDF-1.4 french", display_name="deux.pdf")
    only = KeptFileFactory(document__title_en="French only", language="fr", display_name="seul.pdf").document
    nowhere = AddressFactory(document__title_en="Elsewhere").document

    archive = packed(Document.objects.all())

    assert archive.testzip() is None
    files = {name[3:]: archive.read(name) for name in archive.namelist() if name != "index.html"}
    assert files == {"RP-SOM-2026-3-Rev.1 both.pdf": b"%PDF-1.4 english", "seul.pdf": b"%PDF-1.4 the paper"}
    index = index_of(archive)
    for words in (
        "RP/SOM/2026/3/Rev.1 (Revision 1)",
        "In French only",
        "Only at its official address:",
        "September",
    ):
        assert words in index
    assert all(title in index for title in ("Both", only.title_en, nowhere.title_en))
    assert 'href="https://www.example.org/en/paper"' in index
    linked = re.findall(r'href="\./([^"]+)"', index)
    assert len(linked) == len(files)


def test_index_speaks_the_language_of_the_archive():
    KeptFileFactory(document__title_fr="Texte", document__level=Level.FOCAL_POINTS, language="fr")

    archive = packed(Document.objects.all(), "fr", secretariat_member())

    index = index_of(archive)
    assert '<html lang="fr">' in index
    assert "Diffusion restreinte" in index
    assert any(name.endswith("Outcome_diffusion-restreinte.pdf") for name in archive.namelist())


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        (AnonymousUser, {"public"}),
        (lambda: focal_point("GA"), {"public", "focal_points"}),
        (of_committee, {"public", "focal_points", "committee"}),
        (secretariat_member, {"public", "focal_points", "committee", "secretariat"}),
    ],
)
def test_archive_holds_just_what_the_reader_may_have(reader, seen):
    for level in Level.values:
        KeptFileFactory(document__title_en=f"Level {level}", document__level=level, display_name=f"{level}.pdf")
    person = fresh(reader())

    archive = packed(Document.objects.visible_to(person), to=None if person.pk is None else person)

    names, index = " ".join(archive.namelist()), index_of(archive)
    assert {level for level in Level.values if f" {level}" in names} == seen
    assert {level for level in Level.values if f"Level {level}<" in index} == seen
    noted = {line.level for line in DocumentRead.objects.filter(way="zip", user=person.pk)}
    assert noted == seen & {"committee", "secretariat"}


@pytest.mark.parametrize(
    "name",
    [
        "../../x.pdf",
        "C:\\x.pdf",
        "/etc/passwd.pdf",
        "con.pdf",
        "a\u202egnp.pdf",
        "x" * 300 + ".pdf",
        ".pdf",
        "é\x00.pdf",
    ],
)
def test_hostile_names_are_harmless_in_the_archive(name):
    safe = entry_name(7, name)

    assert safe.startswith("07 ")
    assert len(safe) <= 130
    assert not re.search(r"[/\\:\x00\u202e]|\.\.", safe)


def test_same_name_twice_is_two_files():
    for _ in range(2):
        KeptFileFactory(display_name="same.pdf")

    assert len(set(packed(Document.objects.all()).namelist())) == 3


def test_file_that_is_gone_is_left_out_and_said(expected_errors):
    kept = KeptFileFactory()
    storages["private"].delete(kept.key)

    archive = packed(Document.objects.all())

    assert archive.namelist() == ["index.html"]
    assert "Not deposited on the portal." in index_of(archive)


def test_archive_is_written_while_it_is_sent():
    asked = []

    def pieces():
        for number in range(100):
            asked.append(number)
            yield bytes(PIECE)

    stream = zipped([Entry("a.pdf", DocumentFactory().published_at, pieces)])
    first = [next(stream) for _ in range(3)]

    assert len(asked) <= 4
    assert sum(map(len, first)) < 4 * PIECE


def test_archive_beyond_the_offices_limit_is_refused_with_the_sizes():
    KeptFileFactory(size=3 * 1024 * 1024)
    decide("documents.zip_megabytes", 2, by=secretariat_member())

    with pytest.raises(services.TooLarge) as refusal:
        services.pack(Document.objects.all(), language="en", heading="Papers", name="papers")

    assert (refusal.value.size, refusal.value.limit) == (3 * 1024 * 1024, 2 * 1024 * 1024)


def test_office_fetches_the_chosen_documents_as_one_file(client):
    documents = [KeptFileFactory(document__level=Level.COMMITTEE).document for _ in range(2)]
    office = secretariat_member()
    client.force_login(office)
    address = reverse("admin:documents_document_changelist")
    chosen = {"action": "zip_fr", "_selected_action": [document.pk for document in documents]}

    answer = client.post(address, chosen)

    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    assert len(zipfile.ZipFile(io.BytesIO(content_of(answer))).namelist()) == 3
    assert DocumentRead.objects.filter(user=office, way="zip").count() == 2
    decide("documents.zip_megabytes", 1, by=office)
    assertContains(client.post(address, chosen, follow=True), "too large for one ZIP file")
