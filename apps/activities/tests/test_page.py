"""What the page of one activity tells, each only where there is something."""

import datetime

import pytest
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.models import Activity
from apps.activities.queries import told
from apps.documents.tests.factories import AddressFactory, DocumentFactory
from apps.framework.tests.factories import (
    ActionFactory,
    AreaFactory,
    CrossCuttingPriorityFactory,
    ObjectiveFactory,
    TopicFactory,
)
from apps.partners.tests.factories import PartnerFactory

from .factories import ActivityFactory, DateChangeFactory, GcmRowFactory, OutcomeFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_AN_ACTIVITY = 6
AND_OF_ITS_DOCUMENTS = 7
FIELDS = {
    "objective": "To compare",
    "body": "The account",
    "date_note": "The day is not known",
    "venue": "Palais",
    "funder": "A fund",
    "organiser_note": "With a university",
    "participation_note": "On site",
    "participant_profile": "Judges",
    "reaction": "They liked it",
    "reaction_source": "Evaluation forms",
    "invited": "Members of another process",
    "editors_note": "Sources differ",
}
HEADINGS = [
    "What it was for",
    "Account",
    "Panels",
    "Outcomes",
    "Reaction of the participants",
    "Note by the editors",
    "Documents",
    "Videos",
    "Held within this activity",
    "Before and after",
    "How the dates came about",
]
TERMS = [
    "Co-chairs",
    "Organisation",
    "Funding",
    "Took part",
    "Profile of the participants",
    "Invited, not partners",
    "Serves",
    "Topics",
    "Global Compact",
    "Part of",
]


def page_of(activity: Activity) -> dict:
    return told(Activity.objects.get(pk=activity.pk))


def rich(**fields) -> Activity:
    """An activity that carries everything there is."""
    texts = {f"{name}_{code}": text for name, text in FIELDS.items() for code in ("en", "fr")}
    activity = ActivityFactory(slug="here", summary_en="In short", parent=ActivityFactory(), **texts, **fields)
    ActivityFactory(parent=activity)
    ActivityFactory().follows.add(activity)
    activity.co_chairs.add(PartnerFactory())
    activity.organisers.add(PartnerFactory())
    activity.objectives.add(ObjectiveFactory())
    activity.topics.add(TopicFactory())
    activity.documents.add(DocumentFactory(), DocumentFactory(video=True))
    for kind in ("panels", "recommendations", "result"):
        OutcomeFactory(activity=activity, kind=kind, number=None if kind == "result" else 4)
    DateChangeFactory(activity=activity)
    GcmRowFactory(activities=[activity])
    return activity


@pytest.mark.parametrize("number", [1, 3])
def test_activity_costs_the_same_queries_whatever_it_tells(client, django_assert_num_queries, number):
    activity = ActivityFactory(
        slug="here", country=PartnerFactory(), co_chairs=[PartnerFactory() for _ in range(number)]
    )
    for _ in range(number):
        OutcomeFactory(activity=activity)
        DateChangeFactory(activity=activity)
        activity.actions.add(ActionFactory())
        activity.topics.add(TopicFactory())
        ActivityFactory().follows.add(activity)
        GcmRowFactory(activities=[activity])

    with django_assert_num_queries(QUERIES_OF_AN_ACTIVITY):
        client.get("/en/activities/here/")


@pytest.mark.parametrize("number", [1, 3])
def test_documents_cost_one_query_more(client, django_assert_num_queries, number):
    activity = ActivityFactory(slug="here")
    for _ in range(number):
        activity.documents.add(DocumentFactory())

    with django_assert_num_queries(AND_OF_ITS_DOCUMENTS):
        client.get("/en/activities/here/")


def test_everything_known_is_told(client):
    rich()

    answer = client.get("/en/activities/here/")

    for text in [*FIELDS.values(), *HEADINGS, *TERMS]:
        assertContains(answer, text)


def test_nothing_is_told_of_what_is_not_known(client):
    ActivityFactory(slug="here")

    answer = client.get("/en/activities/here/")

    for term in TERMS:
        assertNotContains(answer, f"<dt>{term}</dt>")
    assertNotContains(answer, "<h2")
    assertNotContains(answer, "disclaimer")


def test_people_countries_and_delegations_stand_apart():
    activity = ActivityFactory(people=100, people_is_minimum=True, countries=31, delegations=41)

    assert page_of(activity)["facts"].taken_part == "more than 100 people · 31 countries · 41 delegations"
    with override("fr"):
        assert page_of(activity)["facts"].taken_part == "plus de 100 personnes · 31 pays · 41 délégations"


@pytest.mark.parametrize(
    ("precision", "told_as"),
    [("day", "2\N{NO-BREAK SPACE}May 2018"), ("month", "May 2018"), ("year", "2018"), ("note", "2018")],
)
def test_dates_are_as_exact_as_they_are_known(client, precision, told_as):
    if precision == "note":
        ActivityFactory(
            slug="here", starts_on=datetime.date(2018, 5, 2), precision="year", date_note_en="Around Easter"
        )
        assertContains(client.get("/en/activities/here/"), "Around Easter")
    else:
        ActivityFactory(slug="here", starts_on=datetime.date(2018, 5, 2), precision=precision)
    assertContains(client.get("/en/activities/here/"), f"<dd>{told_as}")


