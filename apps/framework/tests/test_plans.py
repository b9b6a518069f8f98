"""The page of a plan: its size in its own words, its priorities, and the way to the other plans."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from apps.framework.queries import plans_in_order

from .factories import ActionFactory, ActionPlanFactory, CrossCuttingPriorityFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db


def plan_of_domains():
    plan = ActionPlanFactory(slug="old", title_en="Old plan", over=True, area_word="domain")
    for area, number, code in ((4, 5, "5a"), (5, 5, "5b"), (6, 6, "6")):
        objective = ObjectiveFactory(area__plan=plan, area__number=area, number=number, code=code)
        ActionFactory(objective=objective)
    for number in (2, 1):
        CrossCuttingPriorityFactory(plan=plan, number=number, title_fr_is_working_translation=number == 2)
    return plan


@pytest.mark.parametrize("plans", [1, 3])
def test_list_of_plans_is_one_query(django_assert_num_queries, plans):
    for _ in range(plans):
        CrossCuttingPriorityFactory(plan=CrossCuttingPriorityFactory().plan)

    with django_assert_num_queries(1):
        assert [len(one.priorities) for one in plans_in_order("en")] == [2] * plans


def test_plan_in_force_comes_first():
    today = datetime.date.today()
    ActionPlanFactory(slug="past", over=True, valid_from=today - datetime.timedelta(days=500))
    ActionPlanFactory(slug="now", valid_from=today - datetime.timedelta(days=400))
    ActionPlanFactory(slug="next", valid_from=today + datetime.timedelta(days=1))

    listed = plans_in_order("en")

    assert [(one.plan.slug, one.is_in_force) for one in listed] == [("now", True), ("next", False), ("past", False)]


def test_size_is_told_in_the_word_of_the_plan_and_leads_to_the_board(client):
    plan_of_domains()

    answer = client.get("/en/action-plans/old/")

    for words in ("3 domains", "2 objectives", "3 actions"):
        assertContains(answer, f'<li><a href="#board">{words}</a></li>')
    assertContains(answer, '<li><a href="#priorities">2 cross-cutting priorities</a></li>')
    assertContains(answer, "Domain 6 · ")
    assertContains(client.get("/fr/plans-d-action/old/"), "3 domaines")


def test_priorities_stand_in_their_order_and_say_whose_french_it_is(client):
    plan_of_domains()

    answer = client.get("/fr/plans-d-action/old/")

    assert [(one.number, one.title, one.kind) for one in answer.context["board"].priorities] == [
        (1, "Priorité 1", "adopted"),
        (2, "Priorité 2", "translation"),
    ]
    assertContains(answer, "traduction de travail", count=1)


def test_page_of_a_plan_leads_to_the_others(client):
    plan_of_domains()
    ActionPlanFactory(slug="new", title_en="New plan")

    answer = client.get("/en/action-plans/old/")

    assertContains(answer, '<li><a href="/en/action-plans/new/">New plan</a> <span class="tag">in force</span></li>')
    assertContains(answer, '<li><a href="/en/action-plans/old/" aria-current="page">Old plan</a></li>')
    assertNotContains(client.get("/en/action-plans/new/"), "priorities")


def test_plan_that_is_the_only_one_offers_no_other(client):
    plan_of_domains()

    assertNotContains(client.get("/en/action-plans/old/"), 'aria-current="page"')


def test_board_leads_to_the_pages_of_its_parts(client):
    action = ActionFactory(number=7, objective__area__plan__slug="plan", objective__code="3", objective__area__number=2)

    answer = client.get("/en/action-plans/plan/")

    assertContains(answer, '<a href="/en/action-plans/plan/action/7/" class="board-row__number')
    assertContains(answer, '<a href="/en/action-plans/plan/objective/3/">Objective 3')
    assertContains(answer, '<a href="/en/action-plans/plan/area/2/">Area 2')
    assertContains(answer, f'id="{action.anchor}"')
