"""Questions to all on lists, desks and in the office: as many questions for three as for one, and the right rows."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.common import registry
from apps.common.workflow import StepNotOpen
from apps.lab import handovers, queries, services, tasks
from apps.lab.models import Query
from apps.lab.personal import known_of
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.workflow import QueryFlow, QueryState
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
RUNNING, CLOSED = QueryState.RUNNING, QueryState.CLOSED
MOST = 14


def make_queries(number):
    for position in range(number):
        asker = PartnerFactory(code=f"P{position}")
        query = QueryFactory(state=RUNNING, partner=asker, asked=["GA", "CH", "ML"], title=f"Returns {position}")
        SheetFactory(query=query, partner=PartnerFactory(code="CH"))
        QueryFactory(title="Draft")
        QueryFactory(state=CLOSED)


def make_a_long_one(number):
    codes = [f"P{position}" for position in range(number)]
    texts = [f"Question {position}?" for position in range(number)]
    query = QueryFactory(state=RUNNING, asked=["GA", *codes], questions=texts, partner=PartnerFactory(code="CH"))
    for code in ["GA", *codes]:
        SheetFactory(query=query, partner=PartnerFactory(code=code), texts=texts)
        facts = {"from_state": "running", "to_state": "running", "audience": "parties"}
        query.lines.create(step="answer", partner=PartnerFactory(code=code), actor=focal_point(code), **facts)
    return query


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("who", "asked"), [("GA", 4), ("office", 5)])
def test_the_list_asks_as_many_questions_for_three_as_for_one(client, django_assert_num_queries, who, asked, number):
    make_queries(number)
    client.force_login(secretariat_member() if who == "office" else focal_point(who))
    client.get(reverse("ask:list"))
    with django_assert_num_queries(asked):
        client.get(reverse("ask:list"))


@pytest.mark.parametrize("by", ["", "?by=country"])
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("code", "asked"), [("GA", 9), ("CH", 8)])
def test_a_page_asks_as_many_questions_for_three_as_for_one(client, django_assert_num_queries, code, asked, number, by):
    query = make_a_long_one(number)
    client.force_login(focal_point(code))
    client.get(reverse("ask:list"))
    with django_assert_num_queries(asked):
        client.get(query.get_absolute_url() + by)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("page", ["new", "edit", "preview", "answer", "silent"])
def test_other_pages_stay_below_the_limit(client, django_assert_max_num_queries, page, number):
    make_queries(number)
    make_a_long_one(number)
    draft = QueryFactory(title="Returns of answers", questions=[f"Returns {one}?" for one in range(number)])
    running = (
        QueryFactory(state=RUNNING, asked=["GA"], partner=None) if page == "answer" else QueryFactory(state=RUNNING)
    )
    arguments = {"new": [], "answer": [running.reference, "ga"], "silent": [running.reference]}
    client.force_login(focal_point("GA"))
    client.get(reverse("ask:list"))
    with django_assert_max_num_queries(MOST):
        assert client.get(reverse(f"ask:{page}", args=arguments.get(page, [draft.reference]))).status_code == 200


def test_the_list_is_paged(client):
    for _one in range(21):
        QueryFactory(state=RUNNING)
    client.force_login(focal_point("GA"))
    assert len(client.get(reverse("ask:list")).context["rows"]) == 20
    assert len(client.get(reverse("ask:list") + "?page=2").context["rows"]) == 1


@pytest.mark.parametrize(
    ("code", "role", "expected"),
    [
        ("GA", "head", ["Read and compile", "Continue writing"]),
        ("GA", "contributor", ["Continue writing"]),
        ("GA", "reader", []),
        ("CH", "contributor", ["Answer the questions"]),
        ("CH", "reader", []),
        ("ML", "head", []),
    ],
)
def test_desks_of_focal_points(django_assert_num_queries, code, role, expected):
    running = QueryFactory(state=RUNNING, asked=["CH", "ML"])
    SheetFactory(query=running, partner=PartnerFactory(code="ML"))
    SheetFactory(query=running, partner=PartnerFactory(code="CH"), sent_at=None)
    QueryFactory(state=CLOSED)
    QueryFactory(state=QueryState.COMPILED)
    QueryFactory()
    person = focal_point(code, role)
    assert person.roles
    queries.queries_for_person(person)  # what the office decided is asked once
    with django_assert_num_queries(1 if role != "reader" else 0):
        found = queries.queries_for_person(person)
    assert [one.action for one in found] == expected
    assert all(one.due is not None for one in found)
    assert code != "CH" or [one.due for one in found] == [running.due_at] * len(found)


def test_desk_of_the_office():
    for facts in ({"partner": None}, {"state": CLOSED}, {"state": CLOSED, "partner": None}, {}, {"state": RUNNING}):
        QueryFactory(**facts)
    office = secretariat_member()
    found = {(one.action, one.holder, one.who) for one in queries.queries_for_office(office)}
    assert found == {
        ("Continue writing", "us", ""),
        ("Read and compile", "partner", "Country GA"),
        ("Read and compile", "us", ""),
    }
    assert queries.queries_for_office(focal_point("GA")) == queries.queries_for_person(office) == []
    assert queries.queries_for_person in [entry.for_person for entry in registry.desk]


def test_the_dashboard_leads_to_new_questions(client):
    client.force_login(focal_point("GA"))
    assert reverse("ask:new") in client.get(reverse("pages:dashboard")).content.decode()
    assert reverse("ask:list") in client.get(reverse("lab:list")).content.decode()


def test_the_office_reads_and_compiles_by_its_button(client, django_assert_max_num_queries):
    client.force_login(secretariat_member())
    query = QueryFactory(state=CLOSED)
    SheetFactory(query=query, texts__audience="asker", texts=["Kept words"])
    for name, arguments in (("changelist", []), ("change", [query.pk])):
        with django_assert_max_num_queries(MOST):
            page = client.get(reverse(f"admin:lab_query_{name}", args=arguments))
        assert query.title in page.content.decode()
        assert "Kept words" not in page.content.decode()
    assert [step.name for step in page.context["steps"]] == ["compile"]
    client.post(reverse("admin:lab_query_step", args=[query.pk, "compile"]))
    query.refresh_from_db()
    assert query.state == QueryState.COMPILED
    assert client.get(reverse("admin:lab_query_change", args=[QueryFactory().pk])).status_code == 302
    assert client.get(reverse("admin:lab_query_add")).status_code == 403


STEPS = {"ask": services.ask_query, **services.QUERY_STEPS}


@pytest.mark.parametrize("state", QueryState.values)
@pytest.mark.parametrize("name", STEPS)
def test_every_step_from_every_state(name, state):
    gabon = focal_point("GA")
    focal_point("CH")
    query, step = QueryFactory(state=state, asked=["CH"]), QueryFlow.step(name)
    if state in step.sources:
        done = STEPS[name](query, by=gabon)
        assert (done.state, done.lines.get().step) == (step.to, name)
        return
    with pytest.raises(StepNotOpen):
        STEPS[name](query, by=gabon)
    assert Query.objects.get().state == state


def test_the_worker_closes_each_minute():
    QueryFactory(state=RUNNING, due_at=timezone.now() - datetime.timedelta(seconds=1))
    tasks.close_queries.call_local()
    assert Query.objects.get().state == CLOSED


def test_own_data_and_handovers_know_of_them():
    gabon, swiss = focal_point("GA"), focal_point("CH")
    query = QueryFactory(state=RUNNING, author=gabon)
    sheet = SheetFactory(query=query)
    sheet.answers.update(author=swiss)
    known = known_of(swiss)
    assert [one["text"] for one in known["answers_to_questions"]] == ["Nobody.", "None."]
    assert [one["reference"] for one in known_of(gabon)["questions_to_all"]] == [query.reference]
    assert [one.title for one in handovers.open_things(query.partner_id, gabon)] == [query.title]
    other = QueryFactory(state=RUNNING, partner=None)
    assert [one.title for one in handovers.open_things(PartnerFactory(code="CH").pk, swiss)] == [other.title]
