"""Documents and videos on the pages of what they belong to."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.common.registry import panels
from apps.documents.models import Document, Level
from apps.documents.queries import shelves_of
from apps.documents.queries.about import MANY, ROWS_IN_PANEL, is_tied_to_many
from apps.framework.tests.factories import ActionFactory, ActionPlanFactory, AreaFactory, ObjectiveFactory, TopicFactory
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import PartnerFactory

from .factories import AddressFactory, DocumentFactory, write_reserve

pytestmark = pytest.mark.django_db
QUERIES_OF_A_PANEL = 2


@pytest.fixture
def things():
    """One of everything that documents belong to."""
    area = AreaFactory(number=3, plan=ActionPlanFactory(slug="cadiz"))
    objective = ObjectiveFactory(area=area, number=5, code="5b")
    partner = PartnerFactory(code="CH")
    return {
        "area": area,
        "objective": objective,
        "action": ActionFactory(objective=objective, number=11),
        "topic": TopicFactory(slug="cities"),
        "chairmanship": Chairmanship.objects.create(number=1, slug="swiss-2026", partner=partner),
        "partner": partner,
    }


MODELS = {
    "area": "framework.area",
    "objective": "framework.objective",
    "action": "framework.action",
    "topic": "framework.topic",
    "chairmanship": "partners.chairmanship",
    "partner": "partners.partner",
}


def told(what: str, thing) -> list[tuple[bool, list[str]]]:
    return [(shelf.is_video, [row.title for row in shelf.rows]) for shelf in shelves_of(what, thing)]


def test_every_page_that_shows_documents_has_its_panel():
    about = {panel.about for panel in panels if panel.template == "documents/_panel.html"}

    assert about == set(MODELS.values())


@pytest.mark.parametrize("about", MODELS.values())
def test_what_was_done_stands_before_what_is_kept_of_it(about):
    shown = [panel.template for panel in panels if panel.about == about]

    assert shown.index("activities/_panel.html") < shown.index("documents/_panel.html")


@pytest.mark.parametrize("what", MODELS)
def test_panel_tells_documents_and_videos_apart_the_latest_first(things, what):
    linked = [
        DocumentFactory(title_en="Old", issued_on="2020-01-01"),
        DocumentFactory(title_en="New", issued_on="2024-01-01"),
        DocumentFactory(title_en="Film", video=True),
        DocumentFactory(title_en="Talk", kind="podcast", issued_on=None),
    ]
    DocumentFactory(title_en="Of something else")
    things[what].documents.add(*linked)

    assert told(what, things[what]) == [(False, ["New", "Old"]), (True, ["Film", "Talk"])]


def test_part_of_a_plan_shows_what_belongs_to_its_parts(things):
    for title, what in (("A", "area"), ("B", "objective"), ("C", "action")):
        things[what].documents.add(DocumentFactory(title_en=title))
    both = DocumentFactory(title_en="D", issued_on="2025-01-01")
    both.areas.add(things["area"])
    both.actions.add(things["action"])

    assert told("area", things["area"]) == [(False, ["D", "C", "B", "A"])]
    assert told("objective", things["objective"]) == [(False, ["D", "C", "B"])]
    assert told("action", things["action"]) == [(False, ["D", "C"])]


@pytest.mark.parametrize("what", MODELS)
def test_panel_shows_public_documents_only(things, what):
    hidden = [{"level": level} for level in set(Level) - {Level.PUBLIC}]
    hidden += [{"draft": True}, {"withdrawn": True}, {"scheduled": True}]
    things[what].documents.add(*(DocumentFactory(**fields) for fields in hidden))

    assert shelves_of(what, things[what]) == []


@pytest.mark.parametrize("what", MODELS)
def test_panel_with_more_than_it_shows_leads_to_all(client, things, what):
    day = datetime.date(2024, 1, 1)
    documents = [
        DocumentFactory(title_en=f"Paper {number:02}", issued_on=day + datetime.timedelta(days=number))
        for number in range(ROWS_IN_PANEL + 1)
    ]
    things[what].documents.add(*documents)
    DocumentFactory()

    (shelf,) = shelves_of(what, things[what])

    assert len(shelf.rows) == ROWS_IN_PANEL
    assertContains(client.get(shelf.more_url), f"{ROWS_IN_PANEL + 1} results")


@pytest.mark.parametrize("what", ["area", "topic"])
def test_thing_with_very_many_documents_is_told_like_any_other(client, things, what):
    number = MANY + 1
    documents = Document.objects.bulk_create(
        DocumentFactory.build(issued_on=datetime.date(2020, 1, 1) + datetime.timedelta(days=place))
        for place in range(number)
    )
    things[what].documents.add(*documents)
    things["action"].documents.add(DocumentFactory(video=True, title_en="Film"))
    things["topic"].documents.add(DocumentFactory(video=True, title_en="Film"))

    papers, videos = shelves_of(what, things[what])

    assert [row.url for row in papers.rows] == [one.get_absolute_url() for one in documents[: -ROWS_IN_PANEL - 1 : -1]]
    assert [row.title for row in videos.rows] == ["Film"]
    assertContains(client.get(papers.more_url), f"{number + 1:,} results")


def test_panel_that_shows_all_leads_nowhere(things):
    things["topic"].documents.add(*(DocumentFactory() for _ in range(ROWS_IN_PANEL)))

    (shelf,) = shelves_of("topic", things["topic"])

    assert shelf.more_url == ""


@pytest.mark.parametrize("what", MODELS)
@pytest.mark.parametrize("number", [1, 3])
def test_panel_costs_two_queries_whatever_it_shows(things, django_assert_num_queries, what, number):
    for _ in range(number):
        document = AddressFactory().document
        AddressFactory(document=document, language="fr")
        things[what].documents.add(document, DocumentFactory(video=True))

    is_tied_to_many(what, things[what].pk)
    with django_assert_num_queries(QUERIES_OF_A_PANEL):
        shelves = shelves_of(what, things[what])

    assert [len(shelf.rows) for shelf in shelves] == [number, number]
    assert shelves[0].rows[0].facts == "Outcome document · English, French"


def test_table_of_the_global_compact_carries_the_reserve_wherever_it_stands(client, things):
    write_reserve()
    things["topic"].documents.add(DocumentFactory(kind="alignment_table"))

    assertContains(client.get("/fr/themes/cities/"), '<p class="disclaimer">Sans préjudice.</p>', count=1)


def test_partner_page_shows_the_panel_and_an_empty_one_is_not_drawn(client, things):
    assertNotContains(client.get("/en/partners/ch/"), 'id="documents"')
    things["partner"].documents.add(DocumentFactory(title_en="Of the partner"), DocumentFactory(video=True))

    answer = client.get("/en/partners/ch/")

    assertContains(answer, '<h2 id="documents">Documents</h2>')
    assertContains(answer, '<h2 id="videos">Videos</h2>')
    assertContains(answer, "Of the partner")
