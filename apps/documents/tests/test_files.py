"""Files of documents: how visitors get them, and how the office keeps, replaces and takes them off."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains

from apps.accounts.tests.factories import UserFactory
from apps.documents.models import Document, DocumentFile, Level
from apps.framework.tests.factories import ActionFactory
from apps.partners.tests.factories import focal_point, secretariat_member

from .factories import AddressFactory, DocumentFactory, KeptFileFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("address", "language"), [("/en/documents/here/file/fr/", "fr"), ("/fr/documents/here/fichier/fr/", "fr")]
)
def test_public_file_is_a_download_that_caches_may_keep(client, address, language):
    KeptFileFactory(document__slug="here", language="fr", display_name="Résumé.pdf", content=PDF)

    response = client.get(address)

    assert content_of(response) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''R%C3%A9sum%C3%A9.pdf"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Language"] == language
    assert "X-Robots-Tag" not in response.headers
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("level", sorted(set(Level) - {Level.PUBLIC}))
@pytest.mark.parametrize("reader", [lambda: None, lambda: focal_point("GA"), secretariat_member])
def test_file_above_public_is_not_found_at_the_public_address(client, level, reader):
    KeptFileFactory(document__slug="here", document__level=level)
    user = reader()
    if user is not None:
        client.force_login(user)

    response = client.get("/en/documents/here/file/en/")

    assert response.status_code == 404
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/en/documents/here/file/fr/", "/en/documents/here/file/de/"])
def test_language_without_a_file_is_not_found(client, address):
    document = KeptFileFactory(document__slug="here").document
    AddressFactory(document=document, language="fr")

    assert client.get(address).status_code == 404


def test_file_that_is_gone_from_the_storage_is_reported_and_not_found(client, expected_errors):
    kept = KeptFileFactory(document__slug="here")
    storages["private"].delete(kept.key)

    assert client.get("/en/documents/here/file/en/").status_code == 404


@pytest.fixture
def office(client):
    """A browser of the secretariat."""
    client.force_login(secretariat_member(email="office@example.org"))
    return client


def form_of(page) -> dict:
    """What the browser would send back of an admin page, unchanged."""
    forms = [
        page.context["adminform"].form,
        *(
            row.form
            for inline in page.context["inline_admin_formsets"]
            for row in inline
            if row.form.prefix.find("__prefix__") < 0
        ),
    ]
    forms += [inline.formset.management_form for inline in page.context["inline_admin_formsets"]]
    sent = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            if hasattr(widget, "widgets"):
                for place, part in enumerate(widget.decompress(value) if not isinstance(value, list) else value):
                    sent[f"{bound.html_name}_{place}"] = "" if part is None else part
            elif value is not None and value is not False:
                sent[bound.html_name] = value
    return sent


def save(office, document: Document, **changes) -> None:
    """Save the document's page in the office with these changes."""
    address = reverse("admin:documents_document_change", args=[document.pk])
    sent = form_of(office.get(address))
    response = office.post(address, {**sent, **changes})
    assert response.status_code == 302, response.context["errors"]


def test_office_adds_a_file_beside_an_address(office):
    kept = AddressFactory(document__slug="here")

    save(office, kept.document, **{"files-0-upload": SimpleUploadedFile("../My paper.PDF", PDF)})

    kept.refresh_from_db()
    assert (kept.display_name, kept.content_type, kept.size) == ("My paper.PDF", "application/pdf", len(PDF))
    assert kept.address == "https://www.example.org/en/paper"
    assert content_of(office.get("/en/documents/here/file/en/")) == PDF


def test_office_adds_a_language(office):
    document = DocumentFactory(slug="here")

    save(office, document, **{"files-0-language": "fr", "files-0-upload": SimpleUploadedFile("texte.pdf", PDF)})

    assert document.files.get().language == "fr"


def test_replaced_file_stays_in_the_storage_and_in_the_history(office):
    kept = KeptFileFactory(document__slug="here", content=b"%PDF-1.4 old")
    old_key = kept.key

    save(office, kept.document, **{"files-0-upload": SimpleUploadedFile("new.pdf", PDF)})

    kept.refresh_from_db()
    assert kept.key != old_key
    with storages["private"].open(old_key) as old:
        assert old.read() == b"%PDF-1.4 old"
    assert [line.key for line in DocumentFile.history.filter(id=kept.pk)] == [kept.key, old_key]
    assert DocumentFile.history.filter(id=kept.pk).first().history_user.email == "office@example.org"
    assert content_of(office.get("/en/documents/here/file/en/")) == PDF


