"""Who is told of what, in which language, and who no longer when the mail leaves."""

import datetime

import pytest
from django.utils import timezone

from apps.lab import services
from apps.lab.tests.cast import missing_migrants_only, observer
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.notifications import delivery, digests
from apps.notifications.models import Notice, OutboxMail
from apps.notifications.queries import notices_for
from apps.notifications.tests.servers import smtp_server
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {
        "gabon": focal_point("GA", language="fr"),
        "gabon colleague": focal_point("GA", "reader"),
        "swiss": focal_point("CH"),
        "swiss colleague": focal_point("CH", "contributor", language="fr"),
        "mali": focal_point("ML", language="fr"),
        "observer": observer(),
        "missing migrants": missing_migrants_only("SN"),
        "secretariat": secretariat_member(email="sec@example.org"),
    }


def told(people):
    """Who received which message at once, in which language."""
    names = {person.pk: name for name, person in people.items()}
    mails = OutboxMail.objects.values_list("message", "recipient", "language")
    return sorted((message, names[recipient], language) for message, recipient, language in mails)


def told_later(people):
    """Whose digest will have which message."""
    names = {person.pk: name for name, person in people.items()}
    notices = Notice.objects.filter(frequency="weekly").values_list("message", "recipient")
    return sorted((message, names[recipient]) for message, recipient in notices)


def test_sending_tells_the_secretariat_and_the_rest_of_the_seat(people):
    services.submit(ProposalFactory(), by=people["gabon"])

    assert told(people) == [("lab.sent", "gabon colleague", "en"), ("lab.submitted", "secretariat", "en")]


def test_returning_tells_the_seat_why(people):
    services.return_(ProposalFactory(state=State.SUBMITTED), by=people["secretariat"], note="Quelles villes ?")

    assert told(people) == [("lab.returned", "gabon", "fr"), ("lab.returned", "gabon colleague", "en")]
    assert all("Quelles villes ?" in mail.text for mail in OutboxMail.objects.all())


def test_publishing_tells_every_focal_point_once(people):
    MandateFactory(user=people["mali"], partner=PartnerFactory(code="SN"))
    MandateFactory(user=people["swiss"], partner=PartnerFactory(code="GA"), role="alternate")

    services.publish(ProposalFactory(state=State.SUBMITTED), by=people["secretariat"])

    assert told_later(people) == [
        ("lab.published", "mali"),
        ("lab.published", "observer"),
        ("lab.published", "swiss colleague"),
    ]
    assert told(people) == [
        ("lab.published_own", "gabon", "fr"),
        ("lab.published_own", "gabon colleague", "en"),
        ("lab.published_own", "swiss", "en"),
    ]


def test_offering_tells_the_seat_that_proposed_and_the_colleagues(people):
    proposal = ProposalFactory(state=State.OPEN)

    words = {"partner": PartnerFactory(code="CH"), "kind": "funding", "text": "Money", "language": "en"}
    services.offer_support(proposal, by=people["swiss"], **words)

    assert told(people) == [
        ("lab.offer_made", "gabon", "fr"),
        ("lab.offer_made", "gabon colleague", "en"),
        ("lab.offer_sent", "swiss colleague", "fr"),
    ]


def test_accepting_introduces_both_seats_by_name_function_and_address(people):
    offer = OfferFactory(author=people["swiss colleague"], proposal__author=people["gabon"])

    services.accept_offer(offer, by=people["gabon"], note="Merci !")

    assert told(people) == [
        ("lab.offer_accepted", "gabon", "fr"),
        ("lab.offer_accepted", "gabon colleague", "en"),
        ("lab.offer_accepted", "swiss", "en"),
        ("lab.offer_accepted", "swiss colleague", "fr"),
    ]
    for mail in OutboxMail.objects.all():
        for name in ("gabon", "swiss", "swiss colleague"):
            assert f"{people[name]}, " in mail.text
            assert people[name].email in mail.text
        assert people["gabon colleague"].email not in mail.text
        assert offer.text in mail.text
        assert "Merci !" in mail.text


def test_declining_thanks_the_seat_that_offered_only(people):
    services.decline_offer(OfferFactory(), by=people["gabon"], note="Peut-être plus tard")

    assert told(people) == [("lab.offer_declined", "swiss", "en"), ("lab.offer_declined", "swiss colleague", "fr")]


def test_withdrawing_an_offer_tells_the_seat_that_proposed(people):
    services.withdraw_offer(OfferFactory(), by=people["swiss"])

    assert told(people) == [("lab.offer_withdrawn", "gabon", "fr"), ("lab.offer_withdrawn", "gabon colleague", "en")]


