"""The plan's page in both languages."""

import pytest
from pytest_django.asserts import assertContains

from apps.activities.tests.factories import ActivityFactory
from apps.framework.tests.factories import ActionFactory, ActionPlanFactory, AreaFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_A_PLAN = 4


def plan_with(actions: int):
    plan = ActionPlanFactory(slug="plan", title_en="The plan", title_fr="Le plan")
    area = AreaFactory(plan=plan, number=1)
    for number in range(1, actions + 1):
        objective = ObjectiveFactory(area=area, number=number)
        ActivityFactory(actions=[ActionFactory(objective=objective, number=number)])
    return plan


@pytest.mark.parametrize("actions", [1, 3])
def test_plan_costs_the_same_queries_whatever_its_size(client, django_assert_num_queries, actions):
    plan_with(actions)

    with django_assert_num_queries(QUERIES_OF_A_PLAN):
        client.get("/en/action-plans/plan/")


def test_plan_in_french_has_french_words_and_the_same_anchors(client):
    plan_with(1)

    answer = client.get("/fr/plans-d-action/plan/")

    assertContains(answer, "1 objectif sur 1 et 1 action sur 1")
    assertContains(answer, 'id="action-1"')
    assertContains(answer, "texte à fournir")


def test_action_whose_place_no_source_confirms_says_so(client):
    ActionFactory(objective__area__plan__slug="plan", number=23, placement_confirmed=False)

    assertContains(client.get("/en/action-plans/plan/"), "place in the plan to be confirmed")


def test_action_of_a_served_objective_is_never_called_unknown(client):
    action = ActionFactory(objective__area__plan__slug="plan")
    ActivityFactory(objectives=[action.objective])

    answer = client.get("/en/action-plans/plan/")

    assertContains(answer, "known for the objective only", count=2)
    assertContains(answer, "no activity is known", count=0)


def test_current_plan_leads_to_the_plan_in_force(client):
    assert client.get("/en/action-plans/").status_code == 404
    ActionPlanFactory(slug="plan")

    assert client.get("/fr/plans-d-action/").url == "/fr/plans-d-action/plan/"


def test_unknown_plan_is_not_found(client):
    assert client.get("/en/action-plans/nope/").status_code == 404
