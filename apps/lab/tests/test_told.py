"""What mails say besides their first words, and events that are told of to some and not to others."""

import uuid

import pytest
from django.utils import timezone

from apps.activities.tests.factories import ActivityFactory
from apps.documents.tests.factories import DocumentFactory, KeptFileFactory
from apps.lab import notifications, services
from apps.lab.models import Following, Question
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.tests.cast import committee_member
from apps.lab.tests.factories import CommentFactory, OfferFactory, ProposalFactory, StandingOfferFactory
from apps.lab.workflow import QueryState, State
from apps.notifications import delivery
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import ChairmanshipFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
NOTE, FORM = "Zeltaro 1 vorpilu", uuid.uuid4()


def told(message):
    """Who heard by this message, at once or later."""
    return sorted(Notice.objects.filter(message=message).values_list("recipient__email", flat=True))


def mails(message):
    """The mails of this message that were queued."""
    return list(OutboxMail.objects.filter(message=message).order_by("pk"))


def said(message, words):
    """Whether every mail of the message says the words in both its parts."""
    found = mails(message)
    return bool(found) and all(words in mail.text and words in mail.html for mail in found)


def followed(proposal):
    """A focal point who follows it."""
    mali = focal_point("ML")
    Following.objects.create(person=mali, proposal=proposal)
    return mali


def test_partners_concerned_hear_at_once_of_what_is_published_and_by_no_second_message():
    proposal, reader = ProposalFactory(state=State.SUBMITTED), focal_point("SN", "reader")
    proposal.partners_concerned.set([PartnerFactory(code=code) for code in ("SN", "FR", "GA")])
    Following.objects.create(person=reader)
    StandingOfferFactory(partner__code="FR")
    ready, gabon, other = focal_point("FR"), focal_point("GA"), focal_point("TG")

    services.publish(proposal, by=secretariat_member())

    assert [mail.recipient for mail in mails("lab.published_concerned")] == [reader]
    found = Notice.objects.values_list("message", "recipient")
    assert sorted(found) == sorted([
        ("lab.published_concerned", reader.pk), ("lab.match_found", ready.pk),
        ("lab.published_own", gabon.pk), ("lab.published", other.pk),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("addressee", "hears"),
    [("chair", ["head.ma@example.org"]), ("committee", ["head.bf@example.org"]), ("secretariat", ["sec@example.org"])],
)
def test_a_suggestion_is_told_to_whom_it_is_put_and_asks_for_an_answer(mailoutbox, addressee, hears):
    ChairmanshipFactory(partner=PartnerFactory(code="MA"), starts_on=timezone.localdate())
    member = committee_member("BF")
    for code in ("MA", "BF"):
        focal_point(code, "reader")
    focal_point("MA")
    secretariat_member(email="sec@example.org")
    facts = {"addressed_partner": member.mandates.get().partner} if addressee == "committee" else {}
    suggestion = ProposalFactory(state=State.SUBMITTED, kind="suggestion", addressee=addressee, **facts)

    services.publish(suggestion, by=secretariat_member(email="publisher@example.org"), note=NOTE)
    delivery.deliver_due()

    assert told("lab.suggestion_put") == hears
    assert [mail.status for mail in mails("lab.suggestion_put")] == ["sent"]
    assert said("lab.suggestion_put", f"/space/lab/{suggestion.reference}/")
    assert said("lab.suggestion_put", NOTE)
    assert not set(told("lab.published")) & set(hears)


def test_who_no_longer_chairs_is_asked_for_no_answer(mailoutbox):
    term = ChairmanshipFactory(partner=PartnerFactory(code="MA"), starts_on=timezone.localdate())
    chair, suggestion = focal_point("MA"), ProposalFactory(state=State.SUBMITTED, kind="suggestion", addressee="chair")
    services.publish(suggestion, by=secretariat_member())
    term.delete()

    delivery.deliver_due()

    assert [mail.status for mail in mails("lab.suggestion_put")] == ["withheld"]
    assert chair.email not in {address for mail in mailoutbox for address in mail.to}


def test_the_answer_to_a_suggestion_reaches_followers():
    suggestion = ProposalFactory(state=State.OPEN, kind="suggestion", addressee="secretariat")
    mali, gabon, office = followed(suggestion), focal_point("GA"), secretariat_member()
    Following.objects.create(person=gabon)

    services.answer_suggestion(suggestion, by=office, partner=None, text=NOTE, language="en")

    assert told("lab.suggestion_answered_followed") == [mali.email]
    assert told("lab.suggestion_answered") == [gabon.email]
    assert said("lab.suggestion_answered_followed", NOTE)


@pytest.mark.parametrize("step", ["conclude", "close"])
def test_the_secretariat_hears_of_what_the_seat_ends_not_of_what_it_ends_itself(step):
    member, colleague = (secretariat_member(email=f"{name}@example.org") for name in ("member", "colleague"))
    state = {"conclude": State.UNDER_WAY, "close": State.OPEN}[step]
    by_office, by_seat = (ProposalFactory(state=state) for _twice in range(2))
    Following.objects.create(person=colleague, proposal=by_seat)

    services.PROPOSAL_STEPS[step](by_office, by=member, note="We think so")
    assert told("lab.moved_on_office") == []
    services.PROPOSAL_STEPS[step](by_seat, by=focal_point("GA"), note=NOTE)

    assert told("lab.moved_on_office") == [colleague.email, member.email]
    assert told("lab.moved_on_followed") == []
    assert said("lab.moved_on_office", NOTE)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.OPEN])
