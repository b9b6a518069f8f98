"""Forms whose thing or whose mandate ends while somebody writes: the words come back, and nothing else is told."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from apps.lab.models import Answer, Offer, Proposal, StandingOffer
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.tests.factories import ProposalFactory
from apps.lab.workflow import QueryState, State
from apps.partners.tests.factories import focal_point

pytestmark = pytest.mark.django_db
SECRET = "Secret title"


def at(name, *arguments):
    with override("en"):
        return reverse(name, args=arguments)


def new_proposal():
    return at("lab:new"), {"title": "Kept words", "summary": "More kept words"}


def edited_draft():
    return at("lab:edit", ProposalFactory(title_en=SECRET).reference), {
        "title": "Kept words",
        "aims": "More kept words",
    }


def offer():
    proposal = ProposalFactory(state=State.OPEN, title_en=SECRET, partner__code="ML")
    return at("lab:offer", proposal.reference), {"text": "Kept words", "conditions": "More kept words"}


def standing_offer():
    return at("lab:new_standing_offer"), {"title": "Kept words", "text": "More kept words"}


def answers():
    query = QueryFactory(state=QueryState.RUNNING, title=SECRET, asked=["GA"], partner__code="ML")
    return at("ask:answer", query.reference, "ga"), {"answer_1": "Kept words", "answer_2": "More kept words"}


def questions():
    return at("ask:new"), {"title": "Kept words", "introduction": "More kept words"}


def edited_questions():
    return at("ask:edit", QueryFactory(title=SECRET).reference), {
        "title": "Kept words",
        "question_1": "More kept words",
    }


@pytest.mark.parametrize(
    "make", [new_proposal, edited_draft, offer, standing_offer, answers, questions, edited_questions]
)
def test_words_come_back_when_the_mandate_ended_meanwhile(client, make):
    gabon = focal_point("GA")
    client.force_login(gabon)
    address, typed = make()
    assert client.get(address).status_code == 200
    before = [model.objects.count() for model in (Proposal, Offer, StandingOffer, Answer)]
    gabon.mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")

    response = client.post(address, typed | {"language": "en", "kind": "funding"})

    html = response.content.decode()
    assert response.status_code in (403, 404)
    assert "Kept words" in html
    assert "More kept words" in html
    assert SECRET not in html
    assert before == [model.objects.count() for model in (Proposal, Offer, StandingOffer, Answer)]
    assert client.post(address, {"language": "en", "kind": "funding"}).status_code == response.status_code
    assert client.get(address).status_code == response.status_code


@pytest.mark.parametrize("name", ["lab:edit", "lab:offer"])
def test_what_is_out_of_reach_answers_like_what_never_was(client, name):
    client.force_login(focal_point("CH"))
    hidden, typed = ProposalFactory(title_en=SECRET), {"text": "Kept words", "title": "Kept words"}

    there = client.post(at(name, hidden.reference), typed)
    never = client.post(at(name, "zzzzzzzzzz"), typed)

    assert (there.status_code, never.status_code) == (404, 404)
    assert there.content.decode().replace(hidden.reference, "zzzzzzzzzz").count("Kept words") == 1
    assert SECRET not in there.content.decode()


def test_answers_sent_by_the_head_meanwhile_give_a_colleague_their_words_back(client):
    sheet = SheetFactory(sent_at=None, texts=["Before", "Before"])
    client.force_login(focal_point("CH", "contributor"))
    assert client.get(sheet.address_to_write()).status_code == 200
    type(sheet).objects.update(sent_at=sheet.changed_at)

    typed = {"answer_1": "Kept words", "answer_2": "More kept words", "language": "en", "version": sheet.version}
    response = client.post(sheet.address_to_write(), typed)

    html = response.content.decode()
    assert response.status_code == 403
    assert "Kept words" in html
    assert "More kept words" in html
    assert "Your seat has sent its answers." in html
    assert set(Answer.objects.values_list("text", flat=True)) == {"Before"}


@pytest.mark.parametrize("version", ["-1", "0", "7", "2147483648", "", "x"])
def test_first_answers_are_saved_whatever_version_they_claim(client, version):
    query = QueryFactory(state=QueryState.RUNNING)
    client.force_login(focal_point("CH"))
    typed = {"answer_1": "First words", "language": "en", "version": version}

    response = client.post(at("ask:answer", query.reference, "ch"), typed)

    assert response.status_code in (302, 422)
    assert response.status_code == 302 or "First words" in response.content.decode()
