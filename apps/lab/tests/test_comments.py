"""What is said about a proposal: who may, who reads it, for how long it can change, who is told."""

import datetime
import uuid
from itertools import product

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.lab import services
from apps.lab.models import Comment, CommentFile, Following
from apps.lab.services import Said
from apps.lab.tests.cast import ALL_SEATS, CAST, OWN_SEAT
from apps.lab.tests.factories import CommentFactory, CommentFileFactory, OfferFactory, ProposalFactory
from apps.lab.tests.test_rules import WHO_SEES_PROPOSALS, those_shown, those_who
from apps.lab.workflow import CommentsNotOpen, OfferState, State
from apps.notifications import delivery
from apps.notifications.models import Notice, OutboxMail
from apps.notifications.queries import notices_for
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
TALKING = {State.OPEN, State.UNDER_WAY, State.CONCLUDED}
OWN_WRITERS = {"own head", "own alternate", "own contributor"}
OFFERING = {"offering head", "offering contributor"}
OTHER_WRITERS = OFFERING | {"other head", "committee"}
OFFICE = {"secretariat"}


@pytest.fixture
def cast():
    return {name: make() for name, make in CAST.items()}


def said(code="CH", text="Good idea", **facts):
    partner = PartnerFactory(code=code) if code else None
    return Said(text, "en", partner, **facts)


def told():
    return sorted(OutboxMail.objects.values_list("message", "recipient__email"))


@pytest.mark.parametrize("state", State.values)
def test_who_may_comment_in_which_state(cast, state):
    proposal = ProposalFactory(state=state)
    seats = {"own": "GA", "offering": "CH", "other": "ML", "committee": "MA", "observer": "OB", "secretariat": None}
    wrote, refused, late = set(), set(), set()
    for name, person in cast.items():
        if person.is_authenticated:
            words = said(seats.get(name.split()[0], "GA"))
            try:
                services.add_comment(proposal, words, by=person)
                wrote.add(name)
            except PermissionDenied:
                refused.add(name)
            except CommentsNotOpen:
                late.add(name)

    may = (OWN_WRITERS | OTHER_WRITERS | OFFICE) & WHO_SEES_PROPOSALS.get(state, ALL_SEATS | OFFICE)
    assert wrote == (may if state in TALKING else set())
    assert late == (set() if state in TALKING else may if state != State.WITHDRAWN else ALL_SEATS | OFFICE)
    assert not {"observer", "own reader", "other reader"} & wrote


@pytest.mark.parametrize(("state", "is_private"), list(product(WHO_SEES_PROPOSALS, [False, True])))
def test_who_reads_comments(cast, state, is_private):
    between = PartnerFactory(code="CH") if is_private else None
    comment = CommentFactory(proposal=ProposalFactory(state=state), between=between)
    readers = WHO_SEES_PROPOSALS[state] & ((OWN_SEAT | OFFERING) if is_private else ALL_SEATS | OFFICE)

    assert those_who(cast, "lab.view_comment", comment) == readers
    assert those_who(cast, "lab.read_comment", comment) == readers
    assert those_shown(cast, Comment.objects, comment) == readers
    page = {name for name in readers if Comment.objects.of_page(comment.proposal, cast[name]).exists()}
    assert page == readers
    file = CommentFileFactory(comment=comment)
    assert those_shown(cast, CommentFile.objects, file) == readers
    Comment.objects.update(deleted_at=timezone.now())
    comment.refresh_from_db()
    assert those_who(cast, "lab.read_comment", comment) == set()
    assert those_shown(cast, CommentFile.objects, file) == set()


