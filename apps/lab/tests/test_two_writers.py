"""Two people, or two tabs, in one draft: nobody writes over the other, and each sees their own words again."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.lab import queries, services
from apps.lab.models import AsideText, Writer
from apps.lab.personal import known_of
from apps.lab.services import Draft
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import ProposalFactory
from apps.lab.tests.pages import Page
from apps.lab.tests.test_views import filled
from apps.lab.workflow import State
from apps.partners.tests.factories import MandateFactory, focal_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def gabon(client):
    user = focal_point("GA")
    client.force_login(user)
    return user


@pytest.fixture
def colleague():
    return focal_point("GA", "alternate")


def saved_by(colleague, proposal, **texts):
    """A colleague saves the draft with these texts."""
    proposal.refresh_from_db()
    draft = Draft.of(proposal)
    draft.texts = {**draft.texts, **texts}
    return services.save_draft(proposal, draft, by=colleague, version=proposal.version)


def test_words_that_meet_a_colleagues_are_put_aside_until_their_writer_decides(client, gabon, colleague):
    proposal = ProposalFactory(summary_en="at first")
    page, edit = Page(client, proposal), reverse("lab:edit", args=[proposal.reference])
    saved_by(colleague, proposal, summary="theirs", context="theirs too")

    response = page.sends(summary="mine")
    page.sends(summary="mine, longer", aims="a new aim")

    proposal.refresh_from_db()
    assert (response.status_code, response.json()["edit"]) == (409, edit)
    assert "put aside" in response.json()["told"]
    assert (proposal.summary_en, proposal.aims_en) == ("theirs", "")
    shown = client.get(edit)
    assert shown.status_code == 200
    told = [(one.label, one.stored, one.typed) for one in shown.context["differences"]]
    assert told == [("Summary", "theirs", "mine, longer"), ("What it is to achieve", "", "a new aim")]

    client.post(edit, filled(shown) | {"save": "1"})
    proposal.refresh_from_db()
    assert (proposal.summary_en, proposal.context_en) == ("mine, longer", "theirs too")
    assert not AsideText.objects.exists()
    assert "differences" not in client.get(edit).context


def test_keeping_what_stands_lets_the_own_words_go(client, gabon, colleague):
    proposal = ProposalFactory()
    page = Page(client, proposal)
    saved_by(colleague, proposal, summary="theirs")
    page.sends(summary="mine")
    AsideText.objects.create(proposal=proposal, person=colleague, typed={"summary": ["of the colleague"]})

    response = client.post(reverse("lab:let_go", args=[proposal.reference]))

    assert response["Location"] == proposal.get_absolute_url()
    assert AsideText.objects.get().person == colleague
    proposal.refresh_from_db()
    assert proposal.summary_en == "theirs"


def test_form_that_meets_a_colleagues_words_is_put_aside_too(client, gabon, colleague):
    proposal = ProposalFactory()
    edit = reverse("lab:edit", args=[proposal.reference])
    typed = filled(client.get(edit)) | {"summary": "mine", "save": "1"}
    saved_by(colleague, proposal, summary="theirs")

    assert client.post(edit, typed).status_code == 409

    shown = client.get(edit)
    assert [one.typed for one in shown.context["differences"]] == ["mine"]
    assert shown.context["form"]["summary"].value() == "mine"


def test_words_put_aside_that_are_wrong_are_shown_with_what_is_wrong(client, gabon, colleague):
    proposal = ProposalFactory()
    page = Page(client, proposal)
    saved_by(colleague, proposal, summary="theirs")
    page.sends(budget="much", summary="mine")

    shown = client.get(reverse("lab:edit", args=[proposal.reference]))

    assert list(shown.context["form"].errors) == ["budget"]
    assert 'value="much"' in shown.content.decode()


@pytest.mark.parametrize("text", ["a\x00b", "\u202eabc 👩🏽‍🌾", "<script>alert(1)</script>", "x" * 50_000])
def test_odd_words_are_put_aside_and_shown_again(client, gabon, colleague, text):
    proposal = ProposalFactory()
    page, edit = Page(client, proposal), reverse("lab:edit", args=[proposal.reference])
    saved_by(colleague, proposal, context="theirs")

    assert page.sends(summary=text).status_code == 409

    shown = client.get(edit)
    assert shown.status_code == 200
    assert shown.context["form"]["summary"].value() == text.replace("\x00", "\ufffd")
    assert "<script>alert" not in shown.content.decode()


def test_proposal_that_was_sent_meanwhile_keeps_the_words_for_their_writer(client, gabon, colleague):
    proposal = ProposalFactory()
    page = Page(client, proposal)
    services.submit(proposal, by=colleague)

    response = page.sends(summary="late words")

    assert response.status_code == 409
    shown = client.get(reverse("lab:edit", args=[proposal.reference])).content.decode()
    assert "late words" in shown
    assert "<textarea" not in shown


def test_page_that_fell_behind_is_told_so_and_never_given_the_new_version(client, gabon, colleague):
    proposal = ProposalFactory()
    page = Page(client, proposal)
    saved_by(colleague, proposal, summary="theirs")

    answer = page.sends().json()

    assert answer["version"] == 1
    assert "meanwhile" in answer["told"]
    typed = page.form | {"title": "Mine", "version": answer["version"], "save": "1"}
    assert client.post(reverse("lab:edit", args=[proposal.reference]), typed).status_code == 409


def test_same_words_of_two_people_are_no_conflict(client, gabon, colleague):
    proposal = ProposalFactory()
    page = Page(client, proposal)
    saved_by(colleague, proposal, summary="the same")

    assert page.sends(summary="the same").status_code == 200
    assert not AsideText.objects.exists()


def test_two_tabs_of_one_person_do_not_overwrite_each_other(client, gabon):
    proposal = ProposalFactory()
    first, second = Page(client, proposal), Page(client, proposal)

    assert first.sends(summary="first").status_code == 200
    assert second.sends(summary="second").status_code == 409
    assert first.sends(summary="first, longer").status_code == 200

    proposal.refresh_from_db()
    assert proposal.summary_en == "first, longer"
    assert AsideText.objects.get().typed == {"summary": ["second"]}


def test_colleagues_of_the_seat_are_named_while_they_have_the_draft_open(client, gabon, colleague):
    proposal, stranger = ProposalFactory(), focal_point("ML")
    former = MandateFactory(partner=proposal.partner, ended=True).user
    for person in (gabon, colleague, stranger, former):
        Writer.objects.create(proposal=proposal, person=person)
    page = Page(client, proposal)

    expected = f"{colleague} has this draft open too."
    assert page.sends().json()["others"] == expected
    shown = client.get(reverse("lab:edit", args=[proposal.reference])).content.decode()
    assert expected in shown
    for person in (stranger, former):
        assert str(person) not in shown
    Writer.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=2), opened_at=None)
    assert page.sends().json()["others"] == ""


def test_saving_without_a_script_says_that_somebody_writes(client, gabon, colleague):
    proposal = ProposalFactory()
    edit = reverse("lab:edit", args=[proposal.reference])

    client.post(edit, filled(client.get(edit)) | {"summary": "mine", "save": "1"})

    assert list(queries.writing_too(proposal, colleague)) == [gabon]
    assert list(queries.writing_too(proposal, focal_point("ML"))) == []


@pytest.mark.parametrize(("minutes", "is_told"), [(1, True), (14, True), (16, False)])
def test_whoever_opened_the_form_without_a_script_is_told_for_a_quarter_of_an_hour(client, gabon, minutes, is_told):
    proposal, colleague = ProposalFactory(), focal_point("GA", "alternate")
    edit, now = reverse("lab:edit", args=[proposal.reference]), timezone.now()
    client.get(edit)

    client.force_login(colleague)
    with time_machine.travel(now + datetime.timedelta(minutes=minutes), tick=False):
        assert list(queries.writing_too(proposal, colleague)) == ([gabon] if is_told else [])


@pytest.mark.parametrize("how", ["script", "saved"])
def test_a_page_that_says_so_itself_counts_no_longer_than_that(client, gabon, colleague, how):
    proposal, now = ProposalFactory(), timezone.now()
    if how == "script":
        Page(client, proposal).sends()
    else:
        edit = reverse("lab:edit", args=[proposal.reference])
        client.post(edit, filled(client.get(edit)) | {"summary": "mine", "save": "1"})

    with time_machine.travel(now + datetime.timedelta(minutes=2), tick=False):
        assert list(queries.writing_too(proposal, colleague)) == []


def test_opening_the_form_again_does_not_forget_which_page_saved_last(client, gabon):
    proposal = ProposalFactory()
    page = Page(client, proposal)
    page.sends(summary="one", hears=False)
    client.get(reverse("lab:edit", args=[proposal.reference]))

    assert page.sends(summary="two").status_code == 200


@pytest.mark.parametrize("name", [name for name in CAST if name != "own head"])
def test_words_put_aside_are_seen_by_their_writer_only(client, name):
    proposal = ProposalFactory(state=State.OPEN)
    writer, person = focal_point("GA", "head"), CAST[name]()
    AsideText.objects.create(proposal=proposal, person=writer, typed={"summary": ["zeltaro secret"]})

    assert AsideText.objects.visible_to(writer).count() == 1
    assert not AsideText.objects.visible_to(person).exists()
    if person.is_authenticated:
        client.force_login(person)
        for address in ("lab:edit", "lab:proposal"):
            page = client.get(reverse(address, args=[proposal.reference]))
            assert "zeltaro" not in page.content.decode()


def test_words_put_aside_are_in_the_file_of_their_writer_as_long_as_they_see_the_draft(gabon, colleague):
    proposal = ProposalFactory()
    AsideText.objects.create(proposal=proposal, person=gabon, typed={"summary": ["mine"]})

    assert [row["typed"] for row in known_of(gabon)["put_aside"]] == [{"summary": ["mine"]}]
    assert known_of(colleague)["put_aside"] == []


@pytest.mark.parametrize("name", ["own reader", "other head", "secretariat", "own former"])
def test_only_writers_of_the_seat_let_words_go(client, name):
    proposal = ProposalFactory()
    client.force_login(CAST[name]())

    response = client.post(reverse("lab:let_go", args=[proposal.reference]))

    assert response.status_code == (403 if name == "own reader" else 404)
