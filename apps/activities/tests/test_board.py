"""The board and the figures told from it: what counts, and what is never called a gap."""

import datetime

import pytest
from django.utils.translation import override

from apps.activities.models import Status
from apps.activities.tests.factories import ActivityFactory
from apps.framework.models import ActionPlan
from apps.framework.queries import board_of, figures_of_current_plan
from apps.framework.tests.factories import ActionFactory, ActionPlanFactory, AreaFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> ActionPlan:
    """Two areas; objectives 5a and 5b, which are counted as one, and 6; actions 13, 16 and 18."""
    plan = ActionPlanFactory(slug="plan")
    first, second = AreaFactory(plan=plan, number=1), AreaFactory(plan=plan, number=2)
    five_a = ObjectiveFactory(area=first, number=5, code="5a")
    five_b = ObjectiveFactory(area=first, number=5, code="5b")
    six = ObjectiveFactory(area=second, number=6)
    for objective, number in ((five_a, 13), (five_b, 16), (six, 18)):
        ActionFactory(objective=objective, number=number)
    return plan


def action(plan: ActionPlan, number: int):
    return next(
        one
        for area in plan.areas.all()
        for o in area.objectives.all()
        for one in o.actions.all()
        if one.number == number
    )


def cells(board) -> dict:
    return {one.number: one for area in board.areas for row in area.objectives for one in row.actions}


def test_objectives_are_counted_by_number(plan):
    sixteen = action(plan, 16)
    ActivityFactory(actions=[sixteen], objectives=[sixteen.objective])

    coverage = board_of("plan", "en").coverage

    assert (coverage.objectives_served, coverage.objectives) == (1, 2)
    assert (coverage.actions_served, coverage.actions) == (1, 3)


def test_coverage_is_told_in_words(plan):
    ActivityFactory(actions=[action(plan, 16)])
    coverage = board_of("plan", "en").coverage

    assert coverage.in_words == "1 of 2 objectives, 1 of 3 actions"
    with override("fr"):
        assert coverage.in_words == "1 objectif sur 2 et 1 action sur 3"


def test_activity_known_to_its_objective_only_serves_the_objective_and_leaves_no_gap(plan):
    eighteen = action(plan, 18)
    ActivityFactory(objectives=[eighteen.objective])

    board = board_of("plan", "en")

    assert board.coverage.objectives_served == 1
    assert board.coverage.actions_served == 0
    assert cells(board)[18].is_open
    assert not cells(board)[13].is_open


def test_activity_known_to_an_action_is_not_told_again_for_its_objective(plan):
    eighteen = action(plan, 18)
    ActivityFactory(objectives=[eighteen.objective], actions=[eighteen])

    rows = [row for area in board_of("plan", "en").areas for row in area.objectives if row.code == "6"]

    assert rows[0].links == ()
    assert [link.title for link in rows[0].actions[0].links] == [
        "Meeting " + rows[0].actions[0].links[0].url.split("/")[-2]
    ]


@pytest.mark.parametrize(
    "trait",
    [{"draft": True}, {"withdrawn": True}, {"scheduled": True}, {"to_come": True}, {"status": Status.CANCELLED}],
)
def test_only_what_was_held_and_is_published_counts(plan, trait):
    ActivityFactory(actions=[action(plan, 16)], **trait)

    assert board_of("plan", "en").coverage.actions_served == 0
    assert figures_of_current_plan().coverage.actions_served == 0


def test_figures_agree_with_the_board(plan):
    eighteen = action(plan, 18)
    ActivityFactory(objectives=[eighteen.objective])
    ActivityFactory(actions=[action(plan, 13), action(plan, 16)])

    assert figures_of_current_plan().coverage == board_of("plan", "en").coverage


def test_figures_are_of_the_plan_in_force(plan):
    ActionPlanFactory(slug="old", over=True)
    ActionPlanFactory(slug="new", valid_from=datetime.date.today() + datetime.timedelta(days=1))

    assert figures_of_current_plan().plan.slug == "plan"
    assert [one.slug for one in ActionPlan.objects.in_force()] == ["plan"]


def test_no_plan_has_no_figures():
    assert figures_of_current_plan() is None


def test_an_objective_without_actions_still_counts():
    ObjectiveFactory(area=AreaFactory(plan=ActionPlanFactory()), number=1)

    coverage = figures_of_current_plan().coverage

    assert (coverage.objectives, coverage.actions) == (1, 0)
