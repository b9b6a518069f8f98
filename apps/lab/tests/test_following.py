"""Who follows what, what followers hear of, and what goes on to a successor."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from apps.lab import handovers, services
from apps.lab.models import Following
from apps.lab.personal import known_of
from apps.lab.services import Said
from apps.lab.tests.cast import ALL_SEATS, CAST
from apps.lab.tests.factories import CommentFactory, ObjectiveFactory, OfferFactory, ProposalFactory
from apps.lab.tests.test_rules import those_who
from apps.lab.workflow import State
from apps.notifications import delivery
from apps.notifications.models import Notice, OutboxMail, Preference
from apps.partners.tests.factories import MandateFactory, PartnerFactory, RegionFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
FOLLOWED = {
    "lab.published_followed",
    "lab.moved_on_followed",
    "lab.withdrawn_followed",
    "lab.accepted_followed",
    "lab.comment_followed",
}


@pytest.fixture
def mali():
    return focal_point("ML")


def heard(person):
    return list(OutboxMail.objects.filter(recipient=person).order_by("pk").values_list("message", flat=True))


def test_who_may_follow():
    cast = {name: make() for name, make in CAST.items()}
    assert those_who(cast, "lab.follow", None) == ALL_SEATS | {"secretariat"}
    assert those_who(cast, "lab.follow_proposal", ProposalFactory(state=State.OPEN)) == ALL_SEATS | {"secretariat"}


@pytest.mark.parametrize("what", ["proposal", "area", "region", "everything"])
def test_follower_hears_at_once_of_everything_that_happens(mali, what):
    gabon, swiss, office = focal_point("GA"), focal_point("CH"), secretariat_member()
    objective, region = ObjectiveFactory(), RegionFactory()
    proposal = ProposalFactory(state=State.SUBMITTED, objectives=[objective])
    proposal.regions.add(region)
    target = {"proposal": proposal, "area": objective.area, "region": region}
    Following.objects.create(person=mali, **({what: target[what]} if what in target else {}))

    services.publish(proposal, by=office)
    words = {"partner": PartnerFactory(code="CH"), "kind": "funding", "text": "Our own words", "language": "en"}
    offer = services.offer_support(proposal, by=swiss, **words)
    services.add_comment(proposal, Said("Hello", "en", PartnerFactory(code="CH")), by=swiss)
    services.accept_offer(offer, by=gabon)
    services.start(proposal, by=gabon)
    services.conclude(proposal, by=gabon, note="Done")

    expected = [
        "lab.published_followed",
        "lab.comment_followed",
        "lab.accepted_followed",
        "lab.moved_on_followed",
        "lab.moved_on_followed",
    ]
    assert heard(mali) == expected
    assert not Notice.objects.filter(recipient=mali, message="lab.published").exists()
    assert not any("Our own words" in mail.text for mail in OutboxMail.objects.filter(recipient=mali))
    assert not {message for person in (gabon, swiss) for message in heard(person)} & FOLLOWED - {"lab.comment_followed"}


def test_other_areas_and_regions_are_not_heard_of(mali):
    other = ObjectiveFactory(code="9", area_number=9)
    Following.objects.create(person=mali, area=other.area)
    Following.objects.create(person=mali, region=RegionFactory())
    Following.objects.create(person=mali, proposal=ProposalFactory(state=State.OPEN))
    services.publish(ProposalFactory(state=State.SUBMITTED), by=secretariat_member())
    assert heard(mali) == []


def test_follower_chooses_how_often(mali):
    Following.objects.create(person=mali)
    Preference.objects.create(person=mali, topic="lab", frequency="daily")
    services.publish(ProposalFactory(state=State.SUBMITTED), by=secretariat_member())
    assert heard(mali) == []
    assert Notice.objects.get(recipient=mali).frequency == "daily"


def test_withdrawing_tells_followers_that_one_word(mali):
    proposal = ProposalFactory(state=State.OPEN, title_en="Secret title")
    Following.objects.create(person=mali, proposal=proposal)
    services.withdraw(proposal, by=focal_point("GA"), note="Secret reason")
    delivery.deliver_due()
    (mail,) = OutboxMail.objects.filter(recipient=mali)
    assert (mail.message, mail.status) == ("lab.withdrawn_followed", "sent")
    assert "Secret" not in mail.text + mail.subject + mail.html


def test_what_was_never_open_is_not_told_of(mali):
    Following.objects.create(person=mali)
    services.withdraw(ProposalFactory(state=State.SUBMITTED), by=focal_point("GA"))
    assert heard(mali) == []


def test_who_offers_or_comments_follows_and_can_stop(client):
    swiss, proposal = focal_point("CH"), ProposalFactory(state=State.OPEN)
    words = {"partner": PartnerFactory(code="CH"), "kind": "funding", "text": "Money", "language": "en"}
    services.offer_support(proposal, by=swiss, **words)
    services.add_comment(proposal, Said("Hello", "en", words["partner"]), by=swiss)
    assert Following.objects.get().proposal == proposal

    client.force_login(swiss)
    page = client.get(proposal.get_absolute_url()).content.decode()
    stop = reverse("lab:stop_following", args=[proposal.reference])
    assert stop in page
    assert client.get(stop).status_code == 405
    client.post(stop)
    assert not Following.objects.exists()
    follow = reverse("lab:follow", args=[proposal.reference])
    assert follow in client.get(proposal.get_absolute_url()).content.decode()
    for _twice in range(2):
        client.post(follow)
    assert Following.objects.get().person == swiss
    assert client.post(reverse("lab:follow", args=[ProposalFactory().reference])).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_of_what_one_follows(client, mali, language):
    client.force_login(mali)
    objective, region, proposal = ObjectiveFactory(), RegionFactory(), ProposalFactory(state=State.OPEN)
    Following.objects.create(person=mali, proposal=proposal)
    Following.objects.create(person=mali, proposal=ProposalFactory(title_en="Unseen draft"))
    with override(language):
        address = reverse("lab:following")
    chosen = {"areas": [objective.area_id], "regions": [region.pk], "everything": "on"}
    for _twice in range(2):
        assert client.post(address, chosen).status_code == 302
    assert Following.objects.filter(person=mali, proposal=None).count() == 3
    page = client.get(address)
    assert page.context["form"]["everything"].value() is True
    assert page.context["form"]["areas"].value() == [str(objective.area_id)]
    assert proposal.title_en in page.content.decode()
    assert "Unseen draft" not in page.content.decode()
    client.post(address, {"regions": [region.pk]})
    assert [one.region for one in Following.objects.filter(person=mali, proposal=None)] == [region]
    assert client.post(address, {"areas": ["999"]}).status_code == 422
    assert Following.objects.count() == 3


def test_followings_go_on_to_the_successor():
    leaver, successor, proposal = focal_point("GA"), focal_point("GA", "alternate"), ProposalFactory(state=State.OPEN)
    Following.objects.create(person=leaver, proposal=proposal)
    Following.objects.create(person=leaver)
    Following.objects.create(person=successor)
    partner = PartnerFactory(code="GA")

    handovers.move(leaver, None, partner.pk, leaver)
    assert Following.objects.filter(person=leaver).count() == 2
    handovers.move(leaver, successor, partner.pk, leaver)
    assert Following.objects.filter(person=successor).count() == 2
    assert not Following.objects.filter(person=leaver).exists()

    MandateFactory(user=successor, partner=PartnerFactory(code="ML"))
    handovers.move(successor, leaver, partner.pk, leaver)
    assert Following.objects.filter(person=successor).count() == Following.objects.filter(person=leaver).count() == 2


def test_own_comments_and_followings_stand_in_the_personal_file():
    swiss, other = focal_point("CH"), focal_point("ML")
    own = CommentFactory(author=swiss, text="My words")
    CommentFactory(author=other, text="Other words")
    own.additions.create(author=swiss, text="More of mine")
    Following.objects.create(person=swiss, proposal=own.proposal)
    Following.objects.create(person=other)

    known = known_of(swiss)

    assert [row["text"] for row in known["comments"]] == ["My words"]
    assert [row["text"] for row in known["additions"]] == ["More of mine"]
    assert [row["proposal__reference"] for row in known["followings"]] == [own.proposal.reference]
    services.take_back_comment(own, by=swiss)
    assert [row["text"] for row in known_of(swiss)["comments"]] == [""]


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_many_questions_for_three_as_for_one(client, mali, django_assert_num_queries, number):
    for position in range(number):
        proposal = OfferFactory(proposal__partner__code=f"P{position}").proposal
        Following.objects.create(person=mali, proposal=proposal)
    client.force_login(mali)
    client.get(reverse("lab:following"))
    with django_assert_num_queries(7):
        client.get(reverse("lab:following"))
