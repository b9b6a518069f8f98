"""Every step from every state by everybody: who may is what the table says, and it arrives from its sources only."""

import functools

import pytest
from django.core.exceptions import PermissionDenied

from apps.common.workflow import StepNotOpen
from apps.decisions import services
from apps.decisions.models import SilenceProcedure
from apps.decisions.tests.cast import OFFICE, SPEAKS, a_position, cast, in_days, in_state, the_office, those_who
from apps.decisions.tests.factories import CHAIR
from apps.decisions.workflow import POSITION_SHAPES, SHAPES, PositionKind, ProcedureFlow, State
from apps.partners.tests.factories import focal_point

pytestmark = pytest.mark.django_db
STEPS = pytest.mark.parametrize("step", ProcedureFlow.steps(), ids=lambda step: step.name)
STATES = pytest.mark.parametrize("state", State.values)
MAY = {
    "circulate": OFFICE,
    "circulate_again": OFFICE,
    "adopt": set(),
    "break": SPEAKS | OFFICE,
    "suspend": OFFICE,
    "confirm": {"chair head"} | OFFICE,
    "withdraw": OFFICE,
}
# Nobody is asked while it is drafted.
MAY_WITH_DRAFT = MAY | {"break": OFFICE}
TAKEN_FROM = {
    "circulate": {"draft"},
    "circulate_again": {"broken", "suspended"},
    "adopt": {"circulated"},
    "break": {"circulated"},
    "suspend": {"circulated", "adopted"},
    "confirm": {"adopted"},
    "withdraw": {"draft", "broken", "suspended", "circulated", "adopted"},
}


def ready_for(step, state):
    """A procedure in that state to which nothing is missing but the state."""
    procedure = in_state(state)
    if step is ProcedureFlow.adopt:
        SilenceProcedure.objects.filter(pk=procedure.pk).update(expires_at=in_days(-0.01))
    elif step in (ProcedureFlow.circulate, ProcedureFlow.circulate_again):
        SilenceProcedure.objects.filter(pk=procedure.pk).update(expires_at=in_days(30))
    return procedure


def taking(step, procedure):
    """The service of a step with whoever takes it."""
    office = the_office()
    if step is ProcedureFlow.break_:
        position = a_position(procedure, kind=PositionKind.OBJECTION, text="No.")
        return functools.partial(services.break_silence, by=focal_point("CH"), position=position)
    by = {"adopt": None, "confirm": focal_point(CHAIR)}.get(step.name, office)
    service = {"adopt": services.adopt, "confirm": services.confirm, **services.PLAIN_STEPS}.get(step.name)
    if service is None:
        service = services.circulate if step is ProcedureFlow.circulate else services.circulate_again
    return functools.partial(service, by=by, note="because")


@STEPS
@STATES
def test_who_may_take_a_step_is_what_the_table_says(step, state):
    procedure = in_state(state)
    people, table = cast(), MAY_WITH_DRAFT if state == State.DRAFT else MAY
    assert those_who(people, ProcedureFlow.permission(step), procedure) == table[step.name]
    offered = {name for name, one in people.items() if step in ProcedureFlow.steps_for(procedure, one)}
    assert offered == (table[step.name] if state in TAKEN_FROM[step.name] else set())


@STEPS
@STATES
def test_a_step_arrives_from_its_sources_only(step, state):
    procedure = ready_for(step, state)
    if step is ProcedureFlow.break_ and state == State.DRAFT:
        return  # nobody may, see above
    take, before = taking(step, procedure), procedure.lines.count()
    if state in TAKEN_FROM[step.name]:
        taken = take(procedure)
        line = taken.lines.latest("pk")
        assert (taken.state, line.from_state, line.to_state) == (step.to, state, step.to)
        assert (line.step, line.round, taken.lines.count()) == (step.name, taken.round, before + 1)
        return
    with pytest.raises(StepNotOpen):
        take(procedure)
    procedure.refresh_from_db()
    assert (procedure.state, procedure.lines.count()) == (state, before)


def test_the_table_is_the_table_of_the_code():
    assert {step.name: set(step.sources) for step in ProcedureFlow.steps()} == TAKEN_FROM


@STATES
def test_nobody_adopts_by_hand(state):
    procedure = ready_for(ProcedureFlow.adopt, state)
    for person in cast().values():
        with pytest.raises(PermissionDenied):
            services.adopt(procedure, by=person)
    procedure.refresh_from_db()
    assert procedure.state == state


@pytest.mark.parametrize("name", ["circulate", "circulate_again", "suspend", "confirm", "withdraw"])
def test_the_clock_takes_no_other_step(name):
    procedure = in_state(min(ProcedureFlow.step(name).sources))
    with pytest.raises(PermissionDenied):
        getattr(services, name)(procedure, by=None)


def test_permission_is_asked_before_the_state():
    with pytest.raises(PermissionDenied):
        services.suspend(in_state(State.WITHDRAWN), by=focal_point("CH"))


def test_stopping_and_withdrawing_ask_for_reasons():
    assert {step.name for step in ProcedureFlow.steps() if step.needs_note} == {"suspend", "withdraw"}


def test_every_state_and_every_position_has_its_shape():
    assert set(SHAPES) == set(State)
    assert set(POSITION_SHAPES) == set(PositionKind)


def test_diagram_names_every_state():
    assert all(state in ProcedureFlow.mermaid() for state in State.values)
