"""The one door: its order, its two refusals, its timeline; the diagram and the bar drawn from the same table."""

import pytest
import rules
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.template import Context, Template
from django.test import RequestFactory

from apps.common.models import TimelineLine
from apps.common.tests.races import race
from apps.common.workflow import Audience, Channel, Step, StepBar, StepNotOpen, Workflow, taking


class State(models.TextChoices):
    DRAFT = "draft", "being written"
    SENT = "sent", "sent"
    CLOSED = "closed", "wound up"
    DROPPED = "dropped", "given up"


class TrialFlow(Workflow):
    """A small workflow of every shape: a path, a way back, a way out."""

    app_label, model_name, states, initial = "trial", "trial", State, State.DRAFT
    path = (State.DRAFT, State.SENT, State.CLOSED)

    send = Step(State.DRAFT, to=State.SENT, label="Send", told="was sent", audience=Audience.SEATS, is_primary=True)
    return_ = Step(State.SENT, to=State.DRAFT, label="Return", told="was returned", needs_note=True)
    close = Step(State.SENT, to=State.CLOSED, label="Close", told="was wound up")
    drop = Step(State.DRAFT, State.SENT, to=State.DROPPED, label="Drop", told="was given up")


class Trial(models.Model):
    """A thing with a state."""

    flow = TrialFlow
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    note = models.TextField(default="")

    class Meta:
        app_label = "trial"

    def __str__(self) -> str:
        return f"trial {self.pk}"

    def seat_of(self, by) -> int | None:
        return 7 if by.name == "Focal point" else None

    def write_line(self, **facts) -> None:
        TrialLine.objects.create(trial=self, **facts)


class TrialLine(TimelineLine):
    """A line of its timeline."""

    # Without a constraint, so that the tests that empty all tables may empty that of people.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="lines")
    partner_id = models.IntegerField(null=True)

    class Meta(TimelineLine.Meta):
        app_label = "trial"


@taking(TrialFlow.send)
def send(row, *, by, note=""):
    row.note = f"sent with {note!r}"


@taking(TrialFlow.return_)
def return_(row, *, by, note=""):
    row.note = note


@taking(TrialFlow.close)
def close(row, *, by, note="", reason="none"):
    row.note = reason


@taking(TrialFlow.drop)
def drop(row, *, by, note=""):
    if note == "fail":
        raise ZeroDivisionError


SERVICES = {service.step.name: service for service in (send, return_, close, drop)}