def test_withdrawing_tells_colleagues_and_the_secretariat_with_the_reason(mailoutbox, state):
    gabon, colleague, office = focal_point("GA"), focal_point("GA", "reader"), secretariat_member()

    returned_at = timezone.now() if state == State.RETURNED else None
    services.withdraw(ProposalFactory(state=state, returned_at=returned_at), by=gabon, note=NOTE)
    delivery.deliver_due()

    assert told("lab.withdrawn_own") == [colleague.email]
    assert told("lab.withdrawn_office") == ([office.email] if state in (State.SUBMITTED, State.OPEN) else [])
    assert said("lab.withdrawn_own", NOTE)
    assert {mail.status for mail in OutboxMail.objects.all()} == {"sent"}


def test_another_date_for_offers_is_told_with_its_hour():
    proposal, office = ProposalFactory(state=State.OPEN), secretariat_member()
    mali, gabon, until = followed(proposal), focal_point("GA"), timezone.now().replace(year=2040, month=1, hour=17)

    for _twice in range(2):
        services.set_offers_until(proposal, by=office, until=until)

    assert told("lab.date_moved") == [gabon.email, mali.email]
    assert all("2040" in mail.text and "(Brussels)" in mail.text for mail in mails("lab.date_moved"))


@pytest.mark.parametrize(("level", "status"), [("focal_points", "sent"), ("committee", "withheld")])
def test_what_followed_is_told_only_to_those_who_may_see_it(mailoutbox, level, status):
    proposal = ProposalFactory(state=State.CONCLUDED)
    mali, member = followed(proposal), committee_member("MA")
    Following.objects.create(person=member, proposal=proposal)
    paper = KeptFileFactory(document=DocumentFactory(level=level, title_en=NOTE)).document

    services.add_sequel(proposal, by=secretariat_member(), thing=paper)
    delivery.deliver_due()

    statuses = {mail.recipient: mail.status for mail in mails("lab.sequel_named")}
    assert statuses == {mali: status, member: "sent"}
    assert any(NOTE in mail.body for mail in mailoutbox if mali.email in mail.to) is (status == "sent")


def test_what_followed_is_not_told_to_an_offer_that_waits():
    offer = OfferFactory(proposal__state=State.UNDER_WAY)
    focal_point("CH")

    services.add_sequel(offer.proposal, by=secretariat_member(), thing=ActivityFactory())

    assert told("lab.sequel_named") == []


def test_what_is_added_is_told_to_those_who_heard_of_the_comment():
    comment = CommentFactory(mentioned=[PartnerFactory(code="BF")], author=focal_point("CH"))
    gabon, named, mali = focal_point("GA"), focal_point("BF"), followed(comment.proposal)
    colleague = focal_point("CH", "contributor")
    Following.objects.create(person=comment.author, proposal=comment.proposal)

    for _twice in range(2):
        services.add_to_comment(comment, by=colleague, text=NOTE, language="en", form_key=FORM)

    assert told("lab.addition_made") == sorted(one.email for one in (gabon, named, mali, comment.author))
    assert said("lab.addition_made", NOTE)