def test_file_that_takes_the_place_of_another_has_an_address_of_its_own():
    kept = KeptFileFactory()
    before = kept.url

    kept.added_at = kept.added_at.replace(year=kept.added_at.year + 1)

    assert kept.url != before


def test_file_that_is_taken_off_leaves_the_address_and_the_history(office):
    kept = KeptFileFactory(document__slug="here", address="https://www.example.org/paper")
    old_key = kept.key

    save(office, kept.document, **{"files-0-take_off": "on"})

    kept.refresh_from_db()
    assert (kept.key, kept.display_name, kept.content_type, kept.size) == ("", "", "", None)
    assert storages["private"].exists(old_key)
    assert office.get("/en/documents/here/file/en/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"files-0-take_off": "on"}, "Please add a file, or the official address of the document."),
        (
            {"files-0-take_off": "on", "files-0-upload": SimpleUploadedFile("new.pdf", PDF)},
            "Either give a new file or take the file off.",
        ),
        ({"files-0-upload": SimpleUploadedFile("new.exe", b"MZ")}, "Files of this kind are not accepted."),
        (
            {"files-0-upload": SimpleUploadedFile("new.pdf", b"MZ")},
            "The content of this file is not what its name says.",
        ),
        ({"files-1-language": "fr"}, "Please add a file, or the official address of the document."),
        ({"files-1-language": "en", "files-1-address": "https://example.org/"}, "duplicate"),
    ],
)
def test_what_cannot_be_kept_is_said_and_changes_nothing(office, changes, words):
    kept = KeptFileFactory()
    address = reverse("admin:documents_document_change", args=[kept.document_id])

    response = office.post(address, {**form_of(office.get(address)), **changes})

    assert response.status_code == 200
    assertContains(response, words)
    assert DocumentFile.objects.get() == kept
    assert DocumentFile.objects.get().key == kept.key


def test_office_reads_a_file_at_any_level(office):
    kept = KeptFileFactory(document__level=Level.SECRETARIAT, document__draft=True, content=PDF)
    page = office.get(reverse("admin:documents_document_change", args=[kept.document_id]))
    address = reverse("admin:documents_document_file", args=[kept.document_id, kept.pk])

    assertContains(page, f'<a href="{address}">Outcome.pdf</a> (1.2\N{NO-BREAK SPACE}MB, version 1)')
    response = office.get(address)
    assert content_of(response) == PDF
    assert "no-store" in response.headers["Cache-Control"]


def test_file_of_another_document_is_not_found_in_the_office(office):
    kept, other = KeptFileFactory(), DocumentFactory()

    assert office.get(reverse("admin:documents_document_file", args=[other.pk, kept.pk])).status_code == 404


@pytest.mark.parametrize("person", [lambda: focal_point("GA"), UserFactory])
def test_nobody_else_reads_files_of_the_office(client, person):
    kept = KeptFileFactory(document__level=Level.COMMITTEE)
    client.force_login(person())

    response = client.get(reverse("admin:documents_document_file", args=[kept.document_id, kept.pk]))

    assert (response.status_code, response.headers.get("Location", "")[:13]) == (302, "/admin/login/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind__exact": "study"}, ["Older"]),
        ({"level__exact": "committee"}, ["Older"]),
        ({"publication__exact": "draft"}, ["Older"]),
        ({"q": "young"}, ["Younger"]),
        ({}, ["Younger", "Older", "Undated"]),
    ],
)
def test_office_finds_documents(office, query, found):
    DocumentFactory(title_en="Undated", issued_on=None)
    DocumentFactory(title_en="Older", kind="study", level="committee", draft=True, issued_on="2020-01-01")
    DocumentFactory(title_en="Younger", issued_on="2024-01-01")

    page = office.get(reverse("admin:documents_document_changelist"), query)

    assert [row.title_en for row in page.context["cl"].result_list] == found


def test_what_a_document_belongs_to_is_kept_when_it_is_saved(office):
    document = DocumentFactory()
    action = ActionFactory()
    document.actions.add(action)

    save(office, document, title_fr="Nouveau titre")

    document.refresh_from_db()
    assert (document.title_fr, list(document.actions.all())) == ("Nouveau titre", [action])
    assert document.history.first().actions.get().action == action