def test_who_may_do_what_with_a_comment(cast):
    public = CommentFactory(author=cast["offering contributor"])
    private = CommentFactory(author=cast["offering head"], between=PartnerFactory(code="CH"))
    office = CommentFactory(partner=None, author=cast["secretariat"])

    assert those_who(cast, "lab.answer_comment", public) == OWN_WRITERS | OTHER_WRITERS | OFFICE
    assert those_who(cast, "lab.answer_comment", private) == OWN_WRITERS | OFFERING
    assert those_who(cast, "lab.change_comment", public) == {"offering contributor"}
    assert those_who(cast, "lab.change_comment", private) == {"offering head"}
    for verb in ("add_to", "take_back"):
        assert those_who(cast, f"lab.{verb}_comment", public) == OFFERING
        assert those_who(cast, f"lab.{verb}_comment", private) == OFFERING
        assert those_who(cast, f"lab.{verb}_comment", office) == OFFICE


@pytest.mark.parametrize(
    ("speaker", "partner", "between", "is_allowed"),
    [
        ("offering head", "CH", "CH", True),
        ("offering head", "CH", "ML", False),
        ("offering head", "CH", "GA", False),
        ("own head", "GA", "CH", True),
        ("own head", "GA", "GA", False),
        ("own head", "CH", "CH", False),
        ("other head", "ML", "CH", False),
        ("secretariat", None, "CH", False),
        ("secretariat", "GA", None, False),
        ("offering head", None, None, False),
    ],
)
def test_private_words_stay_between_the_proposer_and_their_speaker(speaker, partner, between, is_allowed):
    proposal, person = ProposalFactory(state=State.OPEN), CAST[speaker]()
    words = said(partner, between=PartnerFactory(code=between) if between else None)

    if is_allowed:
        assert services.add_comment(proposal, words, by=person).is_private
    else:
        with pytest.raises(PermissionDenied):
            services.add_comment(proposal, words, by=person)


def test_threads_are_one_level_deep_and_keep_their_readers():
    swiss, gabon = focal_point("CH"), focal_point("GA")
    offer = OfferFactory()
    question = services.ask_about_offer(offer, said("GA", "How long?"), by=gabon)
    answer = services.answer_comment(question, said("CH"), by=swiss)
    again = services.answer_comment(answer, said("GA"), by=gabon)

    assert {answer.parent, again.parent} == {question}
    assert {one.between for one in (question, answer, again)} == {offer.partner}
    assert {one.offer for one in (question, answer, again)} == {offer}
    with pytest.raises(PermissionDenied):
        services.answer_comment(again, said("ML"), by=focal_point("ML"))
    with pytest.raises(PermissionDenied):
        services.answer_comment(again, said(None), by=secretariat_member())


@pytest.mark.parametrize("state", OfferState.values)
def test_only_standing_offers_are_asked_about(state):
    offer = OfferFactory(state=state)
    if state in ("made", "accepted"):
        services.ask_about_offer(offer, said("GA"), by=focal_point("GA", "contributor"))
        assert told() == []
    else:
        with pytest.raises(CommentsNotOpen):
            services.ask_about_offer(offer, said("GA"), by=focal_point("GA"))


def test_a_question_that_stands_is_told_as_such_after_its_offer_ended():
    offer, gabon, key = OfferFactory(), focal_point("GA"), uuid.uuid4()
    first = services.ask_about_offer(offer, said("GA"), by=gabon, form_key=key)
    services.withdraw_offer(offer, by=focal_point("CH"))

    assert services.ask_about_offer(offer, said("GA"), by=gabon, form_key=key) == first
    with pytest.raises(CommentsNotOpen):
        services.ask_about_offer(offer, said("GA"), by=gabon, form_key=uuid.uuid4())
    assert services.answer_comment(first, said("CH"), by=focal_point("CH", "contributor")).parent == first


@pytest.mark.parametrize("who", ["own reader", "offering head", "other head", "secretariat", "observer"])
def test_only_writers_of_the_proposing_seat_ask_about_an_offer(who):
    with pytest.raises(PermissionDenied):
        services.ask_about_offer(OfferFactory(), said("GA"), by=CAST[who]())


