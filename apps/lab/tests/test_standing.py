"""Standing offers: who publishes, sees, withdraws them; what they fit, told once; the offer that begins with one."""

import datetime
import itertools
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.common.tests.races import race
from apps.common.workflow import StepNotOpen
from apps.lab import queries, services
from apps.lab.models import Match, Offer, StandingOffer, SupportSought
from apps.lab.tests.cast import ALL_SEATS, CAST
from apps.lab.tests.factories import ObjectiveFactory, ProposalFactory, StandingOfferFactory
from apps.lab.workflow import State
from apps.notifications import messages
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import PartnerFactory, RegionFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
SPEAKS = {"offering head"}


def told(message):
    return sorted(Notice.objects.filter(message=message).values_list("recipient__email", flat=True))


def typed(**changes):
    words = {"kind": "funding", "title": "A line", "text": "Up to 50,000 euro", "form_key": str(uuid.uuid4())}
    return words | changes


def held(**changes):
    return services.HeldReady(**{"kind": "expertise", "title": "T", "text": "x", "language": "en"} | changes)


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_may_with_standing_offers(who):
    person, offer = CAST[who](), StandingOfferFactory()
    verbs = {verb: person.has_perm(f"lab.{verb}_standingoffer", offer) for verb in ("make", "withdraw", "view")}

    assert verbs["make"] is verbs["withdraw"] is (who in SPEAKS)
    assert verbs["view"] is (who in ALL_SEATS | {"secretariat"})
    assert StandingOffer.objects.visible_to(person).filter(pk=offer.pk).exists() is verbs["view"]
    for verb in ("change", "delete"):
        assert not person.has_perm(f"lab.{verb}_standingoffer", offer)
    assert person.has_perm("lab.renew_standingoffer", offer) is (who in SPEAKS)
    offer.withdrawn_at = timezone.now()
    offer.save()
    seen = who in {"offering head", "offering contributor", "secretariat"}
    assert person.has_perm("lab.view_standingoffer", offer) is seen
    assert StandingOffer.objects.visible_to(person).filter(pk=offer.pk).exists() is seen


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_publishes_through_the_page(client, who):
    person = CAST[who]()
    if who != "visitor":
        client.force_login(person)

    client.post(reverse("lab:new_standing_offer"), typed())

    speaking = {"own head", "own alternate", "offering head", "other head", "committee"}
    assert StandingOffer.objects.count() == (who in speaking)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_in_both_languages(client, language):
    objective = ObjectiveFactory()
    action, region = objective.actions.create(number=4), RegionFactory(code="sahel")
    client.force_login(focal_point("CH", language=language))
    with override(language):
        new, all_of_them = reverse("lab:new_standing_offer"), reverse("lab:standing_offers")
    assert client.get(all_of_them).status_code == client.get(new).status_code == 200

    answer = client.post(
        new,
        typed(areas=["1"], actions=["4"], regions=["sahel"], valid_until="2030-01-31", conditions="If <b>asked</b>"),
    )

    offer = StandingOffer.objects.get()
    chosen = [list(getattr(offer, name).values_list("pk", flat=True)) for name in ("areas", "actions", "regions")]
    assert chosen == [[objective.area_id], [action.pk], [region.pk]]
    assert (offer.language, offer.valid_until) == (language, datetime.date(2030, 1, 31))
    content = client.get(answer["Location"]).content.decode()
    assert "If &lt;b&gt;asked&lt;/b&gt;" in content
    assert "A line" in client.get(all_of_them).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"text": ""}, {"kind": "equipment"}, {"areas": ["99"]}, {"regions": ["x"]}, {"text": "x" * 50_000},
     {"valid_until": "2020-01-01"}, {"valid_until": "9999-01-01"}, {"title": "a\x00b"}],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_the_words_are_kept(client, wrong):
    client.force_login(focal_point("CH"))

    answer = client.post(reverse("lab:new_standing_offer"), typed(**{"conditions": "\u202eabc 🌍", **wrong}))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert "\u202eabc 🌍" in answer.content.decode()
    assert not StandingOffer.objects.exists()


