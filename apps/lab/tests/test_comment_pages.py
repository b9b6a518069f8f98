"""The conversation on its pages: nothing typed is lost, the link opens the very comment, and thousands stay fast."""

import datetime
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.accounts.tests.factories import UserFactory
from apps.lab import services
from apps.lab.models import Comment, CommentFile
from apps.lab.queries.talk import threads_of
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import CommentFactory, CommentFileFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.notifications.models import OutboxMail
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
HOSTILE = "<b>bold</b> & \u202ereversed\u202c 🌍 العربية"


@pytest.fixture
def swiss(client):
    user = focal_point("CH")
    client.force_login(user)
    return user


def at(name, *arguments):
    with override("en"):
        return reverse(f"lab:{name}", args=arguments)


def typed(**changes):
    return {"text": "Good idea", "language": "en", "form_key": str(uuid.uuid4()), "audience": "all"} | changes


def landing(client, response):
    """The page to which a comment's address leads, and the place on it."""
    address = client.get(response["Location"])["Location"]
    return address.partition("#")


def test_comment_is_written_read_and_answered(client, swiss):
    proposal = ProposalFactory(state=State.OPEN)
    mali = PartnerFactory(code="ML")
    assert "Write a comment" in client.get(proposal.get_absolute_url()).content.decode()
    assert client.get(at("new_comment", proposal.reference)).status_code == 200
    file = SimpleUploadedFile("note.txt", b"A note.", content_type="text/plain")

    words = typed(text=HOSTILE, language="fr", mentioned=[mali.pk], file_2=file)
    response = client.post(at("new_comment", proposal.reference), words)

    comment = Comment.objects.get()
    assert (comment.text, comment.language, comment.partner.code, comment.author) == (HOSTILE, "fr", "CH", swiss)
    assert list(comment.mentioned.all()) == [mali]
    page, _sign, place = landing(client, response)
    assert (page, place) == (proposal.get_absolute_url(), f"comment-{comment.reference}")
    html = client.get(page).content.decode()
    assert f'id="{place}"' in html
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; \u202ereversed\u202c 🌍 العربية" in html
    assert 'lang="fr"' in html
    assert "Country ML" in html
    download = client.get(
        at("comment_file", proposal.reference, comment.reference, CommentFile.objects.get().reference)
    )
    assert b"".join(download.streaming_content) == b"A note."

    client.force_login(focal_point("GA"))
    assert client.get(at("reply", proposal.reference, comment.reference)).status_code == 200
    client.post(at("reply", proposal.reference, comment.reference), typed(text="Thank you"))
    assert Comment.objects.get(parent=comment).text == "Thank you"
    assert "Thank you" in client.get(page).content.decode()


def test_language_is_the_readers_by_default(client):
    client.force_login(focal_point("CH", language="fr"))
    proposal = ProposalFactory(state=State.OPEN)
    with override("fr"):
        form = client.get(reverse("lab:new_comment", args=[proposal.reference])).context["form"]
    assert form["language"].value() == "fr"


def test_whoever_acts_for_several_chooses_and_never_speaks_for_another_by_accident(client, swiss):
    proposal, mali = ProposalFactory(state=State.OPEN), PartnerFactory(code="ML")
    MandateFactory(user=swiss, partner=mali)
    address = at("new_comment", proposal.reference)

    response = client.post(address, typed())
    assert response.status_code == 422
    assert "speaker" in response.context["form"].errors
    client.post(address, typed(speaker=str(mali.pk)))
    assert Comment.objects.get().partner == mali

    swiss.mandates.filter(partner=mali).update(starts_on="2020-01-01", ends_on="2020-12-31")
    response = client.post(address, typed(speaker=str(mali.pk), text="Kept words"))
    assert response.status_code == 422
    assert "Kept words" in response.content.decode()
    assert Comment.objects.count() == 1


def test_proposer_says_with_which_partner_words_stay(client):
    client.force_login(focal_point("GA"))
    proposal, swiss = ProposalFactory(state=State.OPEN), PartnerFactory(code="CH")
    address = at("new_comment", proposal.reference)

    response = client.post(address, typed(audience="private"))
    assert list(response.context["form"].errors) == ["between"]
    response = client.post(address, typed(audience="private", between=swiss.pk, mentioned=[swiss.pk]))
    assert list(response.context["form"].errors) == ["mentioned"]
    client.post(address, typed(audience="private", between=swiss.pk))
    assert Comment.objects.get().between == swiss


def test_secretariat_writes_to_all_only(client):
    client.force_login(secretariat_member())
    proposal = ProposalFactory(state=State.OPEN)
    assert "audience" not in client.get(at("new_comment", proposal.reference)).context["form"].fields
    client.post(at("new_comment", proposal.reference), typed(audience="private"))
    assert (Comment.objects.get().partner, Comment.objects.get().between) == (None, None)


@pytest.mark.parametrize("text", ["", "   ", "x" * 50_000, "a\x00b"])
def test_what_cannot_be_said_is_refused_at_the_field_and_kept(client, swiss, text):
    proposal = ProposalFactory(state=State.OPEN)
    response = client.post(at("new_comment", proposal.reference), typed(text=text))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["text"]
    assert text.strip().replace("\x00", "") in response.content.decode().replace("\x00", "")
    assert not Comment.objects.exists()