@pytest.mark.parametrize("seconds", [0, 899, 900, 901])
def test_words_change_for_a_quarter_of_an_hour_to_the_second(seconds):
    swiss = focal_point("CH")
    with time_machine.travel(datetime.datetime(2026, 11, 25, 10, 0, tzinfo=datetime.UTC), tick=False) as clock:
        comment = services.add_comment(ProposalFactory(state=State.OPEN), said(), by=swiss)
        clock.shift(seconds)
        change = {"by": swiss, "text": "Better", "language": "fr", "seen_at": None}
        if seconds < 900:
            changed = services.change_comment(comment, **change)
            assert (changed.text, changed.language) == ("Better", "fr")
        else:
            with pytest.raises(services.TooLateToChange):
                services.change_comment(comment, **change)
    added = services.add_to_comment(comment, by=swiss, text="And more", language="en")
    assert added.comment == comment


def test_nobody_writes_over_a_change_unseen():
    swiss = focal_point("CH")
    comment = services.add_comment(ProposalFactory(state=State.OPEN), said(), by=swiss)
    first = services.change_comment(comment, by=swiss, text="One", language="en", seen_at=None)

    assert services.change_comment(comment, by=swiss, text="One", language="en", seen_at=None).text == "One"
    with pytest.raises(services.ChangedMeanwhile):
        services.change_comment(comment, by=swiss, text="Two", language="en", seen_at=None)
    services.change_comment(comment, by=swiss, text="Two", language="en", seen_at=first.edited_at)
    services.take_back_comment(comment, by=swiss)
    with pytest.raises(services.ChangedMeanwhile):
        services.change_comment(comment, by=swiss, text="Two", language="en", seen_at=first.edited_at)
    with pytest.raises(services.ChangedMeanwhile):
        services.add_to_comment(comment, by=swiss, text="More", language="en")


def test_closed_proposals_take_no_changes_but_words_can_still_be_taken_back():
    swiss = focal_point("CH")
    comment = CommentFactory(proposal=ProposalFactory(state=State.CLOSED), author=swiss)

    with pytest.raises(CommentsNotOpen):
        services.change_comment(comment, by=swiss, text="x", language="en", seen_at=None)
    with pytest.raises(CommentsNotOpen):
        services.add_to_comment(comment, by=swiss, text="x", language="en")
    once = services.take_back_comment(comment, by=swiss).deleted_at
    assert services.take_back_comment(comment, by=swiss).deleted_at == once


def test_form_sent_twice_is_one_comment_one_file_and_one_addition():
    swiss, key, proposal = focal_point("CH"), uuid.uuid4(), ProposalFactory(state=State.OPEN)
    focal_point("GA")

    def file():
        return SimpleUploadedFile("note.txt", b"A note.", content_type="text/plain")

    twice = [services.add_comment(proposal, said(files=(file(),)), by=swiss, form_key=key) for _ in range(2)]
    added = [services.add_to_comment(twice[0], by=swiss, text="x", language="en", form_key=key) for _ in range(2)]

    assert twice[0] == twice[1]
    assert added[0] == added[1]
    assert (Comment.objects.count(), CommentFile.objects.count()) == (1, 1)
    assert told() == [("lab.addition_made", "head.ga@example.org"), ("lab.comment_made", "head.ga@example.org")]


def test_each_person_hears_once_by_the_message_that_says_most():
    proposal = ProposalFactory(state=State.OPEN)
    writer, gabon, mali, reader = focal_point("CH"), focal_point("GA"), focal_point("ML"), focal_point("ML", "reader")
    senegal, follower, office = focal_point("SN"), focal_point("TN"), secretariat_member(email="sec@example.org")
    focal_point("MA")
    MandateFactory(user=gabon, partner=PartnerFactory(code="ML"), role="contributor")
    thread = CommentFactory(proposal=proposal, partner=PartnerFactory(code="SN"))
    CommentFactory(parent=thread, partner=None, author=office)
    for person in (writer, gabon, mali, follower, senegal):
        Following.objects.create(person=person, proposal=proposal)
    named = frozenset({PartnerFactory(code="ML").pk})

    services.add_comment(proposal, said(mentioned=named), by=writer, parent=thread)

    assert {mail: message for message, mail in told()} == {
        follower.email: "lab.comment_followed",
        reader.email: "lab.comment_made",
        office.email: "lab.comment_made",
        senegal.email: "lab.comment_made",
        gabon.email: "lab.mentioned",
        mali.email: "lab.mentioned",
    }
    assert len(told()) == 6
    assert all("Good idea" in mail.text for mail in OutboxMail.objects.all())
    assert {mail.subject.startswith("[Action]") for mail in OutboxMail.objects.filter(message="lab.mentioned")} == {
        True
    }