@pytest.fixture(scope="session")
def tables(django_db_setup, django_db_blocker):
    """The tables of the trial, which no migration knows."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Trial)
            editor.create_model(TrialLine)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(TrialLine)
            editor.delete_model(Trial)


@pytest.fixture
def permitted(tables):
    """Everybody named "Focal point" may take every step."""
    names = [f"trial.{step.name}_trial" for step in TrialFlow.steps()]
    for name in names:
        rules.add_perm(name, rules.predicate(lambda user, row: user.name == "Focal point"))
    yield
    for name in names:
        rules.remove_perm(name)


def person(name: str = "Focal point"):
    return get_user_model().objects.create_user(f"{name.split()[0].lower()}@example.org", name=name)


@pytest.mark.django_db
@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", SERVICES)
def test_step_arrives_from_its_sources_and_from_nowhere_else(permitted, name, state):
    row, by = Trial.objects.create(state=state), person()
    step = SERVICES[name].step

    if state in step.sources:
        assert SERVICES[name](row, by=by, note="why").state == step.to
    else:
        with pytest.raises(StepNotOpen):
            SERVICES[name](row, by=by, note="why")
        assert Trial.objects.get(pk=row.pk).state == state
        assert not row.lines.exists()


@pytest.mark.django_db
def test_step_writes_one_line_with_all_that_is_known(permitted):
    row, by = Trial.objects.create(), person()

    fresh = send(row, by=by, note="please", channel=Channel.TELEPHONE)

    line = row.lines.get()
    assert fresh.note == "sent with 'please'"
    assert (line.step, line.from_state, line.to_state, line.note) == ("send", "draft", "sent", "please")
    assert (line.actor, line.partner_id, line.channel, line.audience) == (by, 7, "telephone", "seats")


@pytest.mark.django_db
def test_name_of_a_step_that_is_a_word_of_python_loses_its_mark(permitted):
    row = Trial.objects.create(state=State.SENT)

    return_(row, by=person(), note="incomplete")

    assert row.lines.get().step == "return"
    assert TrialFlow.permission(TrialFlow.return_) == "trial.return_trial"
    assert TrialFlow.step("return") is TrialFlow.return_
    assert TrialFlow.step("nothing") is None


@pytest.mark.django_db
def test_details_reach_the_body(permitted):
    row = Trial.objects.create(state=State.SENT)

    assert close(row, by=person(), reason="done").note == "done"


@pytest.mark.django_db
def test_permission_is_asked_before_the_state(permitted):
    row = Trial.objects.create(state=State.CLOSED)

    with pytest.raises(PermissionDenied):
        send(row, by=person("Somebody else"))


@pytest.mark.django_db
def test_state_is_asked_of_the_row_as_it_is_now(permitted):
    row, by = Trial.objects.create(), person()
    stale = Trial.objects.get(pk=row.pk)
    send(row, by=by)

    with pytest.raises(StepNotOpen) as refusal:
        send(stale, by=by)

    assert refusal.value.row.state == State.SENT
    assert row.lines.count() == 1


@pytest.mark.django_db
def test_body_that_fails_leaves_no_trace(permitted):
    row = Trial.objects.create()

    with pytest.raises(ZeroDivisionError):
        drop(row, by=person(), note="fail")

    assert Trial.objects.get(pk=row.pk).state == State.DRAFT
    assert not row.lines.exists()


@pytest.mark.django_db
def test_line_is_never_changed(permitted):
    row = Trial.objects.create()
    send(row, by=person())
    line = row.lines.get()

    line.note = "rewritten"
    with pytest.raises(ValueError, match="never changed"):
        line.save()


@pytest.mark.django_db
def test_buttons_are_the_steps_that_are_open_and_permitted(permitted):
    row = Trial.objects.create(state=State.SENT)

    assert TrialFlow.steps_for(row, person()) == [TrialFlow.return_, TrialFlow.close, TrialFlow.drop]
    assert TrialFlow.steps_for(row, person("Somebody else")) == []


@pytest.mark.django_db
def test_templates_ask_and_show(permitted):
    request = RequestFactory().get("/")
    request.user = person()
    row = Trial.objects.create()
    source = (
        "{% steps_for row as steps %}{% for step in steps %}{{ step.name }}:{{ step.label }} {% endfor %}"
        '{% may "close" row as can_close %}{{ can_close }}'
    )

    drawn = Template(source).render(Context({"request": request, "row": row}))

    assert drawn == "send:Send drop:Drop True"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_take_a_step_once(permitted):
    row, by = Trial.objects.create(), person()

    outcomes = race(lambda: send(Trial(pk=row.pk), by=by), late=StepNotOpen, at_once=10)

    assert outcomes == {"done": 1, "late": 9}
    assert row.lines.count() == 1
    TrialLine.objects.all().delete()
    Trial.objects.all().delete()


def test_diagram_names_every_step_from_every_source():
    assert TrialFlow.mermaid() == "\n".join(
        [
            "stateDiagram-v2",
            "    [*] --> draft",
            "    draft --> sent: send",
            "    sent --> draft: return",
            "    sent --> closed: close",
            "    draft --> dropped: drop",
            "    sent --> dropped: drop",
            "    closed --> [*]",
            "    dropped --> [*]",
        ]
    )


@pytest.mark.parametrize(
    ("state", "stops"),
    [
        (State.DRAFT, [("being written", "now"), ("sent", "ahead"), ("wound up", "ahead")]),
        (State.SENT, [("being written", "done"), ("sent", "now"), ("wound up", "ahead")]),
        (State.CLOSED, [("being written", "done"), ("sent", "done"), ("wound up", "now")]),
        (State.DROPPED, [("being written", "done"), ("given up", "now")]),
    ],
)
def test_bar_shows_what_lies_behind_and_ahead(state, stops):
    assert StepBar(TrialFlow, state).stops == stops


def test_bar_takes_other_words():
    assert StepBar(TrialFlow, State.SENT, dict.fromkeys(State.values, "word")).stops[0] == ("word", "done")