def test_the_same_form_twice_is_one(client):
    client.force_login(focal_point("CH"))
    form = typed()
    ProposalFactory(state=State.OPEN)

    answers = {client.post(reverse("lab:new_standing_offer"), form)["Location"] for _twice in range(2)}

    assert len(answers) == StandingOffer.objects.count() == Match.objects.count() == 1
    assert Notice.objects.filter(message="lab.standing_fits").count() == 1


def test_withdrawing_is_once_and_by_the_seat_alone(client):
    offer, swiss = StandingOfferFactory(), focal_point("CH")
    with pytest.raises(PermissionDenied):
        services.withdraw_standing(offer, by=focal_point("GA"))
    client.force_login(focal_point("CH", "contributor"))
    assert client.post(reverse("lab:withdraw_standing_offer", args=[offer.reference])).status_code == 403
    client.force_login(swiss)
    for _twice in range(2):
        assert client.post(reverse("lab:withdraw_standing_offer", args=[offer.reference])).status_code == 302
    first = StandingOffer.objects.get().withdrawn_at
    assert services.withdraw_standing(offer, by=swiss).withdrawn_at == first
    client.force_login(focal_point("GA"))
    assert client.get(offer.get_absolute_url()).status_code == 404
    assert offer.title not in client.get(reverse("lab:standing_offers")).content.decode()


def world():
    """Three areas with an action each, and two regions."""
    objectives = [ObjectiveFactory(code=str(number), area_number=number) for number in (1, 2, 3)]
    return objectives, [one.actions.create(number=one.area.number) for one in objectives]


@pytest.mark.parametrize("asked_kinds", [(), ("expertise",), ("funding",)])
@pytest.mark.parametrize("offered", ["nothing", "area", "other area", "action", "other action"])
@pytest.mark.parametrize("where", ["anywhere", "there", "elsewhere"])
def test_what_fits(asked_kinds, offered, where):
    objectives, actions = world()
    sahel, north = RegionFactory(code="sahel"), RegionFactory(code="north")
    proposal = ProposalFactory(state=State.OPEN, objectives=[objectives[0]])
    proposal.actions.add(actions[0])
    proposal.regions.add(sahel)
    for kind in asked_kinds:
        SupportSought.objects.create(proposal=proposal, kind=kind)
    standing = StandingOfferFactory()
    {
        "nothing": lambda: None,
        "area": lambda: standing.areas.set([objectives[0].area, objectives[2].area]),
        "other area": lambda: standing.areas.set([objectives[1].area]),
        "action": lambda: standing.actions.set([actions[0]]),
        "other action": lambda: standing.actions.set([actions[1]]),
    }[offered]()
    standing.regions.set({"anywhere": [], "there": [sahel, north], "elsewhere": [north]}[where])

    fits = asked_kinds != ("funding",) and "other" not in offered and where != "elsewhere"
    assert queries.fitting_standing(proposal) == [standing.pk] * fits
    assert queries.fitting_proposals(standing) == [proposal.pk] * fits


def test_a_proposal_that_names_no_region_concerns_that_of_its_partner():
    sahel, north = RegionFactory(code="sahel"), RegionFactory(code="north")
    there = ProposalFactory(state=State.OPEN, partner=PartnerFactory(code="ML", region=sahel))
    ProposalFactory(state=State.OPEN, partner=PartnerFactory(code="MA", region=north))
    nowhere = ProposalFactory(state=State.OPEN, partner=PartnerFactory(code="SN", region=None))
    standing = StandingOfferFactory()
    standing.regions.add(sahel)

    assert queries.fitting_proposals(standing) == [there.pk, nowhere.pk]