def test_private_words_are_told_to_the_other_seat_only():
    proposal, swiss, gabon = ProposalFactory(state=State.OPEN), focal_point("CH"), focal_point("GA")
    colleague, office, mali = focal_point("CH", "contributor"), secretariat_member(), focal_point("ML")
    for person in (office, mali, colleague):
        Following.objects.create(person=person)

    comment = services.add_comment(proposal, said(between=PartnerFactory(code="CH")), by=swiss)
    assert told() == [("lab.comment_private", gabon.email)]
    services.answer_comment(comment, said("GA"), by=gabon)
    assert {mail for _message, mail in told()} == {gabon.email, colleague.email, swiss.email}
    assert {message for message, _mail in told()} == {"lab.comment_private"}
    assert not Notice.objects.filter(recipient__in=[office, mali]).exists()


def test_what_was_taken_back_is_told_to_nobody_any_more():
    proposal, swiss, gabon = ProposalFactory(state=State.OPEN), focal_point("CH"), focal_point("GA")
    comment = services.add_comment(proposal, said(), by=swiss)
    assert len(notices_for(gabon)) == 1

    services.take_back_comment(comment, by=swiss)
    delivery.deliver_due()

    assert set(OutboxMail.objects.values_list("status", flat=True)) == {"withheld"}
    assert notices_for(gabon) == []


def test_mails_that_wait_leave_with_the_words_that_stand():
    proposal, swiss, gabon = ProposalFactory(state=State.OPEN), focal_point("CH"), focal_point("GA", language="fr")
    mali = focal_point("ML")
    Following.objects.create(person=mali, proposal=proposal)
    comment = services.add_comment(proposal, said(text="Unwise words"), by=swiss)
    before = OutboxMail.objects.get(recipient=gabon)
    OutboxMail.objects.filter(recipient=mali).update(status="sent", sent_at=timezone.now())

    services.change_comment(comment, by=swiss, text="Better words", language="en", seen_at=None)

    after, gone = OutboxMail.objects.get(recipient=gabon), OutboxMail.objects.get(recipient=mali)
    assert all("Better words" in body and "Unwise" not in body for body in (after.text, after.html))
    assert (after.subject, after.message_id, after.language) == (before.subject, before.message_id, "fr")
    assert after.text == before.text.replace("Unwise words", "Better words")
    assert "Unwise words" in gone.text
    delivery.deliver_due()
    assert OutboxMail.objects.get(recipient=gabon).status == "sent"


def test_mandate_that_ended_takes_the_word_away():
    proposal, swiss = ProposalFactory(state=State.OPEN), focal_point("CH")
    comment = services.add_comment(proposal, said(), by=swiss)
    swiss.mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")
    swiss = type(swiss).objects.get(pk=swiss.pk)

    with pytest.raises(PermissionDenied):
        services.add_comment(proposal, said(), by=swiss)
    with pytest.raises(PermissionDenied):
        services.take_back_comment(comment, by=swiss)
    # A colleague of the seat can: what is said belongs to it.
    assert services.take_back_comment(comment, by=focal_point("CH", "contributor")).is_deleted


def test_files_are_checked_and_gone_with_what_was_refused():
    swiss, bad = focal_point("CH"), SimpleUploadedFile("x.exe", b"MZ", content_type="text/plain")
    with pytest.raises(Exception, match="not accepted"):
        services.add_comment(ProposalFactory(state=State.OPEN), said(files=(bad,)), by=swiss)
    assert not Comment.objects.exists()
    assert not Following.objects.exists()
