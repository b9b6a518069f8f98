"""The library of the space: what it lists, how it is narrowed, what its pages tell."""

import datetime

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.accounts.tests.factories import UserFactory
from apps.documents.models import Level
from apps.partners.tests.factories import NetworkFactory, PartnerFactory, focal_point, secretariat_member

from .factories import AddressFactory, DocumentFactory, KeptFileFactory
from .test_access import missing_migrants, of_committee, of_missing_migrants
from .test_files import form_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14


@pytest.mark.parametrize("language", ["en", "fr"])
def test_list_tells_symbol_mark_and_leads_to_the_pages_of_the_space(client, language):
    DocumentFactory(slug="paper", level=Level.FOCAL_POINTS, symbol="RP/SOM/2026/3")
    client.force_login(focal_point("GA", language=language))
    space = {"en": "/en/space/documents/", "fr": "/fr/espace/documents/"}[language]

    page = client.get(space)

    assertContains(page, f'href="{space}paper/"')
    assertContains(page, "RP/SOM/2026/3")
    assertContains(page, {"en": "focal points", "fr": "points focaux"}[language])
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_max_num_queries, number):
    for _ in range(number):
        AddressFactory(document__level=Level.FOCAL_POINTS)
    client.force_login(focal_point("GA"))
    client.get("/en/space/documents/")

    with django_assert_max_num_queries(MOST_QUERIES) as captured:
        client.get("/en/space/documents/")

    test_list_costs_the_same_queries_whatever_its_length.seen = {
        *getattr(test_list_costs_the_same_queries_whatever_its_length, "seen", ()),
        len(captured),
    }
    assert len(test_list_costs_the_same_queries_whatever_its_length.seen) == 1


def titles(client, query: str) -> list[str]:
    page = client.get(f"/en/space/documents/?{query}")
    return sorted(row.slug for row in page.context["page"].rows)


def test_filters_of_the_space_narrow_the_list(client):
    old = timezone.now() - datetime.timedelta(days=400)
    NetworkFactory()
    DocumentFactory(slug="public", published_at=old)
    DocumentFactory(slug="seats", level=Level.FOCAL_POINTS, published_at=old)
    DocumentFactory(slug="committee", level=Level.COMMITTEE)
    DocumentFactory(slug="network", level=Level.FOCAL_POINTS, network=missing_migrants(), kind="study")
    client.force_login(secretariat_member())
    month_ago = (timezone.localdate() - datetime.timedelta(days=30)).isoformat()

    assert titles(client, "level=committee") == ["committee"]
    assert titles(client, "level=focal_points") == ["network", "seats"]
    assert titles(client, "network=missing-migrants") == ["network"]
    assert titles(client, f"since={month_ago}") == ["committee", "network"]
    assert titles(client, "kind=study&level=focal_points") == ["network"]


@pytest.mark.parametrize("query", ["level=committee", "level=x", "network=nfp", "since=2026-13-01", "since=%00"])
def test_filter_that_is_not_offered_is_ignored_and_said(client, query):
    DocumentFactory(level=Level.FOCAL_POINTS)
    client.force_login(focal_point("GA"))

    assertContains(client.get(f"/en/space/documents/?{query}"), "was ignored")


@pytest.mark.parametrize(
    ("reader", "levels"),
    [
        (lambda: focal_point("GA"), ["", "public", "focal_points"]),
        (of_committee, ["", "public", "focal_points", "committee"]),
        (of_missing_migrants, ["", "public", "focal_points"]),
        (secretariat_member, ["", "public", "focal_points", "committee", "secretariat"]),
    ],
)
def test_only_levels_that_one_reads_are_offered(client, reader, levels):
    client.force_login(reader())

    form = client.get("/en/space/documents/").context["filters"]

    assert [value for value, _words in form.fields["level"].choices] == levels


def test_library_is_for_who_acts_for_somebody(client):
    assert client.get("/en/space/documents/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/en/space/documents/").status_code == 403


def test_page_carries_the_mark_symbol_and_original_language(client):
    document = DocumentFactory(slug="here", level=Level.COMMITTEE, symbol="RP/SC/2026/1/Rev.2", original_language="fr")
    KeptFileFactory(document=document)
    client.force_login(of_committee())

    page = client.get("/en/space/documents/here/")

    for words in ("Restricted: for the Steering Committee only", "RP/SC/2026/1/Rev.2 (Revision 2)", "French"):
        assertContains(page, words)
    assertContains(page, 'href="/en/space/documents/here/file/en/?v=')


def test_documents_that_take_one_anothers_place_say_so_on_both_pages(client):
    later = DocumentFactory(slug="later", symbol="RP/SOM/2026/3/Rev.1")
    DocumentFactory(slug="earlier", title_en="Earlier paper", superseded_by=later)

    for place in ("/en/documents", "/en/space/documents"):
        client.force_login(focal_point("GA", email=f"{place[-5:]}@example.org"))
        earlier = client.get(f"{place}/earlier/")
        assertContains(earlier, "Another document has taken the place of this one:")
        assertContains(earlier, f'href="{place}/later/"')
        assertContains(client.get(f"{place}/later/"), f'<a href="{place}/earlier/">Earlier paper</a>')


def test_office_is_told_how_names_and_level_go_together(client):
    document = DocumentFactory(level=Level.FOCAL_POINTS)
    partner = PartnerFactory(code="GA")
    client.force_login(secretariat_member())
    address = f"/admin/documents/document/{document.pk}/change/"
    page = client.get(address)
    sent = form_of(page)

    names_only = client.post(address, {**sent, "named_partners": [partner.pk]})
    box_only = client.post(address, {**sent, "for_named_only": "on"})
    public = client.post(address, {**sent, "level": "public", "for_named_only": "on", "named_partners": [partner.pk]})
    both = client.post(address, {**sent, "for_named_only": "on", "named_partners": [partner.pk]})

    assertContains(page, "is read by those who have the level and act for one of these partners")
    assertContains(names_only, "You named partners: please tick this box")
    assertContains(box_only, "Please name the partners who may read it.")
    assertContains(public, "What is for named partners only cannot be public, now or later.")
    assert both.status_code == 302
    document.refresh_from_db()
    assert document.history.first().named_partners.get().partner == partner
    assertNotContains(client.get(address), "You named partners")