def test_proposal_withdrawn_meanwhile_gives_the_words_back(client, swiss):
    proposal = ProposalFactory(state=State.WITHDRAWN, title_en="Secret title")
    comment = CommentFactory(proposal=proposal, author=swiss)
    for address in (at("new_comment", proposal.reference), at("reply", proposal.reference, comment.reference)):
        response = client.post(address, typed(text="Kept <words>"))
        html = response.content.decode()
        assert response.status_code == 409
        assert "Kept &lt;words&gt;" in html
        assert "Secret title" not in html
    assert Comment.objects.count() == 1


def test_proposal_closed_meanwhile_keeps_the_words_in_the_form(client, swiss):
    proposal = ProposalFactory(state=State.CLOSED)
    assert client.get(at("new_comment", proposal.reference)).status_code == 409
    response = client.post(at("new_comment", proposal.reference), typed(text="Kept words"))
    assert response.status_code == 409
    assert "Kept words" in response.content.decode()
    assert "Write a comment" not in client.get(proposal.get_absolute_url()).content.decode()


def test_mandate_ended_meanwhile_gives_the_words_back_and_tells_nothing(client, swiss):
    proposal = ProposalFactory(state=State.OPEN, title_en="Secret title")
    swiss.mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")
    answers = [
        client.post(at("new_comment", one), typed(text="Kept words")) for one in (proposal.reference, "zzzzzzzzzz")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    for answer in answers:
        assert "Kept words" in answer.content.decode()
        assert "Secret title" not in answer.content.decode()
    assert not Comment.objects.exists()


def test_late_change_becomes_an_addition_with_the_words_kept(client, swiss):
    comment = CommentFactory(author=swiss, text="First")
    reference = comment.proposal.reference
    change = at("change_comment", reference, comment.reference)
    page = client.get(change)
    assert page.context["form"]["text"].value() == "First"
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        response = client.post(change, {"text": "Second", "language": "en", "seen_at": ""})
        html = response.content.decode()
        assert response.status_code == 409
        assert "Second" in html
        add = at("add_to_comment", reference, comment.reference)
        assert f'action="{add}"' in html
        assert client.get(change).status_code == 302
        client.post(add, {"text": "Second", "language": "en"})
        shown = client.get(comment.proposal.get_absolute_url()).content.decode()
    comment.refresh_from_db()
    assert comment.text == "First"
    assert "First" in shown
    assert "Second" in shown


def test_two_changes_in_two_windows_keep_both(client, swiss):
    comment = CommentFactory(author=swiss, text="First")
    change = at("change_comment", comment.proposal.reference, comment.reference)
    first = {"text": "From one window", "language": "en", "seen_at": ""}
    assert client.post(change, first).status_code == 302
    response = client.post(change, first | {"text": "From the other", "language": "en"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "From one window" in html
    assert "From the other" in html
    form = response.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert client.post(change, again).status_code == 302
    comment.refresh_from_db()
    assert comment.text == "From the other"


def test_what_is_taken_back_leaves_its_place(client, swiss):
    comment = CommentFactory(author=swiss, text="Unwise words")
    file = CommentFileFactory(comment=comment, display_name="unwise.txt")
    services.add_to_comment(comment, by=swiss, text="More unwise words", language="en")
    address = at("take_back_comment", comment.proposal.reference, comment.reference)
    assert "Unwise words" in client.get(address).content.decode()

    client.post(address)

    for person in (swiss, focal_point("GA"), secretariat_member()):
        client.force_login(person)
        html = client.get(comment.proposal.get_absolute_url()).content.decode()
        assert "Taken back by Country CH" in html
        assert "nwise" not in html
        download = client.get(at("comment_file", comment.proposal.reference, comment.reference, file.reference))
        assert download.status_code == 404
    client.force_login(swiss)
    for name in ("change_comment", "add_to_comment", "take_back_comment", "reply", "thread"):
        shown = client.get(at(name, comment.proposal.reference, comment.reference), follow=True).content.decode()
        assert "nwise" not in shown


@pytest.mark.parametrize("who", ["secretariat", "other head", "observer", "own missing-migrants", "own former"])
def test_private_words_are_absent_for_everybody_else(client, who):
    offer = OfferFactory()
    proposal = offer.proposal
    client.force_login(CAST[who]())
    before = len(client.get(proposal.get_absolute_url()).content)
    private = CommentFactory(proposal=proposal, between=offer.partner, text="between us", offer=offer)
    alone = CommentFactory(proposal=proposal, between=offer.partner, text="between us")
    file = CommentFileFactory(comment=alone)

    assert len(client.get(proposal.get_absolute_url()).content) == before
    for comment in (private, alone):
        for name in ("comment", "thread", "reply", "change_comment", "add_to_comment", "take_back_comment"):
            assert client.get(at(name, proposal.reference, comment.reference)).status_code == 404
            never = client.post(at(name, proposal.reference, "zzzzzzzzzz"), {"text": "x"})
            there = client.post(at(name, proposal.reference, comment.reference), {"text": "x"})
            assert there.status_code == never.status_code
    assert client.get(at("comment_file", proposal.reference, alone.reference, file.reference)).status_code == 404


def test_the_office_does_not_even_see_that_private_words_were_sent(client):
    proposal = ProposalFactory(state=State.OPEN)
    focal_point("GA")
    swiss = focal_point("CH")
    words = services.Said("Between us", "en", PartnerFactory(code="CH"), PartnerFactory(code="CH"))
    services.add_comment(proposal, words, by=swiss)
    assert OutboxMail.objects.filter(message="lab.comment_private").count() == 1
    client.force_login(secretariat_member())

    listed = client.get(reverse("admin:notifications_outboxmail_changelist")).content.decode()

    assert "head.ga@example.org" not in listed
    mail = OutboxMail.objects.get()
    page = client.get(reverse("admin:notifications_outboxmail_change", args=[mail.pk]), follow=True)
    assert "head.ga@example.org" not in page.content.decode()


def test_question_stands_under_its_offer_for_the_two(client, swiss):
    offer = OfferFactory()
    client.force_login(focal_point("GA"))
    page = client.get(offer.proposal.get_absolute_url()).content.decode()
    ask = at("ask_offer", offer.proposal.reference, offer.reference)
    assert ask in page
    response = client.post(ask, typed(text="For how long?"))
    question = Comment.objects.get()
    assert landing(client, response)[2] == f"comment-{question.reference}"
    client.force_login(swiss)
    client.post(at("reply", offer.proposal.reference, question.reference), typed(text="For a month."))
    html = client.get(offer.proposal.get_absolute_url()).content.decode()
    place = html.index(f'id="offer-{offer.reference}"')
    assert place < html.index("For how long?") < html.index("For a month.") < html.index('id="comments"')


def many(proposal, number, **facts):
    """So many comments, one a second, the last the newest."""
    start, partner = timezone.now() - datetime.timedelta(days=1), PartnerFactory(code="CH")
    author = UserFactory(email="writer@example.org")
    facts = {"proposal": proposal, "partner": partner, "author": author, "text": "x"} | facts
    return Comment.objects.bulk_create(
        Comment(at=start + datetime.timedelta(seconds=second), **facts) for second in range(number)
    )


def test_link_opens_the_very_comment_on_whichever_page(client, swiss):
    proposal = ProposalFactory(state=State.OPEN)
    threads = many(proposal, 45)
    answers = many(proposal, 45, parent=threads[0])
    many(proposal, 30, between=PartnerFactory(code="ML"), partner=PartnerFactory(code="ML"))

    def opened(comment):
        address = client.get(at("comment", proposal.reference, comment.reference))["Location"]
        page, _sign, place = address.partition("#")
        return page, f'id="{place}"' in client.get(page).content.decode()

    home = proposal.get_absolute_url()
    thread = at("thread", proposal.reference, threads[0].reference)
    assert opened(threads[44]) == (home, True)
    assert opened(threads[25]) == (home, True)
    assert opened(threads[24]) == (f"{home}?page=2", True)
    assert opened(threads[0]) == (f"{home}?page=3", True)
    assert opened(answers[44]) == (f"{home}?page=3", True)
    assert opened(answers[24]) == (f"{thread}?page=2", True)
    assert opened(answers[0]) == (thread, True)
    html = client.get(f"{home}?page=3").content.decode()
    assert "25 earlier answers" in html
    assert client.get(f"{home}?page=4").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_many_questions_for_three_as_for_one(client, django_assert_num_queries, number):
    proposal = ProposalFactory(state=State.OPEN)
    for position in range(number):
        partner = PartnerFactory(code=f"P{position}")
        offer = OfferFactory(proposal=proposal, partner=partner)
        for facts in ({}, {"between": partner}, {"between": partner, "offer": offer}):
            thread = CommentFactory(proposal=proposal, partner=partner, mentioned=[partner], **facts)
            answer = CommentFactory(parent=thread, offer=thread.offer)
            CommentFileFactory(comment=thread)
            CommentFileFactory(comment=answer)
            thread.additions.create(author=thread.author, text="More")
    client.force_login(focal_point("GA"))
    client.get(reverse("lab:list"))

    with django_assert_num_queries(11):
        client.get(proposal.get_absolute_url())
    with django_assert_num_queries(7):
        client.get(at("thread", proposal.reference, Comment.objects.filter(parent=None).first().reference))


def test_long_conversations_are_read_from_the_index(client, swiss):
    proposal = ProposalFactory(state=State.OPEN)
    many(proposal, 3_000)
    many(ProposalFactory(state=State.OPEN), 3_000)
    plan = threads_of(proposal, swiss)[:21].explain()
    if connection.vendor == "sqlite":
        assert "lab_comment_thread" in plan
        assert "TEMP B-TREE" not in plan
    page = client.get(f"{proposal.get_absolute_url()}?page=150")
    assert page.status_code == 200
    assert len(page.context["talk"].threads) == 20
