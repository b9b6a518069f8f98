"""Files of a document through time: replaced ones are kept as former versions, which never change."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertNotContains

from apps.documents import services
from apps.documents.models import DocumentRead, DocumentVersion, Level
from apps.partners.tests.factories import NetworkFactory, PartnerFactory, focal_point, secretariat_member

from .factories import DocumentFactory, KeptFileFactory
from .test_files import content_of, form_of, save

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def office(client):
    """A browser of the secretariat."""
    client.force_login(secretariat_member(email="office@example.org", name="Ada Example"))
    return client


def status_of(client, address: str) -> int:
    """How the address answers; what it hands out is read to its end."""
    response = client.get(address)
    if response.streaming:
        content_of(response)
    return response.status_code


def replace(kept, content: bytes = PDF, note: str = "", by=None) -> None:
    """Put another file in the place of this one."""
    services.keep_file(kept, SimpleUploadedFile("new.pdf", content), by=by, note=note)
    kept.save()


def test_replaced_file_becomes_a_former_version_with_who_when_and_what(office):
    kept = KeptFileFactory(document__slug="here", content=b"%PDF-1.4 first")
    first_key = kept.key

    for note in ("Annex added", "Dates corrected"):
        upload = SimpleUploadedFile("new.pdf", PDF)
        save(office, kept.document, **{"files-0-upload": upload, "files-0-note": note})

    kept.refresh_from_db()
    assert (kept.number, kept.change_note, kept.added_by.email) == (3, "Dates corrected", "office@example.org")
    second, first = DocumentVersion.objects.all()
    assert (first.number, first.key, first.change_note) == (1, first_key, "")
    assert (second.number, second.change_note, second.added_by.email) == (2, "Annex added", "office@example.org")


def test_former_version_never_changes():
    kept = KeptFileFactory()
    replace(kept)
    version = DocumentVersion.objects.get()

    with pytest.raises(ValueError, match="never changed"):
        version.save()
    with pytest.raises(ValueError, match="never deleted"):
        version.delete()


def test_former_version_is_shown_as_superseded_and_given_out(client):
    kept = KeptFileFactory(document__slug="here", language="fr", content=b"%PDF-1.4 first")
    replace(kept, note="Annexe ajoutée")

    page = client.get("/en/documents/here/")

    assertContains(page, 'href="/en/documents/here/file/fr/version/1/"')
    assertContains(page, "superseded")
    assertContains(page, '<small lang="fr">Annexe ajoutée</small>')
    assertNotContains(page, "added by")
    answer = client.get("/fr/documents/here/fichier/fr/version/1/")
    assert content_of(answer) == b"%PDF-1.4 first"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_version_of_a_stricter_time_stays_with_the_office(client):
    kept = KeptFileFactory(document__slug="here", document__level=Level.COMMITTEE)
    replace(kept)
    document = kept.document
    document.level = Level.PUBLIC
    document.save()

    assertNotContains(client.get("/en/documents/here/"), "version/1/")
    assert client.get("/en/documents/here/file/en/version/1/").status_code == 404
    client.force_login(focal_point("GA"))
    assert client.get("/en/space/documents/here/file/en/version/1/").status_code == 404
    client.force_login(secretariat_member())
    assert status_of(client, "/en/space/documents/here/file/en/version/1/") == 200


def test_version_for_named_partners_is_not_read_by_who_is_named_later(client):
    document = DocumentFactory(slug="here", level=Level.FOCAL_POINTS, for_named_only=True)
    document.named_partners.add(PartnerFactory(code="GA"))
    replace(KeptFileFactory(document=document))
    client.force_login(focal_point("GA"))
    before = status_of(client, "/en/space/documents/here/file/en/version/1/")

    document.named_partners.add(PartnerFactory(code="CH"))
    after = status_of(client, "/en/space/documents/here/file/en/version/1/")

    assert (before, after) == (200, 404)


def test_file_that_is_taken_off_takes_its_versions_along(client):
    kept = KeptFileFactory(document__slug="here", address="https://www.example.org/paper")
    replace(kept)
    services.take_off_file(kept)
    kept.save()
    replace(kept)

    assert kept.number == 3
    assert DocumentVersion.objects.filter(withdrawn_at__isnull=True).count() == 0
    assertNotContains(client.get("/en/documents/here/"), "version/")
    assert client.get("/en/documents/here/file/en/version/1/").status_code == 404


def test_language_that_is_removed_in_the_office_takes_its_versions_along(office):
    kept = KeptFileFactory(document__slug="here")

    save(office, kept.document, **{"files-0-DELETE": "on"})

    assert not kept.document.files.exists()
    assert DocumentVersion.objects.get().withdrawn_at is not None


def test_two_people_who_replace_the_same_file_lose_nothing():
    one = KeptFileFactory()
    other = type(one).objects.get(pk=one.pk)
    first_key = one.key

    replace(one)
    replace(other)

    assert other.number == 3
    assert {version.key for version in DocumentVersion.objects.all()} == {first_key, one.key}


def test_light_version_stands_beside_the_file_with_its_size(office):
    kept = KeptFileFactory(document__slug="here", size=5_000_000)

    save(office, kept.document, **{"files-0-light": SimpleUploadedFile("light.pdf", PDF)})

    page = office.get("/en/documents/here/")
    assertContains(page, 'href="/en/documents/here/file/en/light/?v=')
    assertContains(page, "Light version in English")
    assert content_of(office.get("/en/documents/here/file/en/light/")) == PDF
    kept.refresh_from_db()
    replace(kept)
    assert office.get("/en/documents/here/file/en/light/").status_code == 404


def test_light_version_is_smaller_and_not_alone(office):
    kept = KeptFileFactory(size=3)
    address = f"/admin/documents/document/{kept.document_id}/change/"
    sent = form_of(office.get(address))

    larger = office.post(address, {**sent, "files-0-light": SimpleUploadedFile("light.pdf", PDF)})

    assertContains(larger, "This file is not smaller")


@pytest.mark.parametrize(
    ("level", "is_named", "language", "ending"),
    [
        (Level.FOCAL_POINTS, False, "en", "Outcome_distribution-restricted.pdf"),
        (Level.FOCAL_POINTS, False, "fr", "Outcome_diffusion-restreinte.pdf"),
        (Level.COMMITTEE, False, "fr", "Outcome_diffusion-comite-de-pilotage.pdf"),
        (Level.FOCAL_POINTS, True, "en", "Outcome_distribution-named-partners.pdf"),
        (Level.SECRETARIAT, False, "en", "Outcome_distribution-secretariat.pdf"),
        (Level.PUBLIC, False, "fr", "Outcome.pdf"),
    ],
)
def test_name_of_the_file_carries_the_mark_in_the_files_language(client, level, is_named, language, ending):
    document = DocumentFactory(slug="here", level=level, for_named_only=is_named)
    KeptFileFactory(document=document, language=language)
    client.force_login(secretariat_member())

    answer = client.get(f"/en/space/documents/here/file/{language}/")
    content_of(answer)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{ending}"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_each_read_of_a_protected_paper_is_noted_and_nothing_else(client):
    reader = secretariat_member()
    client.force_login(reader)
    for slug, level in (("sc", Level.COMMITTEE), ("sec", Level.SECRETARIAT), ("fp", Level.FOCAL_POINTS)):
        replace(KeptFileFactory(document__slug=slug, document__level=level))
        for rest in ("", "file/en/", "file/en/version/1/"):
            assert status_of(client, f"/fr/espace/documents/{slug}/{rest.replace('file', 'fichier')}") == 200
        client.head(f"/fr/espace/documents/{slug}/")
    client.get("/en/space/documents/sc/file/fr/")

    told = [(line.document.slug, line.way, line.language, line.number) for line in DocumentRead.objects.order_by("pk")]
    expected = [
        (slug, *what)
        for slug in ("sc", "sec")
        for what in (("page", "fr", None), ("file", "en", 2), ("version", "en", 1))
    ]
    assert told == expected
    assert {line.user for line in DocumentRead.objects.all()} == {reader}


def test_reads_are_shown_in_the_office_and_changed_by_nobody(office):
    kept = KeptFileFactory(document__slug="here", document__level=Level.COMMITTEE)
    office.get("/en/space/documents/here/")
    line = DocumentRead.objects.get()

    page = office.get("/admin/documents/documentread/")
    form = office.get(f"/admin/documents/documentread/{line.pk}/change/")

    assertContains(page, "Ada Example")
    assertNotContains(form, 'name="_save"')
    assert office.post(f"/admin/documents/documentread/{line.pk}/change/", {"way": "file"}).status_code == 403
    assert office.post(f"/admin/documents/documentread/{line.pk}/delete/", {"post": "yes"}).status_code == 403
    assert office.get("/admin/documents/documentread/add/").status_code == 403
    with pytest.raises(ValueError, match="never changed"):
        line.save()
    with pytest.raises(ValueError, match="never deleted"):
        line.delete()
    assert kept.document.reads.count() == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"level": Level.SECRETARIAT}, {"level": Level.PUBLIC}),
        ({"level": Level.COMMITTEE}, {"level": Level.FOCAL_POINTS}),
        ({"level": Level.FOCAL_POINTS, "for_named_only": True}, {"for_named_only": "", "named_partners": []}),
    ],
)
def test_file_replaced_on_the_page_that_opens_the_document_stays_with_its_readers(office, client, before, after):
    kept = KeptFileFactory(document__slug="here", **{f"document__{name}": value for name, value in before.items()})
    if before.get("for_named_only"):
        kept.document.named_partners.add(PartnerFactory(code="CH"))

    save(office, kept.document, **after, **{"files-0-upload": SimpleUploadedFile("new.pdf", PDF)})

    kept.document.refresh_from_db()
    version = DocumentVersion.objects.get()
    assert version.level == before["level"]
    assert not version.is_read_like(kept.document)
    client.force_login(focal_point("GA"))
    assert status_of(client, "/en/space/documents/here/file/en/") == 200
    assert status_of(client, "/en/space/documents/here/file/en/version/1/") == 404
    assert status_of(client, "/en/documents/here/file/en/version/1/") == 404


def test_former_version_of_another_network_stays_there(client):
    network = NetworkFactory(code="missing-migrants")
    kept = KeptFileFactory(document__slug="here", document__level=Level.FOCAL_POINTS, document__network=network)
    replace(kept)
    kept.document.network = None
    kept.document.save()

    client.force_login(focal_point("GA"))

    assert status_of(client, "/en/space/documents/here/file/en/") == 200
    assert status_of(client, "/en/space/documents/here/file/en/version/1/") == 404
