"""The pages of areas, objectives and actions: whose words, where they stand, what served them, what is no gap."""

import pytest
from django.template import engines
from pytest_django.asserts import assertContains, assertNotContains

from apps.common import registry
from apps.common.bilingual import Words
from apps.common.registry import Panel, Served, Serving

from .factories import ActionFactory, ActionPlanFactory, AreaFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_A_PART = 5
ADDRESSES = {
    "en": {"area": "/en/action-plans/plan/area/3/", "objective": "/en/action-plans/plan/objective/5b/"}
    | {"action": "/en/action-plans/plan/action/17/"},
    "fr": {"area": "/fr/plans-d-action/plan/domaine/3/", "objective": "/fr/plans-d-action/plan/objectif/5b/"}
    | {"action": "/fr/plans-d-action/plan/action/17/"},
}


@pytest.fixture
def action():
    """Action 17 of objective 5b in area 3 of the plan; neither it nor its objective has its wording."""
    plan = ActionPlanFactory(slug="plan", title_en="The plan", title_fr="Le plan")
    area = AreaFactory(plan=plan, number=3, title_en="Protection", title_fr="Protection et asile")
    return ActionFactory(number=17, objective=ObjectiveFactory(area=area, number=5, code="5b"))


@pytest.fixture
def serving(monkeypatch):
    """A room that says what served the plan: a list of (objective, action or None), to be filled by the test."""
    parts = []

    def latest(plan, most):
        return [Served(one, other, Words("A meeting", "en"), "/en/meeting/", 1) for one, other in parts]

    found = registry.Registry()
    found.add("tests", Serving(latest, lambda plan_id: parts))
    monkeypatch.setattr("apps.framework.queries.board.serves", found)
    return parts


@pytest.mark.parametrize("kind", ["area", "objective", "action"])
@pytest.mark.parametrize("actions", [1, 3])
def test_part_costs_the_same_queries_whatever_the_size_of_its_plan(
    client, django_assert_num_queries, monkeypatch, action, actions, kind
):
    monkeypatch.setattr("apps.framework.views.panels", registry.Registry())
    for number in range(1, actions):
        ActionFactory(number=number, objective=ObjectiveFactory(area=action.objective.area))

    with django_assert_num_queries(QUERIES_OF_A_PART):
        client.get(ADDRESSES["en"][kind])


@pytest.mark.parametrize(
    ("kind", "language", "words"),
    [
        ("area", "en", ["<h1", "Protection", "Area 3 · The plan", "Objectives and actions", "Objective 5b"]),
        ("area", "fr", ["Protection et asile", "Domaine 3 · Le plan", "Objectifs et actions", "Objectif 5b"]),
        ("objective", "en", ["<h1>Objective 5b</h1>", "wording to be supplied", "Area 3", "0 of 1 actions"]),
        ("objective", "fr", ["<h1>Objectif 5b</h1>", "texte à fournir", "Domaine 3", "0 action sur 1"]),
        ("action", "en", ["<h1>Action 17</h1>", "wording to be supplied", "Nothing is published for this action yet"]),
        ("action", "fr", ["<h1>Action 17</h1>", "texte à fournir", "Rien n’est encore publié pour cette action"]),
    ],
)
def test_part_in_both_languages(client, action, kind, language, words):
    answer = client.get(ADDRESSES[language][kind])

    for text in words:
        assertContains(answer, text)


def test_breadcrumb_leads_from_the_plan_to_the_objective(client, action):
    answer = client.get(ADDRESSES["fr"]["action"])

    assert [url for _words, url in answer.context["trail"]] == [
        "/fr/plans-d-action/plan/",
        ADDRESSES["fr"]["area"],
        ADDRESSES["fr"]["objective"],
    ]
    assertContains(answer, '<span aria-current="page">Action 17</span>')


