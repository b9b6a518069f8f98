"""A form that is sent again with other words: nothing is passed off as sent, and what was typed is kept."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from apps.lab import services
from apps.lab.models import Addition, Comment, ConsolidatedReply, Offer, StandingOffer
from apps.lab.tests.factories import CommentFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
NOT_SENT = "What stands below is not sent yet"


def at(name, *arguments):
    with override("en"):
        return reverse(name, args=arguments)


@pytest.fixture
def swiss(client):
    user = focal_point("CH")
    client.force_login(user)
    return user


def send_again(client, address, first, second, *, is_kept=("text",)):
    """Send one form twice with other words the second time; returns the form as it comes back, to be sent once more."""
    first = first | {"form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(address, first).status_code == 302
    response = client.post(address, first | second)
    html = response.content.decode()
    assert response.status_code == 409
    for name in is_kept:
        assert second[name] in html
        assert first[name] in html
    form = response.context["form"]
    typed = {field.html_name: field.value() for field in form}
    assert str(typed["form_key"]) != first["form_key"]
    return response, {name: value for name, value in typed.items() if value not in (None, "", [])}


def test_other_words_in_a_comment_are_a_second_comment_if_they_are_sent_again(client, swiss):
    address = at("lab:new_comment", ProposalFactory(state=State.OPEN).reference)

    response, again = send_again(
        client, address, {"text": "First words", "language": "en"}, {"text": "Better words", "language": "en"}
    )

    first = Comment.objects.get()
    assert first.text == "First words"
    assert NOT_SENT in response.content.decode()
    assert first.get_absolute_url() in response.content.decode()
    for _twice in range(2):
        assert client.post(address, again).status_code == 302
    assert [one.text for one in Comment.objects.all()] == ["First words", "Better words"]


@pytest.mark.parametrize(
    "changed",
    [{"language": "fr"}, {"audience": "private"}, {"file": True}, {"mentioned": True}],
)
def test_a_comment_is_the_same_only_with_its_readers_its_files_and_whom_it_names(client, swiss, changed):
    address = at("lab:new_comment", ProposalFactory(state=State.OPEN).reference)
    typed = {"text": "Words", "language": "en", "audience": "all", "form_key": str(uuid.uuid4())}
    mali = PartnerFactory(code="ML")
    client.post(address, typed)
    if "file" in changed:
        changed = {"file_1": SimpleUploadedFile("note.txt", b"A note.", content_type="text/plain")}
    if "mentioned" in changed:
        changed = {"mentioned": [str(mali.pk)]}

    assert client.post(address, typed | changed).status_code == 409
    assert Comment.objects.count() == 1


def test_a_file_sent_twice_with_its_comment_is_one(client, swiss):
    address = at("lab:new_comment", ProposalFactory(state=State.OPEN).reference)
    typed = {"text": "Words", "language": "en", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        file = SimpleUploadedFile("../a  note.txt", b"A note.", content_type="text/plain")
        assert client.post(address, typed | {"file_1": file}).status_code == 302
    assert Comment.objects.get().files.count() == 1


def test_key_of_another_proposal_takes_no_words_away(client, swiss):
    one, other = (ProposalFactory(state=State.OPEN) for _two in range(2))
    typed = {"text": "The same words", "language": "en", "form_key": str(uuid.uuid4())}
    client.post(at("lab:new_comment", one.reference), typed)

    response = client.post(at("lab:new_comment", other.reference), typed)

    assert response.status_code == 409
    again = {field.html_name: field.value() or "" for field in response.context["form"] if field.name != "mentioned"}
    assert client.post(at("lab:new_comment", other.reference), again).status_code == 302
    assert (one.comments.count(), other.comments.count()) == (1, 1)


def test_what_was_taken_back_is_not_told_as_standing(client, swiss):
    address = at("lab:new_comment", ProposalFactory(state=State.OPEN).reference)
    typed = {"text": "Unwise words", "language": "en", "form_key": str(uuid.uuid4())}
    client.post(address, typed)
    services.take_back_comment(Comment.objects.get(), by=swiss)

    response = client.post(address, typed)

    assert response.status_code == 409
    assert response.content.decode().count("Unwise words") == 1


def test_other_words_in_an_answer_a_question_and_an_addition(client):
    offer = OfferFactory()
    client.force_login(focal_point("GA"))
    proposal = offer.proposal.reference
    words = {"text": "First words", "language": "en"}, {"text": "Better words", "language": "en"}

    _page, again = send_again(client, at("lab:ask_offer", proposal, offer.reference), *words)
    client.post(at("lab:ask_offer", proposal, offer.reference), again)
    question = Comment.objects.first()
    _page, again = send_again(client, at("lab:reply", proposal, question.reference), *words)
    client.post(at("lab:reply", proposal, question.reference), again)
    address = at("lab:add_to_comment", proposal, question.reference)
    page, again = send_again(client, address, *words)
    assert question.get_absolute_url() in page.content.decode()
    client.post(address, again)

    assert (offer.comments.filter(parent=None).count(), question.replies.count()) == (2, 2)
    assert [one.text for one in Addition.objects.all()] == ["First words", "Better words"]


def test_other_words_in_an_offer_that_waits_are_told_so(client, swiss):
    address = at("lab:offer", ProposalFactory(state=State.OPEN).reference)
    first = {"kind": "funding", "text": "Ten thousand", "language": "en"}

    page, again = send_again(client, address, first, {"text": "Twenty thousand"})

    offer = Offer.objects.get()
    assert offer.text == "Ten thousand"
    assert "has offered this kind of support already" in page.content.decode()
    assert offer.get_absolute_url() in page.content.decode()
    assert client.post(address, again).status_code == 422
    assert client.post(address, again | {"kind": "training"}).status_code == 302
    assert Offer.objects.count() == 2


def test_another_kind_of_offer_from_the_same_form_can_be_made_too(client, swiss):
    address = at("lab:offer", ProposalFactory(state=State.OPEN).reference)
    first = {"kind": "funding", "text": "Ten thousand", "language": "en"}

    page, again = send_again(client, address, first, {"kind": "training", "text": "Two weeks"})

    assert NOT_SENT in page.content.decode()
    assert client.post(address, again).status_code == 302
    assert sorted(Offer.objects.values_list("kind", flat=True)) == ["funding", "training"]


def test_an_offer_that_was_withdrawn_is_not_told_as_made(client, swiss):
    proposal = ProposalFactory(state=State.OPEN)
    typed = {"kind": "funding", "text": "Ten thousand", "language": "en", "form_key": str(uuid.uuid4())}
    client.post(at("lab:offer", proposal.reference), typed)
    services.withdraw_offer(Offer.objects.get(), by=swiss)

    assert client.post(at("lab:offer", proposal.reference), typed).status_code == 409
    assert Offer.objects.count() == 1


@pytest.mark.parametrize("changed", [{"text": "Better"}, {"valid_until": "2050-01-01"}])
def test_other_words_in_a_standing_offer_are_a_second_one_if_they_are_sent_again(client, swiss, changed):
    address = at("lab:new_standing_offer")
    first = {"kind": "expertise", "title": "Experts", "text": "First words", "language": "en"}

    page, again = send_again(client, address, first, changed, is_kept=["text"] if "text" in changed else [])

    standing = StandingOffer.objects.get()
    assert standing.text == "First words"
    assert standing.get_absolute_url() in page.content.decode()
    assert client.post(address, again).status_code == 302
    assert StandingOffer.objects.count() == 2


def test_other_words_in_the_reply_of_the_office(client):
    office = secretariat_member()
    client.force_login(office)
    proposal = OfferFactory().proposal
    address = reverse("admin:lab_proposal_reply", args=[proposal.pk])

    page, again = send_again(
        client, address, {"text_en": "First words"}, {"text_en": "Better words"}, is_kept=["text_en"]
    )

    assert ConsolidatedReply.objects.get().text_en == "First words"
    assert NOT_SENT in page.content.decode()
    assert client.post(address, again).status_code == 302
    assert ConsolidatedReply.objects.count() == 2


def test_words_of_another_conversation_are_not_shown(client, swiss):
    """A private comment of a seat that its writer has left since: neither its words nor its place."""
    proposal, key = ProposalFactory(state=State.OPEN), uuid.uuid4()
    mali = PartnerFactory(code="ML")
    CommentFactory(proposal=proposal, author=swiss, partner=mali, between=mali, text="Between two", form_key=key)

    response = client.post(
        at("lab:new_comment", proposal.reference), {"text": "Mine", "language": "en", "form_key": str(key)}
    )

    assert response.status_code == 409
    assert "Between two" not in response.content.decode()
    assert "See it in its place" not in response.content.decode()