@pytest.mark.parametrize("state", State.values)
def test_only_what_takes_offers_is_found_and_never_ones_own(state):
    proposal = ProposalFactory(state=state)
    ProposalFactory(state=state, partner=PartnerFactory(code="CH"))
    ProposalFactory(state=state, offers_until=timezone.now())
    ProposalFactory(state=state, kind="suggestion")
    found = queries.fitting_proposals(StandingOfferFactory())

    assert found == ([proposal.pk] if state in (State.OPEN, State.UNDER_WAY) else [])


@pytest.mark.parametrize(
    ("facts", "holds"),
    [({}, True), ({"valid_until": datetime.timedelta()}, True), ({"valid_until": datetime.timedelta(days=-1)}, False),
     ({"withdrawn_at": 1}, False)],
)  # fmt: skip
def test_only_what_holds_today_fits(facts, holds):
    facts = {
        name: timezone.localdate() + value if name == "valid_until" else timezone.now() for name, value in facts.items()
    }
    standing = StandingOfferFactory(**facts)

    assert standing.holds is holds
    assert bool(queries.fitting_standing(ProposalFactory(state=State.OPEN))) is holds


def test_publishing_tells_the_partner_once_with_the_way_to_a_form_that_is_filled(client):
    swiss, colleague, mali = focal_point("CH"), focal_point("CH", "contributor"), focal_point("ML")
    first, _second = StandingOfferFactory(title="Two experts"), StandingOfferFactory()
    StandingOfferFactory(kind="funding")
    own = StandingOfferFactory(partner=PartnerFactory(code="GA"))
    focal_point("GA")
    proposal = ProposalFactory(state=State.SUBMITTED)
    SupportSought.objects.create(proposal=proposal, kind="expertise")

    services.publish(proposal, by=secretariat_member())

    assert told("lab.match_found") == [swiss.email]
    assert told("lab.published") == sorted([colleague.email, mali.email])
    assert Match.objects.count() == 2
    assert not Match.objects.filter(standing=own).exists()
    mail = OutboxMail.objects.get(message="lab.match_found")
    assert "Two experts" in mail.text
    address = f"{reverse('lab:offer', args=[proposal.reference])}?standing={first.reference}"
    assert address in mail.text
    client.force_login(swiss)
    form = client.get(address).context["form"]
    assert (form["kind"].value(), form["text"].value()) == ("expertise", "Experts for two weeks.")
    assert first.reference in client.get(proposal.get_absolute_url()).content.decode()
    answer = client.post(address, {"kind": "expertise", "text": "Mine", "form_key": str(uuid.uuid4())})
    assert (answer.status_code, Offer.objects.get().text) == (302, "Mine")


@pytest.mark.parametrize("reference", ["", "nothing", "<b>", "a\x00b", "x" * 5000])
def test_a_standing_offer_that_is_not_ones_own_fills_nothing(client, reference):
    proposal, foreign = ProposalFactory(state=State.OPEN), StandingOfferFactory(partner=PartnerFactory(code="ML"))
    client.force_login(focal_point("CH"))

    for value in (reference, foreign.reference):
        form = client.get(reverse("lab:offer", args=[proposal.reference]), {"standing": value}).context["form"]
        assert not form["text"].value()


def test_publishing_a_standing_offer_tells_its_speakers_how_many_it_fits_and_shows_which(client):
    swiss, alternate = focal_point("CH"), focal_point("CH", "alternate")
    focal_point("CH", "reader")
    focal_point("ML")
    proposals = [ProposalFactory(state=State.OPEN, title_en=f"Open {number}") for number in range(2)]

    offer = services.publish_standing(held(), by=swiss, partner=PartnerFactory(code="CH"))

    assert told("lab.standing_fits") == sorted([swiss.email, alternate.email])
    assert {match.proposal for match in offer.matches.all()} == set(proposals)
    client.force_login(swiss)
    assert client.get(offer.get_absolute_url()).content.decode().count("?standing=") == 2
    client.force_login(focal_point("ML"))
    assert "?standing=" not in client.get(offer.get_absolute_url()).content.decode()