def test_adopted_title_heads_the_page_and_the_summary_says_whose_it_is(client, action):
    action.title_en, action.summary_en = "Prevent <b>", "In our words"
    action.save()

    answer = client.get(ADDRESSES["en"]["action"])

    assertContains(answer, "Prevent &lt;b&gt;</h1>")
    assertContains(answer, '<p class="lead">In our words</p><p><span class="wording wording--summary">')


def test_french_of_our_own_says_that_it_is_a_working_translation(client, action):
    action.objective.title_en, action.objective.title_fr = "Promote", "Promouvoir"
    action.objective.title_fr_is_working_translation = True
    action.objective.save()

    assertContains(client.get(ADDRESSES["fr"]["objective"]), "traduction de travail")
    assertNotContains(client.get(ADDRESSES["en"]["objective"]), "working translation")


def test_summary_alone_is_never_a_heading(client, action):
    action.summary_en = "Prevent migrants from going missing"
    action.save()

    answer = client.get(ADDRESSES["en"]["action"])

    assertContains(answer, "<h1>Action 17</h1>")
    assertContains(answer, "summary by the editors")


def test_place_that_no_source_confirms_is_said_and_no_gap(client, action):
    action.placement_confirmed = False
    action.save()

    english, french = (client.get(ADDRESSES[code]["action"]) for code in ("en", "fr"))

    assertContains(english, "the action is not counted as a gap")
    assertContains(french, "place dans le plan à confirmer")
    assertContains(client.get("/en/action-plans/plan/"), "no conclusion yet", count=2)
    assertNotContains(client.get("/en/action-plans/plan/"), "no activity is known")


def test_action_whose_objective_is_served_leads_there_and_is_no_gap(client, action, serving):
    serving.append((action.objective_id, None))

    answer = client.get(ADDRESSES["en"]["action"])

    assertContains(answer, "Objective 5b has been addressed; by which action is not said")
    assertContains(answer, f'<a class="button" href="{ADDRESSES["en"]["objective"]}">See objective 5b</a>')
    assertNotContains(answer, "Nothing is published")


def test_counts_of_a_part_lead_to_its_page(client, action, serving):
    serving.append((action.objective_id, action.pk))

    assertContains(client.get(ADDRESSES["en"]["objective"]), f'<a href="{ADDRESSES["en"]["action"]}">1 activity</a>')
    assertContains(client.get(ADDRESSES["en"]["area"]), '<a href="#parts">1 of 1 objectives, 1 of 1 actions</a>')


def test_neighbours_follow_the_numbers_through_the_whole_plan(client, action):
    other = ObjectiveFactory(area__plan=action.objective.area.plan, area__number=4, number=7)
    for number in (16, 20, 18):
        ActionFactory(objective=other, number=number)

    hub = client.get(ADDRESSES["en"]["action"]).context["hub"]

    assert (hub.before.name, hub.after.name) == ("Action 16", "Action 18")
    assertContains(client.get("/en/action-plans/plan/action/20/"), 'rel="next"', count=0)


def test_panels_of_other_rooms_stand_on_the_page_of_the_very_part(client, action, monkeypatch):
    found = registry.Registry()
    template = engines["django"].from_string("<h2>A panel</h2>{{ about }}: {{ rows.0 }}")
    for kind in ("area", "objective", "action"):
        found.add(kind, Panel(template, about=f"framework.{kind}", rows=lambda obj, user: [f"for {obj.pk} {user}"]))
    monkeypatch.setattr("apps.framework.views.panels", found)

    for kind, part in (("area", action.objective.area), ("objective", action.objective), ("action", action)):
        answer = client.get(ADDRESSES["en"][kind])
        assertContains(answer, "<h2>A panel</h2>", count=1)
        assertContains(answer, f"for {part.pk} None")
        assertNotContains(answer, "Nothing is published")


@pytest.mark.parametrize(
    "address", ["area/4/", "objective/5c/", "objective/5B/", "action/18/", "action/99999999999999999999/"]
)
def test_part_that_there_is_not_is_not_found(client, action, address):
    assert client.get(f"/en/action-plans/plan/{address}").status_code == 404
    assert client.get(f"/en/action-plans/other/{address}").status_code == 404
