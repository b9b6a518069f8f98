"""The public pages of documents, in both languages."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.documents.models import Level
from apps.framework.models import CrossCuttingPriority, GcmObjective
from apps.framework.tests.factories import ActionFactory, ActionPlanFactory, AreaFactory, ObjectiveFactory, TopicFactory
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import PartnerFactory

from .factories import AddressFactory, DocumentFactory, KeptFileFactory, write_reserve

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 4
QUERIES_OF_A_DOCUMENT = 5
ABOVE_PUBLIC = sorted(set(Level) - {Level.PUBLIC})
UNSEEN = [*({"level": level} for level in ABOVE_PUBLIC), {"draft": True}, {"withdrawn": True}, {"scheduled": True}]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, number):
    for _ in range(number):
        document = AddressFactory(language="fr").document
        document.actions.add(ActionFactory())
        document.partners.add(PartnerFactory())

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/en/documents/")


@pytest.mark.parametrize("number", [1, 3])
def test_document_costs_the_same_queries_whatever_it_tells(client, django_assert_num_queries, number):
    document = DocumentFactory(slug="here")
    KeptFileFactory(document=document)
    for place in range(number):
        document.actions.add(ActionFactory())
        document.areas.add(AreaFactory())
        document.partners.add(PartnerFactory())
        document.topics.add(TopicFactory(slug=f"t{place}"))

    with django_assert_num_queries(QUERIES_OF_A_DOCUMENT):
        client.get("/en/documents/here/")


@pytest.fixture
def varied():
    """Two documents that differ in everything that can be filtered by."""
    plan = ActionPlanFactory(slug="cadiz")
    area = AreaFactory(number=3, plan=plan)
    objective = ObjectiveFactory(area=area, number=5, code="5b")
    action = ActionFactory(objective=objective, number=11)
    wanted = DocumentFactory(
        slug="wanted", title_en="Wanted", title_fr="Voulu", kind="study", issued_on=datetime.date(2024, 3, 1)
    )
    wanted.actions.add(action)
    wanted.topics.add(TopicFactory(slug="cities"))
    partner = PartnerFactory(code="CH")
    wanted.partners.add(partner)
    wanted.chairmanships.add(Chairmanship.objects.create(number=1, slug="swiss-2026", partner=partner))
    AddressFactory(document=wanted, language="fr")
    DocumentFactory(slug="unwanted", title_en="Unneeded", title_fr="Écarté", issued_on=datetime.date(2023, 3, 1))
    return wanted


@pytest.mark.parametrize(
    "query",
    [
        "year=2024",
        "kind=study",
        "language=fr",
        "area=cadiz.3",
        "action=cadiz.11",
        "topic=cities",
        "objective=cadiz.5b",
        "chairmanship=swiss-2026",
        "partner=ch",
    ],
)
def test_each_filter_narrows_the_list_and_survives_the_language(client, varied, query):
    answer = client.get(f"/fr/documents/?{query}")

    assertContains(answer, "Voulu")
    assertNotContains(answer, "Écarté")
    assertContains(answer, "1 résultat")
    assertContains(answer, f'href="/en/documents/?{query}"')


@pytest.mark.parametrize(
    "query",
    [
        "year=1850",
        "kind=party",
        "language=de",
        "area=cadiz.9",
        "action=cadiz.1",
        "topic=x",
        "objective=cadiz.5a",
        "partner=zz",
        "year=%00",
    ],
)
def test_filter_that_is_no_choice_is_ignored_and_said(client, varied, query):
    answer = client.get(f"/en/documents/?{query}")

    assertContains(answer, "2 results")
    assertContains(answer, "was ignored")


def test_filter_that_another_page_leads_to_is_kept_and_can_be_lifted(client, varied):
    answer = client.get("/en/documents/?partner=ch&kind=study")

    assertContains(answer, '<input type="hidden" name="partner" value="ch"', count=1)
    assertNotContains(answer, 'name="objective"')
    assertContains(answer, 'href="?kind=study"')


def test_filters_offer_only_what_leads_to_a_public_document(client, varied):
    hidden = DocumentFactory(level=Level.COMMITTEE, issued_on=datetime.date(2001, 1, 1))
    hidden.actions.add(ActionFactory(objective__area__plan__slug="cadiz", number=29))
    hidden.topics.add(TopicFactory(slug="grants"))
    varied.topics.add(TopicFactory(slug="drafted", draft=True))

    answer = client.get("/en/documents/")

    assertContains(answer, 'value="cadiz.11"')
    assertContains(answer, 'value="cities"')
    assertContains(answer, '<option value="2023">')
    for absent in ("cadiz.29", "grants", "drafted", "2001"):
        assertNotContains(answer, absent)


def test_filters_survive_paging(client):
    for number in range(21):
        DocumentFactory(issued_on=datetime.date(2024, 1, 1) + datetime.timedelta(days=number))

    first = client.get("/en/documents/?year=2024")
    second = client.get("/en/documents/?year=2024&page=2")

    assertContains(first, 'href="?year=2024&amp;page=2"')
    assertContains(first, "21 results")
    assert len(second.context["rows"]) == 1


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "99999999999999999999"])
def test_page_that_is_not_there_is_not_found(client, page):
    DocumentFactory()

    assert client.get(f"/en/documents/?page={page}").status_code == 404


def test_empty_list_says_what_would_be_there(client):
    assertContains(client.get("/fr/documents/"), "Aucun document pour l’instant")


def test_filters_without_a_match_offer_a_way_back(client, varied):
    answer = client.get("/en/documents/?year=2023&kind=study")

    assertContains(answer, "No document matches these filters")
    assertContains(answer, "See all documents")


@pytest.mark.parametrize("fields", UNSEEN)
def test_what_is_not_public_is_neither_listed_nor_counted_nor_guessable(client, fields):
    document = DocumentFactory(slug="secretpaper", title_en="Secret", kind="study", **fields)
    KeptFileFactory(document=document)
    DocumentFactory()

    listed = client.get("/en/documents/")
    never = client.get("/en/documents/neverspaper/")
    found = client.get("/en/documents/secretpaper/")
    file_never = client.get("/en/documents/neverspaper/file/en/")
    file_found = client.get("/en/documents/secretpaper/file/en/")

    assertContains(listed, "1 result<")
    assertNotContains(listed, "Secret")
    assertContains(client.get("/en/documents/?kind=study"), "no result")
    assert (found.status_code, file_found.status_code) == (404, 404)
    assert found.content.replace(b"secretpaper", b"neverspaper") == never.content
    assert file_found.content.replace(b"secretpaper", b"neverspaper") == file_never.content
    assert found.headers == never.headers
    assert file_found.headers == file_never.headers


def test_document_tells_its_facts_and_neither_source_nor_other_list(client):
    DocumentFactory(
        slug="study",
        precision="month",
        authors="Nelly Robin",
        summary_fr="En bref.",
        summary_en="In short.",
        editors_note_fr="Les deux versions diffèrent.",
        source="for editors only",
        also_listed_as="D99",
    )

    answer = client.get("/fr/documents/study/")

    assertContains(answer, "septembre 2023")
    assertNotContains(answer, "20 septembre")
    assertContains(answer, "Nelly Robin")
    assertContains(answer, "<p>En bref.</p>")
    assertContains(answer, "résumé de la rédaction")
    assertContains(answer, "<p>Les deux versions diffèrent.</p>")
    assertNotContains(answer, "for editors only")
    assertNotContains(answer, "D99")


@pytest.mark.parametrize(("language", "marks"), [("fr", 1), ("en", 0)])
def test_french_title_that_is_ours_is_marked_in_french(client, language, marks):
    DocumentFactory(slug="here", title_fr_is_working_translation=True)

    assertContains(client.get(f"/{language}/documents/here/"), "wording--translation", count=marks)


def test_each_language_has_its_file_its_address_or_the_way_to_ask(client):
    document = DocumentFactory(slug="here", title_en="A & B")
    KeptFileFactory(document=document, language="en", address="https://www.example.org/paper")

    answer = client.get("/en/documents/here/")

    assertContains(answer, 'href="/en/documents/here/file/en/?v=')
    assertContains(answer, "PDF, 1.2\N{NO-BREAK SPACE}MB")
    assertContains(answer, '<a href="https://www.example.org/paper" hreflang="en">')
    assertContains(answer, "<small>example.org</small>")
    assertContains(answer, "Not deposited here in French.")
    assertContains(answer, 'href="mailto:rabatprocess@icmpd.org?subject=A%20%26%20B"')


def test_document_that_is_nowhere_says_whom_to_ask(client):
    DocumentFactory(slug="here")

    answer = client.get("/en/documents/here/")

    assertContains(answer, "Not deposited here.")
    assertContains(answer, "rabatprocess@icmpd.org</a>")
    assertNotContains(answer, "Not deposited here in")


def test_document_without_a_known_date_says_none(client):
    DocumentFactory(slug="here", issued_on=None)

    answer = client.get("/en/documents/here/")

    assert answer.status_code == 200
    assertNotContains(answer, "<dt>Date</dt>")


def test_document_in_every_language_sends_nobody_to_the_secretariat(client):
    document = AddressFactory(document__slug="here", language="en").document
    AddressFactory(document=document, language="fr")

    assertNotContains(client.get("/en/documents/here/"), "mailto:")


def test_document_leads_to_all_that_it_belongs_to(client):
    plan = ActionPlanFactory(slug="cadiz")
    area = AreaFactory(number=3, plan=plan, title_fr="Protection et asile", title_fr_is_working_translation=True)
    objective = ObjectiveFactory(area=area, number=5, code="5b")
    partner = PartnerFactory(code="CH", name_fr="Suisse")
    document = DocumentFactory(slug="here")
    document.areas.add(area)
    document.objectives.add(objective)
    document.actions.add(ActionFactory(objective=objective, number=11))
    document.topics.add(TopicFactory(slug="cities", title_fr="Ville"))
    document.partners.add(partner, PartnerFactory(code="XA", name_fr="Exemplie", is_invented=True))
    document.chairmanships.add(
        Chairmanship.objects.create(
            number=1, slug="swiss", partner=partner, starts_on=datetime.date(2026, 1, 29), ends_on="2027-01-29"
        )
    )
    priority = CrossCuttingPriority.objects.create(plan=plan, number=2, title_en="Gender", title_fr="Genre")
    document.cross_cutting.add(priority)

    answer = client.get("/fr/documents/here/")

    assertContains(answer, '<a href="/fr/plans-d-action/cadiz/domaine/3/">Domaine 3</a>')
    assertContains(answer, "Protection et asile")
    assertContains(answer, "wording--translation", count=1)
    assertContains(answer, '<a href="/fr/plans-d-action/cadiz/objectif/5b/">Objectif 5b</a>')
    assertContains(answer, '<a href="/fr/plans-d-action/cadiz/action/11/">Action 11</a>')
    assertContains(answer, '<a href="/fr/themes/cities/">Ville</a>')
    assertContains(answer, '<a href="/fr/presidences/swiss/">Suisse</a> (2026–2027)')
    assertContains(answer, '<a href="/fr/partenaires/ch/">Suisse</a>')
    assertContains(answer, ">2 · Genre</a>")
    assertNotContains(answer, "Exemplie")


def test_mention_of_the_global_compact_carries_the_reserve(client):
    write_reserve()
    document = DocumentFactory(slug="here")
    document.gcm_objectives.add(GcmObjective.objects.create(number=9, title_en="Smuggling", title_fr="Trafic"))
    DocumentFactory(slug="table", kind="alignment_table")
    DocumentFactory(slug="other")

    answer = client.get("/en/documents/here/")

    assertContains(answer, "#objective-9")
    assertContains(answer, '<p class="disclaimer">No change of positions.</p>')
    assertContains(client.get("/fr/documents/table/"), '<p class="disclaimer">Sans préjudice.</p>')
    assertNotContains(client.get("/en/documents/other/"), "disclaimer")
    assertContains(client.get("/en/documents/"), '<p class="disclaimer">No change of positions.</p>', count=1)
    assertNotContains(client.get("/en/documents/?kind=outcome_document"), "disclaimer")


def test_video_tells_address_length_language_and_transcript_and_is_not_embedded(client):
    video = DocumentFactory(video=True, slug="film", seconds=200, transcript_en="Welcome.\n\nThank you.")
    AddressFactory(document=video, address="https://video.example.org/1")

    answer = client.get("/en/documents/film/")

    assertContains(answer, '<a href="https://video.example.org/1" hreflang="en">Video in English</a>')
    assertContains(answer, "3\N{NARROW NO-BREAK SPACE}min\N{NARROW NO-BREAK SPACE}20\N{NARROW NO-BREAK SPACE}s")
    assertContains(answer, "<p>Welcome.</p><p>Thank you.</p>")
    for embedding in ("<iframe", "<video", "<embed", "<object"):
        assertNotContains(answer, embedding)


def test_text_in_the_other_language_carries_its_lang(client):
    DocumentFactory(slug="here", transcript_fr="Bienvenue.")

    assertContains(client.get("/en/documents/here/"), '<div lang="fr"><p>Bienvenue.</p></div>')