def test_a_match_is_recorded_once():
    swiss, proposal = focal_point("CH"), ProposalFactory(state=State.SUBMITTED)
    StandingOfferFactory()
    proposal = services.publish(proposal, by=secretariat_member())

    assert services.match_published(proposal, by=swiss) == set()
    assert Match.objects.count() == 1


def test_speaking_for_another_partner_only():
    with pytest.raises(PermissionDenied):
        services.publish_standing(held(), by=focal_point("CH"), partner=PartnerFactory(code="ML"))


@pytest.mark.parametrize(("who", "is_listed"), [("CH", True), ("ML", False)])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_no_longer_valid_stays_in_the_list_of_its_own_seat(client, who, is_listed, language):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    StandingOfferFactory(title="Lapsed line", valid_until=yesterday)
    StandingOfferFactory(title="Taken back", valid_until=yesterday, withdrawn_at=timezone.now())
    client.force_login(focal_point(who, language=language))

    with override(language):
        content = client.get(reverse("lab:standing_offers")).content.decode()

    assert ("Lapsed line" in content) is is_listed
    assert "Taken back" not in content


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_renews_through_the_page_and_what_fits_is_found_again(client, who):
    yesterday, day = (timezone.localdate() + datetime.timedelta(days=days) for days in (-1, 30))
    offer, person = StandingOfferFactory(valid_until=yesterday), CAST[who]()
    proposal = ProposalFactory(state=State.OPEN)
    if who != "visitor":
        client.force_login(person)
    address = reverse("lab:renew_standing_offer", args=[offer.reference])

    page = client.get(offer.get_absolute_url())
    assert (address in page.content.decode()) is (who in SPEAKS)
    answers = [client.post(address, {"valid_until": typed}) for typed in ("2020-01-01", day.isoformat())]

    offer.refresh_from_db()
    assert (offer.valid_until, offer.holds) == ((day, True) if who in SPEAKS else (yesterday, False))
    assert Match.objects.filter(proposal=proposal).exists() is (who in SPEAKS)
    if who in SPEAKS:
        assert [answer.status_code for answer in answers] == [422, 302]
        assert answers[0].context["renewal_form"].errors
        assert client.post(address, {"valid_until": ""}).status_code == 302
        offer.refresh_from_db()
        assert offer.valid_until is None
        assert Match.objects.count() == 1
        assert Notice.objects.filter(message="lab.standing_fits").count() == 1


def test_what_was_taken_back_is_not_renewed(client):
    offer, swiss = StandingOfferFactory(withdrawn_at=timezone.now()), focal_point("CH")
    client.force_login(swiss)

    assert (
        client.post(reverse("lab:renew_standing_offer", args=[offer.reference]), {"valid_until": ""}).status_code == 302
    )
    with pytest.raises(services.AlreadyWithdrawn):
        services.renew_standing(offer, by=swiss, until=None)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_many_questions_for_three_as_for_one(client, django_assert_max_num_queries, number):
    swiss = focal_point("CH")
    offers = [StandingOfferFactory() for _one in range(number)]
    for position, offer in itertools.product(range(number), offers):
        proposal = ProposalFactory(state=State.OPEN, partner=PartnerFactory(code=f"P{position}"))
        Match.objects.create(standing=offer, proposal=proposal)
    client.force_login(swiss)
    client.get(reverse("lab:standing_offers"))

    with django_assert_max_num_queries(6):
        client.get(reverse("lab:standing_offers"))
    with django_assert_max_num_queries(11):
        client.get(offers[0].get_absolute_url())


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_many_times_at_once_is_one_standing_offer(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])
    swiss, partner, key = focal_point("CH"), PartnerFactory(code="CH"), uuid.uuid4()
    ProposalFactory(state=State.OPEN)

    def publish():
        fresh = type(swiss).objects.get(pk=swiss.pk)
        services.publish_standing(held(), by=fresh, partner=partner, form_key=key)

    assert race(publish, late=StepNotOpen, at_once=10) == {"done": 10}
    assert StandingOffer.objects.count() == Match.objects.count() == 1
    assert Notice.objects.filter(message="lab.standing_fits").count() == 1
