"""Decisions in the office: listed, read, taken along as a table, by the secretariat alone, changed by nobody."""

import pytest
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.decisions import services
from apps.decisions.models import Decision
from apps.partners.tests.factories import focal_point, secretariat_member

from .factories import a_proof, adopted

pytestmark = pytest.mark.django_db
LIST = "admin:decisions_decision_changelist"


@pytest.fixture
def office(client):
    user = secretariat_member(email="sec@example.org")
    client.force_login(user)
    return user


def decided(office, **facts):
    """A decision confirmed on the chair's instruction."""
    procedure = adopted(office, **facts)
    instruction = services.Instruction("email", "Please confirm.", a_proof())
    services.confirm(procedure, by=office, instruction=instruction)
    return Decision.objects.get(procedure=procedure)


def test_the_list_tells_number_title_mark_and_moment(client, office):
    decision = decided(office, mark="public")

    html = client.get(reverse(LIST)).content.decode()

    for words in (decision.number, "Label for a workshop", "everybody"):
        assert words in html
    assert client.get(reverse(LIST), {"q": "atelier", "mark__exact": "seats"}).context["cl"].result_count == 0


def test_a_decision_is_read_and_changed_by_nobody(client, office):
    decision = decided(office)
    address = reverse("admin:decisions_decision_change", args=[decision.pk])

    html = client.get(address).content.decode()

    assert "Le label est accordé." in html
    assert "Please confirm." in html
    assert 'name="title_en"' not in html
    assert client.post(address, {"title_en": "Mine"}).status_code == 403
    assert client.get(reverse("admin:decisions_decision_add")).status_code == 403
    assert client.post(reverse("admin:decisions_decision_delete", args=[decision.pk])).status_code == 403


def test_decisions_are_taken_along_as_a_table(client, office):
    decision = decided(office, title_en="=1+1")

    answer = client.post(reverse(LIST), {"action": "as_table", "_selected_action": [decision.pk]})

    assert answer["Content-Type"].startswith("text/csv")
    lines = answer.content.decode().splitlines()
    assert decision.number in lines[1]
    assert "'=1+1" in lines[1]


def test_pages_are_for_the_secretariat_alone(client):
    decision = decided(secretariat_member(), mark="public")
    pages = [reverse(LIST), reverse("admin:decisions_decision_change", args=[decision.pk])]

    for person, status in ((UserFactory(administrator=True), 403), (focal_point("MA"), 302)):
        client.force_login(person)
        assert [client.get(address).status_code for address in pages] == [status, status]


def test_the_list_asks_as_often_for_many_as_for_few(client, office, django_assert_max_num_queries):
    for _number in range(3):
        decided(office)

    with django_assert_max_num_queries(16):
        assert len(client.get(reverse(LIST)).context["cl"].result_list) == 3