def test_invented_partners_are_named_nowhere():
    invented = PartnerFactory(code="XA", name_en="Examplia", is_invented=True)
    activity = ActivityFactory(country=invented, co_chairs=[invented])
    activity.organisers.add(invented)

    page = page_of(activity)

    assert (page["facts"].co_chairs, page["facts"].organisers, page["facts"].place) == ((), (), "")
    assert page["points"] == []


def test_plans_served_go_down_to_the_action_where_it_is_known():
    area = AreaFactory(number=3, plan__slug="cadiz")
    known = ObjectiveFactory(area=area, number=5, code="5b")
    only = ObjectiveFactory(area=area, number=6)
    actions = [ActionFactory(objective=known, number=number) for number in (17, 16)]
    activity = ActivityFactory(actions=actions, objectives=[known, only])
    activity.areas.add(area, AreaFactory(number=4, plan=area.plan))

    (plan,) = page_of(activity)["facts"].ties.plans

    assert plan.title.url == "/en/action-plans/cadiz/"
    assert [(one.name, one.title.url) for one in plan.areas] == [
        ("Area 3", "/en/action-plans/cadiz/area/3/"),
        ("Area 4", "/en/action-plans/cadiz/area/4/"),
    ]
    assert [(one.code, one.url, one.actions) for one in plan.areas[0].objectives] == [
        (
            "5b",
            "/en/action-plans/cadiz/objective/5b/",
            ((16, "/en/action-plans/cadiz/action/16/"), (17, "/en/action-plans/cadiz/action/17/")),
        ),
        ("6", "/en/action-plans/cadiz/objective/6/", ()),
    ]
    assert plan.areas[1].objectives == ()


def test_priorities_and_topics_are_told_and_unseen_topics_are_not():
    activity = ActivityFactory()
    priority = CrossCuttingPriorityFactory(number=2, plan__slug="marrakesh", title_fr_is_working_translation=True)
    activity.cross_cutting.add(priority)
    activity.topics.add(TopicFactory(slug="cities"), TopicFactory(draft=True))

    with override("fr"):
        ties = page_of(activity)["facts"].ties

    assert [(number, one.kind) for number, one in ties.plans[0].priorities] == [(2, "translation")]
    assert [topic.url for topic in ties.topics] == ["/fr/themes/cities/"]


def test_global_compact_stands_beside_its_disclaimer_and_leads_to_its_place(client):
    activity = ActivityFactory(slug="here")
    GcmRowFactory(objective__number=8, activities=[activity])
    GcmRowFactory(objective__number=9, activities=[activity], later=True)

    english, french = client.get("/en/activities/here/"), client.get("/fr/activites/here/")

    assertContains(english, 'href="/en/global-compact/#objective-8"')
    assertNotContains(english, "objective-9")
    assertContains(english, '<p class="disclaimer">Relating activities or documents', count=1)
    assertContains(french, 'href="/fr/pacte-mondial/#objective-8"')
    assertContains(french, '<p class="disclaimer">Le rattachement d’activités', count=1)


def test_only_public_documents_are_told_and_videos_stand_apart():
    activity = ActivityFactory()
    paper, video = DocumentFactory(slug="paper"), DocumentFactory(slug="video", video=True)
    AddressFactory(document=paper)
    hidden = [DocumentFactory(level="focal_points"), DocumentFactory(draft=True), DocumentFactory(scheduled=True)]
    activity.documents.add(paper, video, *hidden)

    shelves = page_of(activity)["shelves"]

    assert [(shelf.is_video, [row.url for row in shelf.rows]) for shelf in shelves] == [
        (False, ["/en/documents/paper/"]),
        (True, ["/en/documents/video/"]),
    ]
    assert shelves[0].rows[0].facts == "Outcome document · English"


def test_alignment_table_among_the_documents_carries_the_disclaimer(client):
    ActivityFactory(slug="table").documents.add(DocumentFactory(kind="alignment_table"))
    ActivityFactory(slug="other").documents.add(DocumentFactory())

    assertContains(client.get("/en/activities/table/"), '<p class="disclaimer">', count=1)
    assertNotContains(client.get("/en/activities/other/"), "disclaimer")


def test_documents_above_public_leave_no_trace(client, django_assert_num_queries):
    ActivityFactory(slug="here").documents.add(DocumentFactory(level="secretariat", title_en="Secret"))

    with django_assert_num_queries(QUERIES_OF_AN_ACTIVITY):
        answer = client.get("/en/activities/here/")
    assertNotContains(answer, "Secret")
    assertNotContains(answer, "Documents</h2>")