def test_what_is_added_between_two_is_told_to_the_other_of_them_only(mailoutbox):
    comment = CommentFactory(between=PartnerFactory(code="CH"), author=focal_point("CH"))
    gabon, mali = focal_point("GA"), followed(comment.proposal)
    secretariat_member()

    services.add_to_comment(comment, by=comment.author, text=NOTE, language="en")
    notifications.PrivateAddition(comment.additions.get()).queue_for([mali])
    delivery.deliver_due()

    assert [mail.recipient for mail in mails("lab.addition_private") if mail.status == "sent"] == [gabon]
    assert notifications.PrivateAddition.is_confidential
    assert not any(NOTE in mail.body for mail in mailoutbox if mali.email in mail.to)


def test_nothing_is_told_of_what_was_added_to_a_comment_that_was_taken_back(mailoutbox):
    comment = CommentFactory(author=focal_point("CH"))
    focal_point("GA")
    services.add_to_comment(comment, by=comment.author, text=NOTE, language="en")
    services.take_back_comment(comment, by=comment.author)

    delivery.deliver_due()

    assert {mail.status for mail in mails("lab.addition_made")} == {"withheld"}


def test_notes_go_with_the_mails_about_publishing_sending_and_closing():
    gabon, office = focal_point("GA"), secretariat_member()
    focal_point("GA", "reader")
    proposal = ProposalFactory()
    Following.objects.create(person=focal_point("ML"))

    services.submit(proposal, by=gabon, note=NOTE)
    services.publish(proposal, by=office, note=NOTE)
    services.close_query(QueryFactory(state=QueryState.RUNNING), by=gabon, note=NOTE)

    for message in ("submitted", "sent", "published_own", "published_followed", "query_closed"):
        assert said(f"lab.{message}", NOTE), message


@pytest.mark.parametrize("kind", ["technical", "project"])
def test_mails_about_a_publication_say_until_when_offers_are_taken(kind):
    focal_point("GA")
    focal_point("FR")
    StandingOfferFactory(partner__code="FR")
    Following.objects.create(person=focal_point("ML"))

    services.publish(ProposalFactory(state=State.SUBMITTED, kind=kind), by=secretariat_member())

    for message in ("published_own", "match_found", "published_followed"):
        assert said(f"lab.{message}", "Offers are taken until ") is (kind == "technical"), message


def test_questions_come_with_their_introduction_and_the_kinds_of_their_answers():
    query = QueryFactory(introduction=NOTE, is_to_all=False, asked=["CH"], questions=["Who?"], partner=None)
    Question.objects.create(query=query, number=2, text="Which?", kind="choice", choices="Red\nGreen")
    focal_point("CH")

    services.ask_query(query, by=secretariat_member())

    for words in (NOTE, "Who?", "Kind of answer: text", "Which?", "Kind of answer: choice", "Red", "Green"):
        assert said("lab.query_asked", words), words


@pytest.mark.parametrize("audience", ["all", "asker"])
def test_the_asker_reads_the_answers_in_the_mail(audience):
    gabon = focal_point("GA")
    sheet = SheetFactory(texts=[NOTE], texts__audience=audience)

    words = notifications.AnswerCame(sheet).compose(gabon)

    for part in ("text", "html"):
        assert NOTE in words[part]
        assert "1. Who?" in words[part]
        assert ("for the asker and the secretariat only" in words[part]) is (audience == "asker")


@pytest.mark.parametrize(("state", "words"), [(State.OPEN, "close the proposal"), (State.UNDER_WAY, "conclude the")])
def test_a_silent_seat_is_told_of_the_steps_that_are_open_to_it(state, words):
    gabon, last = focal_point("GA"), timezone.now().isoformat()

    mail = notifications.NewsAsked(ProposalFactory(state=state), last=last).compose(gabon)

    for part in ("text", "html"):
        assert f"If nothing goes on any more, {words}" in mail[part]
