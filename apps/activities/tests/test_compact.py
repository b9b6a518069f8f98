"""The page of the Global Compact: the rows of each language's own table, and what is no row."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.queries import gcm_table
from apps.common.memory import forget_everything
from apps.documents.tests.factories import DocumentFactory

from .factories import ActivityFactory, GcmObjectiveFactory, GcmRowFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_PAGE = 4


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_queries_whatever_it_tells(client, django_assert_num_queries, number):
    for _ in range(number):
        row = GcmRowFactory(activities=[ActivityFactory(), ActivityFactory()])
        row.documents.add(DocumentFactory(), DocumentFactory())
        GcmObjectiveFactory()

    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        client.get("/en/global-compact/")


def test_rows_and_objectives_without_one_are_counted():
    for number in range(1, 24):
        objective = GcmObjectiveFactory(number=number)
        if number % 2 == 0:
            GcmRowFactory(objective=objective)

    table = gcm_table("en")

    assert table.coverage_in_words == "11 of 23 objectives have a row in the table."
    assert [row.objective.number for row in table.rows] == list(range(2, 24, 2))
    assert [objective.number for objective in table.others] == list(range(1, 24, 2))


def test_each_language_shows_its_own_table_under_the_same_anchors(client):
    GcmRowFactory(
        objective__number=8, editors_note_en="The English table differs", editors_note_fr="Le français diffère"
    )

    english, french = client.get("/en/global-compact/"), client.get("/fr/pacte-mondial/")

    assertContains(english, "What the English table says.")
    assertContains(english, "The English table differs")
    assertContains(french, "Ce que dit le tableau français.")
    assertContains(french, "Le français diffère")
    for answer in (english, french):
        assertContains(answer, 'id="objective-8"', count=1)


def test_row_leads_to_its_activities_and_public_documents_only(client):
    shown = ActivityFactory(slug="shown", status="cancelled")
    row = GcmRowFactory(activities=[shown, ActivityFactory(slug="unseen", draft=True)])
    row.documents.add(DocumentFactory(slug="paper"), DocumentFactory(slug="undisclosed", level="committee"))

    answer = client.get("/en/global-compact/")

    assertContains(answer, 'href="/en/activities/shown/"')
    assertContains(answer, "20\N{NO-BREAK SPACE}September 2023 · cancelled")
    assertContains(answer, 'href="/en/documents/paper/"')
    assertNotContains(answer, "unseen")
    assertNotContains(answer, "undisclosed")


def test_row_that_is_not_of_the_published_table_waits_for_the_secretariat(client):
    row = GcmRowFactory(
        objective__number=8, later=True, text_en="Added since", activities=[ActivityFactory(slug="one")]
    )
    row.documents.add(DocumentFactory(slug="paper"))

    answer = client.get("/en/global-compact/")
    for trace in ("Added since", "/activities/one/", "/documents/paper/"):
        assertNotContains(answer, trace)
    assertContains(answer, '<li id="objective-8">')

    row.confirmed_at = timezone.make_aware(datetime.datetime(2026, 5, 4, 12))
    row.save()
    forget_everything()

    answer = client.get("/en/global-compact/")
    assertContains(answer, "Added since")
    assertContains(answer, "not in the published table; confirmed by the secretariat on 4\N{NO-BREAK SPACE}May 2026")


def test_objectives_without_a_row_are_no_failures(client):
    GcmObjectiveFactory(number=3, title_fr="Information")

    answer = client.get("/fr/pacte-mondial/")

    assertContains(answer, "Objectifs sans ligne")
    assertContains(answer, "Cela ne dit rien de ce que les partenaires font en leur faveur.")
    assertContains(answer, '<li id="objective-3">3 · Information</li>')
    assertContains(answer, "Le tableau n’est pas encore publié ici")


def test_page_carries_our_own_disclaimer_as_long_as_the_office_wrote_none(client):
    assertContains(client.get("/en/global-compact/"), "changes no national position", count=1)
    assertContains(client.get("/fr/pacte-mondial/"), "ne modifie aucune position nationale", count=1)


def test_note_on_an_objective_is_told():
    GcmRowFactory(objective=GcmObjectiveFactory(number=10, editors_note_fr="Coquille corrigée"))

    with override("fr"):
        assert gcm_table("fr").rows[0].objective.note == "<p>Coquille corrigée</p>"