def test_chain_shows_what_came_before_and_after_and_the_activity_between():
    first = ActivityFactory(slug="first", starts_on=datetime.date(2021, 1, 1))
    before = ActivityFactory(slug="before", starts_on=datetime.date(2022, 1, 1))
    here = ActivityFactory(slug="here", starts_on=datetime.date(2023, 1, 1))
    after = ActivityFactory(slug="after", starts_on=datetime.date(2024, 1, 1), status="cancelled")
    unseen = ActivityFactory(slug="unseen", draft=True)
    before.follows.add(first)
    here.follows.add(before)
    after.follows.add(here)
    unseen.follows.add(here)

    chain = page_of(here)["chain"]

    assert [(one.url, one.status) for one in chain] == [
        ("/en/activities/first/", ""),
        ("/en/activities/before/", ""),
        ("", ""),
        ("/en/activities/after/", "cancelled"),
    ]


def test_activity_alone_has_no_chain():
    assert page_of(ActivityFactory())["chain"] == ()


def test_parent_and_parts_are_no_chain():
    parent = ActivityFactory(slug="parent")
    part = ActivityFactory(slug="part", parent=parent)
    ActivityFactory(draft=True, parent=parent)

    assert page_of(part)["facts"].parent.url == "/en/activities/parent/"
    assert [one.url for one in page_of(parent)["parts"]] == ["/en/activities/part/"]
    assert page_of(parent)["chain"] == page_of(part)["chain"] == ()


def test_parent_that_nobody_sees_is_not_named():
    assert page_of(ActivityFactory(parent=ActivityFactory(draft=True)))["facts"].parent is None


def test_numbers_announced_are_told_and_that_their_texts_are_not_here():
    activity = ActivityFactory()
    for position, (kind, number) in enumerate([("recommendations", 32), ("conclusions", 1), ("result", None)]):
        OutcomeFactory(activity=activity, position=position, kind=kind, number=number)
    OutcomeFactory(activity=activity, position=9, kind="panels", number=4)

    found = page_of(activity)["concluded"]

    assert [(one.number, one.words) for one in found.outcomes] == [
        (32, "recommendations announced"),
        (1, "conclusion announced"),
        (None, "Result"),
    ]
    assert [(one.number, one.words) for one in found.panels] == [(4, "panels")]
    assert found.awaits_texts


def test_texts_of_recommendations_are_said_to_be_missing_only_where_there_are_some(client):
    OutcomeFactory(activity__slug="some")
    OutcomeFactory(activity__slug="none", kind="conclusions", number=6)

    assertContains(client.get("/en/activities/some/"), "The texts of the recommendations are not published here yet.")
    assertNotContains(client.get("/en/activities/none/"), "not published here yet")


def test_history_of_dates_tells_each_step_with_its_reason():
    activity = ActivityFactory()
    steps = [
        ("announced", "day", ""),
        ("postponed", "month", "Pandemic"),
        ("moved_online", "day", ""),
        ("held", "day", ""),
    ]
    for position, (step, precision, reason) in enumerate(steps):
        day = datetime.date(2020, 3 + position, 18)
        DateChangeFactory(
            activity=activity, position=position, step=step, starts_on=day, precision=precision, reason_en=reason
        )
    DateChangeFactory(activity=activity, position=9, step="cancelled", starts_on=None)

    assert [(one.words, one.when, one.reason) for one in page_of(activity)["history"]] == [
        ("announced", "18\N{NO-BREAK SPACE}March 2020", ""),
        ("postponed", "April 2020", "Pandemic"),
        ("moved online", "18\N{NO-BREAK SPACE}May 2020", ""),
        ("held", "18\N{NO-BREAK SPACE}June 2020", ""),
        ("cancelled", "", ""),
    ]


def test_whose_words_are_told(client):
    rich(title_fr_is_working_translation=True)

    english, french = client.get("/en/activities/here/"), client.get("/fr/activites/here/")

    assertContains(english, "summary by the editors", count=6)
    assertContains(french, "traduction de travail", count=1)
    assertNotContains(english, "working translation")


def test_host_and_co_chairs_meet_on_the_map_once_it_was_held():
    switzerland = PartnerFactory(code="CH", longitude=8.2, latitude=46.8)
    gambia = PartnerFactory(code="GM", longitude=-15.4, latitude=13.4)
    PartnerFactory(code="XX")
    held = page_of(ActivityFactory(country=switzerland, co_chairs=[switzerland, gambia]))
    planned = page_of(ActivityFactory(country=switzerland, co_chairs=[gambia], to_come=True))

    assert (len(held["points"]), len(held["links"])) == (2, 1)
    assert (len(planned["points"]), len(planned["links"])) == (2, 0)


def test_account_in_the_other_language_carries_its_lang(client):
    ActivityFactory(slug="here", body_en="", body_fr="Compte rendu", venue_en="", venue_fr="Palais")

    answer = client.get("/en/activities/here/")

    assertContains(answer, '<div lang="fr"><p>Compte rendu</p></div>')
    assertContains(answer, '<span lang="fr">Palais</span>')
