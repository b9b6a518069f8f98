"""Looking through the laboratory: every filter, both orders, paging, the other language, what is not understood."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.lab.models import Comment, Following, SupportSought
from apps.lab.tests.factories import ObjectiveFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.partners.tests.factories import PartnerFactory, RegionFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db


def open_one(title, **facts):
    return ProposalFactory(state=facts.pop("state", State.OPEN), title_en=title, **facts)


def found(client, **query):
    with override("en"):
        response = client.get(reverse("lab:list"), query)
    assert response.status_code == 200
    return [proposal.title_en for proposal in response.context["page"]]


@pytest.fixture
def reader(client):
    user = focal_point("CH")
    client.force_login(user)
    return user


@pytest.fixture
def many():
    """Proposals that differ in one thing each from the plain one."""
    sahel, north = RegionFactory(code="sahel"), RegionFactory(code="north")
    action = ObjectiveFactory(code="2", area_number=2).actions.create(number=7, title_en="Act", title_fr="Agir")
    served = open_one("action")
    served.actions.add(action)
    open_one("area", objectives=[action.objective])
    open_one("kind", kind="financial")
    open_one("region").regions.add(sahel)
    open_one("from the region", partner=PartnerFactory(code="ML", region=sahel))
    open_one("from another", partner=PartnerFactory(code="MA", region=north))
    SupportSought.objects.create(proposal=open_one("support"), kind="training")
    open_one("ended", state=State.CONCLUDED)
    ProposalFactory(title_en="draft")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"kind": "financial"}, {"kind"}),
        ({"area": "2"}, {"area"}),
        ({"action": "7"}, {"action"}),
        ({"region": "sahel"}, {"region", "from the region"}),
        ({"support": "training"}, {"support"}),
        ({"partner": "ma"}, {"from another"}),
        ({"stage": "ended"}, {"ended"}),
        ({"region": "sahel", "partner": "ml"}, {"from the region"}),
        ({"region": "sahel", "support": "training"}, set()),
    ],
)
def test_each_filter_finds_its_own(client, reader, many, query, titles):
    assert set(found(client, **query)) == titles
    assert set(found(client, **query, order="wanted")) == titles


def test_what_suits_a_seat_is_like_what_it_offered_before_and_not_its_own(client, reader):
    swiss, action = PartnerFactory(code="CH"), ObjectiveFactory(code="5", area_number=5).actions.create(number=9)
    before = open_one("before", state=State.CONCLUDED, objectives=[ObjectiveFactory(code="4", area_number=4)])
    before.actions.add(action)
    OfferFactory(proposal=before, partner=swiss, kind="funding", state="declined")
    SupportSought.objects.create(proposal=open_one("same kind", objectives=[]), kind="funding")
    SupportSought.objects.create(proposal=open_one("other kind", objectives=[]), kind="training")
    open_one("same area", objectives=[ObjectiveFactory(code="4b", area_number=4)])
    open_one("same action", objectives=[]).actions.add(action)
    open_one("own", partner=swiss, objectives=[ObjectiveFactory(code="4", area_number=4)])
    OfferFactory(partner=PartnerFactory(code="ML"), kind="training", proposal__objectives=[])

    assert set(found(client, suits="before")) == {"same kind", "same area", "same action"}


def test_who_acts_for_no_partner_is_not_asked_what_suits_it(client):
    client.force_login(secretariat_member())
    open_one("one")

    page = client.get(reverse("lab:list"), {"suits": "before"})

    assert 'name="suits"' not in page.content.decode()
    assert found(client) == ["one"]


def test_most_wanted_come_first_and_of_equals_the_latest(client, reader):
    day = timezone.now() - datetime.timedelta(days=1)
    people = [focal_point("ML"), focal_point("MA"), focal_point("SN")]
    open_one("older", opened_at=day)
    open_one("newer")
    liked = open_one("followed", opened_at=day)
    Following.objects.create(person=people[0], proposal=liked)
    offered = open_one("offered", opened_at=day)
    OfferFactory(proposal=offered)
    OfferFactory(proposal=offered, kind="funding", state="accepted")
    withdrawn = open_one("withdrawn offers", opened_at=day - datetime.timedelta(days=1))
    for kind in ("funding", "training", "equipment"):
        OfferFactory(proposal=withdrawn, kind=kind, state="withdrawn")
    discussed = open_one("discussed", opened_at=day)
    words = {"proposal": discussed, "author": people[0], "text": "x"}
    for facts in ({}, {}, {}, {"deleted_at": day}, {"between": PartnerFactory(code="ML")}):
        Comment.objects.create(**words, **facts)

    wanted = ["discussed", "offered", "followed", "newer", "older", "withdrawn offers"]
    assert found(client, order="wanted") == wanted
    assert found(client)[0] == "newer"


@pytest.mark.parametrize("order", [{}, {"order": "wanted"}])
def test_filters_survive_paging_and_the_other_language(client, reader, order):
    for number in range(45):
        open_one(f"number {number}", kind="financial")
    open_one("other")
    pages = [found(client, kind="financial", page=number, **order) for number in ("1", "2", "3")]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len(set().union(*pages)) == 45
    response = client.get(reverse("lab:list"), {"kind": "financial", **order, "page": "2"})
    content = response.content.decode()
    query = "kind=financial" + ("&amp;order=wanted" if order else "")
    assert f"?{query}&amp;page=3" in content
    assert f"/fr/espace/laboratoire/?{query}&amp;page=2" in content


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "value", ["nonsense", "<script>alert(1)</script>", "9" * 300, "\u202eabc", "a\x00b", "🌍", "1 OR 1=1"]
)
@pytest.mark.parametrize("name", ["kind", "area", "action", "region", "support", "suits", "partner", "stage", "order"])
def test_what_is_not_understood_is_ignored_and_said(client, reader, name, value, language):
    open_one("one")

    with override(language):
        response = client.get(reverse("lab:list"), {name: value})

    assert [proposal.title_en for proposal in response.context["page"]] == ["one"]
    assert len(response.context["form"].ignored) == 1
    assert "<script>alert" not in response.content.decode()


def test_actions_without_a_title_stand_under_their_number_and_long_ones_are_cut(client, reader):
    objective = ObjectiveFactory(code="1")
    objective.actions.create(number=1)
    objective.actions.create(number=2, title_en="word " * 50)

    choices = dict(client.get(reverse("lab:list")).context["form"].fields["action"].choices)

    assert choices["1"] == "1"
    assert choices["2"].startswith("2 · word")
    assert len(choices["2"]) <= 90


@pytest.mark.parametrize("number", [1, 3])
def test_orders_ask_as_many_questions_for_three_as_for_one(client, reader, django_assert_max_num_queries, number):
    for position in range(number):
        OfferFactory(proposal=open_one("one", partner=PartnerFactory(code=f"P{position}")), kind="funding")
    client.get(reverse("lab:list"))

    with django_assert_max_num_queries(8):
        client.get(reverse("lab:list"), {"order": "wanted", "suits": "before", "support": "funding", "region": "x"})
