"""Answers to suggestions, all offers in one table, and the secretariat's consolidated reply."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from apps.lab import queries, services
from apps.lab.models import ConsolidatedReply, Proposal, SuggestionAnswer
from apps.lab.tests.cast import CAST, OWN_SEAT
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.tests.test_rules import those_who
from apps.lab.workflow import CommentsNotOpen, OfferState, State
from apps.notifications.models import OutboxMail
from apps.partners.tests.factories import ChairmanshipFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db


def suggestion(addressee="chair", **facts):
    """A suggestion of Gabon; Mali chairs, Morocco is the committee member; only former ones are put to nobody."""
    if addressee == "chair":
        ChairmanshipFactory(partner=PartnerFactory(code="ML"), starts_on=timezone.localdate())
    if addressee == "committee":
        facts["addressed_partner"] = PartnerFactory(code="MA")
    if not addressee:
        facts["from_archive"] = True
    facts = {"state": State.OPEN, "kind": Proposal.Kind.SUGGESTION, "addressee": addressee} | facts
    return ProposalFactory(**facts)


WHO = {"chair": {"other head"}, "committee": {"committee"}, "secretariat": {"secretariat"}, "": set()}
PARTNERS = {"chair": "ML", "committee": "MA", "secretariat": None}


@pytest.mark.parametrize("addressee", WHO)
def test_who_may_answer_and_on_whose_desk_it_waits(addressee):
    proposal = suggestion(addressee)
    cast = {name: make() for name, make in CAST.items()}

    assert those_who(cast, "lab.answer_proposal", proposal) == WHO[addressee]
    waits = {
        name
        for name, person in cast.items()
        if person.is_authenticated
        for waiting in (*queries.for_person(person), *queries.for_office(person))
        if waiting.url == reverse("lab:answer", args=[proposal.reference])
    }
    assert waits == WHO[addressee]


@pytest.mark.parametrize("addressee", PARTNERS)
def test_answer_is_given_once_in_the_open(client, addressee):
    proposal, (who,) = suggestion(addressee), WHO[addressee]
    person, gabon, reader = CAST[who](), focal_point("GA"), focal_point("CH", "reader")
    client.force_login(person)
    address = reverse("lab:answer", args=[proposal.reference])
    assert address in client.get(proposal.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "", "language": "en"}).status_code == 422

    for _twice in range(2):
        assert client.post(address, {"text": "We agree", "language": "en"}).status_code == 302

    answer = SuggestionAnswer.objects.get()
    assert (answer.partner and answer.partner.code) == PARTNERS[addressee]
    assert [(mail.message, mail.recipient) for mail in OutboxMail.objects.all()] == [("lab.suggestion_answered", gabon)]
    assert "We agree" in OutboxMail.objects.get().text
    assert proposal.lines.get().step == "answer"
    client.force_login(reader)
    assert "We agree" in client.get(proposal.get_absolute_url()).content.decode()
    assert not list(queries.for_person(person)) + list(queries.for_office(person))


def test_second_answer_is_told_of_the_first_and_keeps_its_words(client):
    proposal = suggestion("secretariat")
    services.answer_suggestion(proposal, by=secretariat_member(), partner=None, text="First", language="en")
    client.force_login(secretariat_member())
    address = reverse("lab:answer", args=[proposal.reference])
    assert client.get(address).status_code == 409
    response = client.post(address, {"text": "Second", "language": "en"})
    assert response.status_code == 409
    assert "First" in response.content.decode()
    assert "Second" in response.content.decode()
    assert SuggestionAnswer.objects.get().text == "First"


@pytest.mark.parametrize("state", State.values)
def test_suggestions_are_answered_while_they_are_talked_of(state):
    proposal, office = suggestion("secretariat", state=state), secretariat_member()
    answer = {"by": office, "partner": None, "text": "Yes", "language": "en"}
    if state in ("open", "under_way", "concluded"):
        assert services.answer_suggestion(proposal, **answer).text == "Yes"
    else:
        with pytest.raises((CommentsNotOpen, PermissionDenied)):
            services.answer_suggestion(proposal, **answer)


@pytest.mark.parametrize("who", CAST)
def test_overview_is_for_the_proposing_seat_and_the_secretariat(client, who):
    offer = OfferFactory(text="Two experts", conditions="If asked", state=OfferState.DECLINED)
    person = CAST[who]()
    if person.is_authenticated:
        client.force_login(person)
    response = client.get(reverse("lab:overview", args=[offer.proposal.reference]))
    may = who in OWN_SEAT | {"secretariat"}
    assert (response.status_code == 200) == may
    assert ("Two experts" in response.content.decode()) == may
    assert ("If asked" in response.content.decode()) == may


@pytest.mark.parametrize("number", [1, 3])
def test_overview_asks_as_many_questions_for_three_as_for_one(client, django_assert_num_queries, number):
    proposal = ProposalFactory(state=State.OPEN)
    for position in range(number):
        OfferFactory(proposal=proposal, partner=PartnerFactory(code=f"P{position}"))
    client.force_login(focal_point("GA"))
    client.get(reverse("lab:list"))
    with django_assert_num_queries(5):
        client.get(reverse("lab:overview", args=[proposal.reference]))


def test_reply_begins_with_the_offers_and_goes_to_the_seat(client):
    offer = OfferFactory(text="Two experts", conditions="If asked")
    OfferFactory(proposal=offer.proposal, kind="funding", state=OfferState.DECLINED, text="Declined words")
    gabon, swiss = focal_point("GA"), focal_point("CH")
    client.force_login(secretariat_member())
    change = reverse("admin:lab_proposal_change", args=[offer.proposal.pk])
    address = reverse("admin:lab_proposal_reply", args=[offer.proposal.pk])
    assert address in client.get(change).content.decode()
    form = client.get(address).context["form"]
    for code, words in (("en", "Country CH"), ("fr", "Pays CH")):
        text = form[f"text_{code}"].value()
        for part in (words, "Two experts", "If asked"):
            assert part in text
        assert "Declined words" not in text
    assert client.post(address, {"text_en": " ", "text_fr": ""}).status_code == 422

    sent = {"text_en": "One reply", "text_fr": "Une réponse", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302

    reply = ConsolidatedReply.objects.get()
    assert (reply.text_en, reply.text_fr) == ("One reply", "Une réponse")
    assert [(mail.message, mail.recipient) for mail in OutboxMail.objects.all()] == [("lab.reply_sent", gabon)]
    assert list(offer.proposal.lines.values_list("step", "audience")) == [("reply", "parties")]
    page = offer.proposal.get_absolute_url()
    assert "One reply" in client.get(page).content.decode()
    assert "One reply" in client.get(change).content.decode()
    for person, may in ((gabon, True), (swiss, False)):
        client.force_login(person)
        assert ("One reply" in client.get(page).content.decode()) == may


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("visitor", "secretariat")])
def test_only_the_secretariat_replies(who):
    with pytest.raises(PermissionDenied):
        services.send_reply(OfferFactory().proposal, by=CAST[who](), texts={"en": "x"})


@pytest.mark.parametrize(
    ("addressee", "who", "partner"),
    [
        ("committee", "committee", None),
        ("committee", "committee", "ML"),
        ("chair", "other head", None),
        ("chair", "other head", "GA"),
        ("secretariat", "secretariat", "MA"),
    ],
)
def test_nobody_answers_for_whom_it_was_not_put_to(addressee, who, partner):
    proposal, person = suggestion(addressee), CAST[who]()
    seat = PartnerFactory(code=partner) if partner else None

    with pytest.raises(PermissionDenied):
        services.answer_suggestion(proposal, by=person, partner=seat, text="In a wrong name", language="en")
    assert not SuggestionAnswer.objects.exists()