def test_withdrawing_a_proposal_tells_who_had_offered_and_nothing_of_its_words(people):
    proposal = OfferFactory(proposal__title_en="SecretTitle").proposal
    OfferFactory(proposal=proposal, partner=PartnerFactory(code="ML"), state="declined")

    services.withdraw(proposal, by=people["gabon"])

    assert told(people) == [
        ("lab.withdrawn", "swiss", "en"),
        ("lab.withdrawn", "swiss colleague", "fr"),
        ("lab.withdrawn_office", "secretariat", "en"),
        ("lab.withdrawn_own", "gabon colleague", "en"),
    ]
    for mail in OutboxMail.objects.filter(message="lab.withdrawn"):
        assert "SecretTitle" not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize(("step", "state"), [("start", "open"), ("conclude", "under_way"), ("close", "open")])
def test_moving_on_tells_the_seat_and_its_supporters(people, step, state):
    proposal = OfferFactory(proposal__state=state, state="accepted").proposal

    services.PROPOSAL_STEPS[step](proposal, by=people["gabon"], note="Voilà")

    assert told(people) == [
        ("lab.moved_on", "gabon colleague", "en"),
        ("lab.moved_on", "swiss", "en"),
        ("lab.moved_on", "swiss colleague", "fr"),
    ] + [("lab.moved_on_office", "secretariat", "en")] * (step != "start")


def test_who_lost_the_right_meanwhile_receives_nothing(people, mailoutbox):
    proposal = ProposalFactory(state=State.SUBMITTED)
    for name in ("mali", "swiss"):
        people[name].mail_preferences.create(topic="lab", frequency="at_once")
    services.publish(proposal, by=people["secretariat"])
    people["mali"].mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")

    delivery.deliver_due()

    assert people["mali"].email not in {address for mail in mailoutbox for address in mail.to}
    assert people["swiss"].email in {address for mail in mailoutbox for address in mail.to}
    assert OutboxMail.objects.get(recipient=people["mali"]).status == "withheld"


def test_refused_step_leaves_no_mail(people):
    with pytest.raises(services.Incomplete):
        services.submit(ProposalFactory(summary_en=""), by=people["gabon"])

    assert (OutboxMail.objects.count(), Notice.objects.count()) == (0, 0)


def test_one_conversation_a_proposal(people):
    offer = OfferFactory(proposal__state=State.OPEN)
    services.accept_offer(offer, by=people["gabon"])
    services.start(offer.proposal, by=people["gabon"])

    assert OutboxMail.objects.values("thread_id").distinct().count() == 1


@pytest.mark.parametrize("answer", ["accept", "decline", "withdraw"])
def test_neither_a_waiting_mail_nor_a_notice_names_a_proposal_that_was_withdrawn(people, mailoutbox, answer):
    offer = OfferFactory(proposal__title_en="SecretTitle", proposal__title_fr="TitreSecret")
    actor = people["swiss" if answer == "withdraw" else "gabon"]
    services.OFFER_STEPS[answer](offer, by=actor)
    services.withdraw(offer.proposal, by=people["gabon"])

    delivery.deliver_due()

    for name in ("swiss", "swiss colleague"):
        told = [f"{mail.subject} {mail.body}" for mail in mailoutbox if people[name].email in mail.to]
        told += [notice.title for notice in notices_for(people[name])]
        assert not any("SecretTitle" in words or "TitreSecret" in words for words in told)
    own = [notice.title for notice in notices_for(people["gabon colleague"])]
    assert answer == "decline" or any("SecretTitle" in words for words in own)


def publish_two(people):
    """Two proposals that stand in the digests of all other seats."""
    for _ in range(2):
        services.publish(ProposalFactory(state=State.SUBMITTED), by=people["secretariat"])
    OutboxMail.objects.all().delete()


def test_a_digest_tells_all_that_was_published_in_each_language_through_a_real_server(people, settings):
    publish_two(people)
    assert digests.queue_due(timezone.now() + datetime.timedelta(days=7)) == 4

    with smtp_server(settings) as box:
        assert delivery.deliver_due().sent == 4

    received = {one.recipients[0]: one.mail for one in box.mails}
    english, french = received[people["swiss"].email], received[people["mali"].email]
    assert english["Subject"].strip() == "[Info] Your weekly digest: 2 notices"
    assert french["Subject"].strip() == "[Info] Votre récapitulatif de la semaine\u202f: 2 avis"
    for mail, sought in ((english, "Support sought"), (french, "Appui recherché")):
        for part in ("plain", "html"):
            assert mail.get_body((part,)).get_content().count(sought) == 2
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert len(mail.as_bytes()) <= 30 * 1024


def test_whose_mandate_has_ended_gets_no_digest_nor_one_that_was_queued(people):
    publish_two(people)
    over = {"starts_on": "2020-01-01", "ends_on": "2020-12-31"}
    people["mali"].mandates.update(**over)

    digests.queue_due(timezone.now() + datetime.timedelta(days=7))
    people["swiss"].mandates.update(**over)
    delivery.deliver_due()

    assert not OutboxMail.objects.filter(recipient=people["mali"]).exists()
    assert OutboxMail.objects.get(recipient=people["swiss"]).status == "withheld"
    assert OutboxMail.objects.get(recipient=people["observer"]).status == "sent"
