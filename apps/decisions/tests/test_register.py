"""The register: in the space as far as one may read it, in public what is marked public, with the statements."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from apps.decisions import services
from apps.decisions.models import Decision, Mark
from apps.decisions.tests.factories import circulated, let_expire, say
from apps.decisions.workflow import PositionKind
from apps.notifications import messages
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def office():
    return secretariat_member()


def decided(office, mark=Mark.ASKED, **facts):
    """A decision of the committee with a statement of Switzerland and a comment of Senegal."""
    procedure = circulated(office, mark=mark, **facts)
    say(procedure, focal_point("CH"), PositionKind.COMMENT, "We read it so.", is_statement=True)
    say(procedure, focal_point("SN"), PositionKind.COMMENT, "Between us.")
    let_expire(procedure)
    services.settle_due()
    services.confirm(procedure, by=focal_point("MA"))
    return Decision.objects.get(procedure=procedure)


def at(name, *arguments):
    with override("en"):
        return reverse(name, args=arguments)


def numbers(page):
    return [row["decision"].number for row in page.context["rows"]]


def test_everybody_reads_what_is_public_and_nothing_else(client, office):
    shown, hidden = decided(office, Mark.PUBLIC), decided(office)
    page = client.get(at("register:list"))
    assert numbers(page) == [shown.number]
    one = client.get(shown.get_absolute_url())
    for words in (shown.number, "The label is granted.", "We read it so.", "Country CH", "Country MA"):
        assertContains(one, words)
    for words in ("Between us.", "Head CH", "Head MA"):
        assertNotContains(one, words)
    assertContains(one, 'hreflang="fr"')
    assert client.get(at("register:decision", "sc", hidden.year, hidden.sequence)).status_code == 404
    assert client.get(at("register:decision", "sc", 10**20, 1)).status_code == 404
    assert not client.cookies


def test_public_pages_speak_french(client, office):
    shown = decided(office, Mark.PUBLIC)
    with override("fr"):
        assertContains(client.get(shown.get_absolute_url()), "Le label est accordé.")
        assert client.get(reverse("register:list")).status_code == 200


def test_space_shows_what_one_may_read(client, office):
    own, seats, public = decided(office), decided(office, Mark.SEATS), decided(office, Mark.PUBLIC)
    every = [public.number, seats.number, own.number]
    for reader, read in (
        (office, every),
        (focal_point("CH"), every),
        (focal_point("GA"), every),
        (focal_point("ML"), every[:2]),
    ):
        client.force_login(reader)
        assert numbers(client.get(at("decisions:register"))) == read
        status = 200 if read == every else 404
        assert client.get(at("decisions:decision", own.reference)).status_code == status


def test_page_in_the_space_leads_to_the_procedure_for_those_who_know_it(client, office):
    decision = decided(office, Mark.SEATS)
    client.force_login(focal_point("CH"))
    page = client.get(at("decisions:decision", decision.reference))
    assertContains(page, decision.procedure.get_absolute_url())
    assertContains(page, "We read it so.")
    client.force_login(focal_point("ML"))
    page = client.get(at("decisions:decision", decision.reference))
    assertNotContains(page, decision.procedure.get_absolute_url())


@pytest.mark.parametrize("name", ["register:list", "decisions:register"])
def test_register_is_narrowed_by_body_and_year(client, office, name):
    first, second = decided(office, Mark.PUBLIC), decided(office, Mark.PUBLIC)
    Decision.objects.filter(pk=first.pk).update(body="FP", year=first.year - 1)
    client.force_login(office)
    assert numbers(client.get(at(name) + "?body=sc")) == [second.number]
    assert numbers(client.get(at(name) + f"?year={first.year - 1}")) == [f"RP/FP/{first.year - 1}/01"]
    assertContains(client.get(at(name) + f"?body=sc&year={first.year - 1}"), "No decision matches these filters.")
    assertContains(client.get(at(name) + "?year=1066"), "was ignored")


@pytest.mark.parametrize("name", ["register:list", "decisions:register"])
def test_empty_register_says_what_would_be_there(client, office, name):
    client.force_login(office)
    assertContains(client.get(at(name)), "No decision yet.")


@pytest.mark.parametrize("number", [1, 3])
def test_registers_ask_as_often_for_three_as_for_one(client, office, django_assert_max_num_queries, number):
    for _ in range(number):
        decision = decided(office, Mark.PUBLIC)
    with django_assert_max_num_queries(4):
        client.get(at("register:list"))
    with django_assert_max_num_queries(4):
        client.get(decision.get_absolute_url())
    client.force_login(focal_point("CH"))
    with django_assert_max_num_queries(8):
        client.get(at("decisions:register"))
    with django_assert_max_num_queries(8):
        client.get(at("decisions:decision", decision.reference))
