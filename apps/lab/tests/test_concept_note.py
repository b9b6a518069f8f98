"""The concept note: a page to print and a PDF in each language, for whoever may read the proposal."""

import datetime
from decimal import Decimal
from itertools import product

import pytest
from django.urls import reverse
from django.utils.translation import override

from apps.lab import queries
from apps.lab.models import SupportSought
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import GcmObjectiveFactory, ObjectiveFactory, ProposalFactory, RegionFactory
from apps.lab.tests.scenes import WHO_SEES
from apps.lab.views.papers import paper_of
from apps.lab.workflow import State
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = pytest.mark.django_db


def full(**fields):
    """A French proposal in which every field is filled, with an English title by the secretariat."""
    written = ("summary", "context", "aims", "expected_results", "activities_planned", "already_done", "support_sought")
    words = {f"{name}_fr": f"{name} en français" for name in written} | {"summary_en": "", "support_sought_en": ""}
    facts = {"starts_on": datetime.date(2027, 3, 1), "budget": Decimal(250_000), "currency": "EUR", "share_sought": 60}
    titles = {"language": "fr", "title_fr": "Un forum", "title_en": "A forum", "contact": "desk@example.org"}
    proposal = ProposalFactory(**(titles | words | facts | fields))
    proposal.actions.add(ObjectiveFactory().actions.create(number=7, title_en="Train", title_fr="Former"))
    proposal.gcm_objectives.add(GcmObjectiveFactory())
    proposal.partners_concerned.add(PartnerFactory(code="ML"))
    proposal.regions.add(RegionFactory())
    SupportSought.objects.create(proposal=proposal, kind="training")
    return proposal


def page_of(client, proposal, language="en"):
    with override(language):
        return client.get(reverse("lab:concept_note", args=[proposal.reference]))


def text_of(note):
    """Every word of the paper as it is handed to the typesetter."""
    with override(note.language):
        return str(paper_of(note))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_note_says_whose_statement_it_is_its_state_its_day_and_that_it_is_a_draft(client, language):
    proposal = full(state=State.DRAFT)
    client.force_login(focal_point("GA"))

    html = page_of(client, proposal, language).content.decode()
    note = queries.concept_note(proposal, language)
    told = text_of(note)

    for text in (html, told):
        for words in (proposal.reference, "desk@example.org", "summary en français", "support_sought en français"):
            assert words in text
    assert note.statement in html.replace("&#x27;", "'")
    assert note.day.replace("1er\u00a0", "1<sup>er</sup>\u00a0") in html or note.day in html
    assert note.is_draft
    assert ("A forum" if language == "en" else "Un forum") in html
    assert "<strong>" in html
    assert note.reserve


def test_labels_are_of_the_language_asked_for_and_texts_bring_their_own(client):
    proposal = full()
    client.force_login(focal_point("GA"))

    html = page_of(client, proposal).content.decode()
    with override("en"):
        note = queries.concept_note(proposal, "en")
        paper = paper_of(note)

    assert 'lang="fr"' in html
    assert "Expected results" in html
    assert paper.title == "A forum"
    assert paper.lang == "en"
    assert {block["lang"] for section in paper.sections[:7] for block in section.blocks} == {"fr"}
    for words in ("EUR\u00a0250,000", "60%", "Train", "Country ML", "West Africa", "Training", "Regular pathways"):
        assert words in html
        assert words in text_of(note).replace("\\xa0", "\u00a0")


@pytest.mark.parametrize("state", [State.OPEN, State.CONCLUDED])
def test_what_was_published_is_no_draft(state):
    note = queries.concept_note(full(state=state), "en")

    assert not note.is_draft
    assert "Draft" not in text_of(note)


@pytest.mark.parametrize("language", ["en", "fr", "", "xx", "%00"])
def test_pdf_comes_in_the_language_asked_for(client, language):
    proposal = full(state=State.OPEN)
    client.force_login(focal_point("ML"))

    response = client.get(f"{reverse('lab:concept_note_pdf', args=[proposal.reference])}?language={language}")

    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-")
    expected = b"fr" if language == "fr" else b"en"
    assert b"/Lang (" + expected + b")" in response.content or b"/Lang(" + expected + b")" in response.content
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "words", ['#import "x" #read("/etc/passwd")', "\u202eabc", "😀 مرحبا", "<script>alert(1)</script>", "$x$ [*] \\"]
)
def test_hostile_words_are_set_as_words(client, words):
    proposal = full(state=State.OPEN, title_en=words, summary_fr=words, contact=words)
    client.force_login(focal_point("ML"))

    assert client.get(reverse("lab:concept_note_pdf", args=[proposal.reference])).content.startswith(b"%PDF-")
    assert "<script>alert" not in page_of(client, proposal).content.decode()


@pytest.mark.parametrize(("where", "name"), list(product(WHO_SEES, CAST)))
def test_note_is_for_whoever_reads_the_proposal(client, where, name, monkeypatch):
    monkeypatch.setattr("apps.common.pdf.make_pdf", lambda paper: b"%PDF-")
    state, before = where
    proposal = ProposalFactory(state=state, withdrawn_from=before)
    person = CAST[name]()
    if person.is_authenticated:
        client.force_login(person)

    answers = {
        client.get(reverse(f"lab:{view}", args=[proposal.reference])).status_code
        for view in ("concept_note", "concept_note_pdf")
    }

    assert answers == {302 if name == "visitor" else 200 if name in WHO_SEES[where] else 404}


def test_page_asks_fourteen_questions_at_most(client, django_assert_max_num_queries):
    proposal = full(state=State.OPEN)
    for number in range(3):
        proposal.partners_concerned.add(PartnerFactory(code=f"P{number}"))
    client.force_login(focal_point("ML"))
    client.get(reverse("lab:list"))

    with django_assert_max_num_queries(14):
        page_of(client, proposal)
