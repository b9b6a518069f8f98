"""The papers of a meeting: as one ZIP file for visitors, and in the space all that the reader may have."""

import io
import zipfile

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.accounts.tests.factories import UserFactory
from apps.common.office_settings import decide
from apps.documents.models import DocumentRead, Level
from apps.documents.tests.factories import AddressFactory, KeptFileFactory
from apps.documents.tests.test_access import of_committee
from apps.partners.tests.factories import NetworkFactory, focal_point, secretariat_member

from .factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """A meeting with a paper of each level."""
    activity = ActivityFactory(slug="som", title_en="Senior officials", title_fr="Hauts fonctionnaires")
    for level in Level.values:
        paper = KeptFileFactory(
            document__slug=f"paper-{level}",
            document__level=level,
            document__title_en=f"Paper {level}",
            display_name=f"{level}.pdf",
        )
        activity.documents.add(paper.document)
    return activity


def names_in(response) -> list[str]:
    """The levels whose papers the archive holds."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    told = " ".join(archive.namelist())
    return [level for level in Level.values if level in told]


@pytest.mark.parametrize(
    "address",
    ["/en/activities/som/papers/en.zip", "/fr/activites/som/documents/fr.zip", "/en/activities/som/papers/fr.zip"],
)
@pytest.mark.parametrize("reader", [None, of_committee, secretariat_member])
def test_public_address_gives_the_public_papers_to_everybody(client, meeting, address, reader):
    if reader:
        client.force_login(reader())

    response = client.get(address)

    assert names_in(response) == ["public"]
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.headers["Content-Type"] == "application/zip"
    assert "attachment" in response.headers["Content-Disposition"]
    assert not response.cookies
    assert not DocumentRead.objects.exists()


@pytest.mark.parametrize(
    ("reader", "levels"),
    [
        (lambda: focal_point("GA"), ["public", "focal_points"]),
        (of_committee, ["public", "focal_points", "committee"]),
        (secretariat_member, ["public", "focal_points", "committee", "secretariat"]),
    ],
)
def test_space_gives_each_reader_what_they_may_have(client, meeting, reader, levels):
    client.force_login(reader())

    page = client.get("/en/space/meetings/som/")
    response = client.get("/fr/espace/reunions/som/documents/fr.zip")

    assert [level for level in Level.values if f"Paper {level}" in page.content.decode()] == levels
    assertContains(page, 'href="/en/space/meetings/som/papers/en.zip"')
    assert names_in(response) == levels
    assert response.headers["Cache-Control"] == "private, no-store"
    assert {line.level for line in DocumentRead.objects.filter(way="zip")} == {"committee", "secretariat"} & set(levels)


@pytest.mark.parametrize("path", ["de.zip", "xx.zip"])
def test_other_languages_are_not_found(client, meeting, path):
    assert client.get(f"/en/activities/som/papers/{path}").status_code == 404


def test_meeting_without_papers_for_the_reader_has_no_archive(client):
    activity = ActivityFactory(slug="som")
    activity.documents.add(KeptFileFactory(document__level=Level.COMMITTEE).document)
    client.force_login(focal_point("GA"))

    assert client.get("/en/activities/som/papers/en.zip").status_code == 404
    assert client.get("/en/space/meetings/som/papers/en.zip").status_code == 404
    assertContains(client.get("/en/space/meetings/som/"), "There is no paper of this meeting that you may read yet.")
    assertNotContains(client.get("/en/activities/som/"), "ZIP")


def test_meeting_in_the_space_is_for_who_acts_for_somebody(client, meeting):
    ActivityFactory(slug="draft", draft=True)
    assert client.get("/en/space/meetings/som/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/en/space/meetings/som/").status_code == 403
    client.force_login(focal_point("GA"))
    assert client.get("/en/space/meetings/draft/").status_code == 404


def test_public_page_leads_to_the_archives_and_to_the_space(client, meeting):
    only_elsewhere = ActivityFactory(slug="elsewhere")
    only_elsewhere.documents.add(AddressFactory().document)

    page = client.get("/en/activities/som/")

    assertContains(page, 'href="/en/activities/som/papers/fr.zip"')
    assertContains(page, 'href="/en/space/meetings/som/"')
    assertNotContains(client.get("/en/activities/elsewhere/"), "papers/fr.zip")


def test_paper_leads_to_its_meeting_in_the_space(client, meeting):
    client.force_login(focal_point("GA"))

    assertContains(client.get("/en/space/documents/paper-focal_points/"), 'href="/en/space/meetings/som/"')


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Too large for one file"), ("fr", "Trop volumineux pour un seul fichier")]
)
def test_archive_that_is_too_large_is_said_with_the_way_to_each_paper(client, meeting, language, words):
    decide("documents.zip_megabytes", 1, by=secretariat_member())
    address = {"en": "/en/activities/som/papers/en.zip", "fr": "/fr/activites/som/documents/fr.zip"}[language]

    response = client.get(address)

    assertContains(response, words, status_code=413)
    assertContains(response, f'href="/{language}/documents/paper-public/"', status_code=413)
    assertNotContains(response, "paper-committee", status_code=413)


def test_meeting_of_another_network_says_so_in_the_space(client):
    network = NetworkFactory(code="missing-migrants", name_en="Missing migrants", name_fr="Migrants disparus")
    ActivityFactory(slug="mm", network=network)
    client.force_login(focal_point("GA"))

    assertContains(client.get("/en/space/meetings/mm/"), "Missing migrants")


@pytest.mark.parametrize("number", [1, 3])
def test_meeting_costs_few_queries_whatever_its_papers(client, django_assert_max_num_queries, number):
    activity = ActivityFactory(slug="som")
    for _ in range(number):
        activity.documents.add(KeptFileFactory(document__level=Level.FOCAL_POINTS).document)
    client.force_login(focal_point("GA"))

    with django_assert_max_num_queries(14):
        client.get("/en/space/meetings/som/")
