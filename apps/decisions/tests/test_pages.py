"""The pages of procedures in the space: who sees what, the chair's confirmation, papers and proofs, few queries."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from apps.decisions import services
from apps.decisions.models import Decision, ProcedurePaper
from apps.decisions.tests.factories import (
    SilenceProcedureFactory,
    adopted,
    by_telephone,
    circulated,
    let_expire,
    say,
    seat_of_committee,
)
from apps.decisions.workflow import PositionKind
from apps.notifications import messages
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def office():
    return secretariat_member()


def at(name, *arguments):
    with override("en"):
        return reverse(f"decisions:{name}", args=arguments)


def page_for(client, reader, procedure):
    client.force_login(reader)
    return client.get(at("procedure", procedure.reference))


def a_paper(procedure):
    key = storages["private"].save("paper.txt", ContentFile(b"Annex"))
    return ProcedurePaper.objects.create(procedure=procedure, language="en", key=key, display_name="Annex.txt", size=5)


def test_page_tells_text_hour_seats_and_the_way_to_a_position(client, office):
    procedure = circulated(office)
    say(procedure, focal_point("SN"), PositionKind.COMMENT, "Well drafted.")
    a_paper(procedure)

    page = page_for(client, focal_point("CH"), procedure)

    for words in ("The label is granted.", "(Brussels)", "Well drafted.", "Country SN", "Annex.txt", "Next step"):
        assertContains(page, words)
    assertContains(page, at("position", procedure.reference, "ch"))
    assertContains(page, "Nothing said so far")
    assertNotContains(page, "Head SN")
    assertNotContains(page, "Open in the office")


def test_the_seat_and_the_secretariat_read_who_said_it(client, office):
    procedure = circulated(office)
    say(procedure, focal_point("SN"), PositionKind.COMMENT, "Well drafted.")
    for reader in (office, focal_point("SN", "alternate", email="second@example.org")):
        assertContains(page_for(client, reader, procedure), "Head SN")


def test_replaced_words_and_earlier_rounds_are_kept_folded(client, office):
    procedure = circulated(office)
    swiss = focal_point("CH")
    say(procedure, swiss, PositionKind.COMMENT, "First thoughts.")
    say(procedure, swiss, PositionKind.OBJECTION, "Not like this.")
    page = page_for(client, focal_point("SN"), procedure)
    assertContains(page, "1 earlier word")
    assertContains(page, "First thoughts.")
    procedure.refresh_from_db()
    services.circulate_again(procedure, by=office)
    page = page_for(client, swiss, procedure)
    assertContains(page, "Circulation 1: positions that no longer count")
    assertContains(page, "Your seat (Country CH) has said nothing yet")


def test_draft_is_the_secretariats_only(client, office):
    procedure = SilenceProcedureFactory()
    assert page_for(client, office, procedure).status_code == 200
    for reader in (seat_of_committee("CH"), focal_point("GA")):
        assert page_for(client, reader, procedure).status_code == 404


def test_whoever_was_not_asked_finds_nothing(client, office):
    procedure = circulated(office)
    paper, stranger = a_paper(procedure), focal_point("ML")
    assert page_for(client, stranger, procedure).status_code == 404
    for address in (at("paper", procedure.reference, paper.reference), at("position", procedure.reference, "ml")):
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get(at("procedure", procedure.reference)).status_code == 302


def test_applicant_reads_state_hour_outcome_and_what_was_released(client, office):
    procedure, applicant = circulated(office), focal_point("GA")
    paper = a_paper(procedure)
    said = say(procedure, focal_point("CH"), PositionKind.OBJECTION, "Too costly.")
    page = page_for(client, applicant, procedure)
    assertContains(page, "Silence broken", html=False)
    for words in ("Too costly.", "Country CH", "Country SN", "The label is granted."):
        assertNotContains(page, words)
    assert client.get(at("paper", procedure.reference, paper.reference)).status_code == 404
    client.force_login(focal_point("MA"))
    assert client.post(at("release", procedure.reference, said.reference)).status_code == 302
    page = page_for(client, applicant, procedure)
    assertContains(page, "Too costly.")
    assertContains(page, "Country CH")
    assertNotContains(page, "Head CH")


def test_release_is_offered_to_the_chair_and_the_secretariat(client, office):
    procedure = circulated(office)
    said = say(procedure, focal_point("CH"), PositionKind.AMENDMENT, "Two years.")
    address = at("release", procedure.reference, said.reference)
    for reader, offered in ((focal_point("MA"), True), (office, True), (focal_point("SN"), False)):
        assert (address in page_for(client, reader, procedure).content.decode()) == offered
    client.force_login(focal_point("SN"))
    assert client.post(address).status_code == 403
    assert client.get(address).status_code == 405


def test_chair_confirms_by_a_button_and_the_secretariat_does_not(client, office):
    procedure = adopted(office)
    address = at("step", procedure.reference, "confirm")
    for reader in (focal_point("CH"), office):
        assertNotContains(page_for(client, reader, procedure), address)
    assert client.post(address).status_code == 302
    assert not Decision.objects.exists()
    assertContains(page_for(client, focal_point("MA"), procedure), address)

    page = client.post(address, follow=True)

    assertContains(page, Decision.objects.get().number)
    assert client.post(address).status_code == 409
    client.force_login(focal_point("CH"))
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("name", ["adopt", "suspend", "break", "circulate", "nothing"])
def test_other_steps_are_not_taken_here(client, office, name):
    procedure = circulated(office)
    client.force_login(office)
    assert client.post(at("step", procedure.reference, name)).status_code == 404


def test_decision_waits_while_a_record_is_in_doubt(client, office):
    procedure, partner = circulated(office), PartnerFactory(code="CH")
    word = services.Word(PositionKind.SUPPORT)
    said = services.record_position(procedure, word, by_telephone(), by=office, partner=partner)
    services.dispute(said, by=focal_point("CH"), text="Nobody called us.")
    let_expire(procedure)
    services.settle_due()
    client.force_login(focal_point("MA"))
    page = client.post(at("step", procedure.reference, "confirm"), follow=True)
    assertContains(page, "This is to be looked into first.")
    assert not Decision.objects.exists()


def test_papers_and_proofs_are_handed_out_to_those_who_may(client, office):
    procedure = circulated(office)
    paper, word = a_paper(procedure), services.Word(PositionKind.SUPPORT)
    said = services.record_position(procedure, word, by_telephone(), by=office, partner=PartnerFactory(code="CH"))
    proof = at("proof", procedure.reference, said.reference)
    for reader, status in ((office, 200), (focal_point("CH"), 200), (focal_point("SN"), 403), (focal_point("GA"), 404)):
        client.force_login(reader)
        answer = client.get(proof)
        assert answer.status_code == status
        assert b"telephone" in b"".join(answer) or status != 200
    client.force_login(focal_point("SN"))
    answer = client.get(at("paper", procedure.reference, paper.reference))
    assert b"".join(answer.streaming_content) == b"Annex"
    assert answer["Cache-Control"] == "private, no-store"
    assertNotContains(client.get(at("procedure", procedure.reference)), proof)
    other = circulated(office)
    assert client.get(at("paper", other.reference, paper.reference)).status_code == 404
    spoken = say(other, focal_point("SN"))
    assert client.get(at("proof", other.reference, spoken.reference)).status_code == 404


def test_list_puts_what_waits_first_and_names_what_is_on_own_request(client, office):
    waiting = circulated(office, title_en="Waits for a word")
    said = circulated(office, title_en="Has a word")
    say(said, focal_point("CH"))
    client.force_login(focal_point("CH"))
    page = client.get(at("list"))
    text = page.content.decode()
    assert [row["procedure"] for row in page.context["waiting"]] == [waiting]
    assert [row["procedure"] for row in page.context["rows"]] == [said]
    assert text.index("Waits for a word") < text.index("Has a word")
    assertContains(page, "positions until")
    client.force_login(focal_point("GA"))
    assert {row["procedure"] for row in client.get(at("list")).context["rows"]} == {waiting, said}
    client.force_login(focal_point("ML"))
    assertContains(client.get(at("list")), "Your seat has not been asked yet.")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_are_there_in_both_languages(client, office, language):
    procedure = circulated(office)
    client.force_login(focal_point("CH"))
    with override(language):
        for name, arguments in (("list", []), ("register", []), ("procedure", [procedure.reference])):
            assert client.get(reverse(f"decisions:{name}", args=arguments)).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(client, office, django_assert_max_num_queries, number):
    for _ in range(number):
        circulated(office)
        say(circulated(office), focal_point("CH"))
    client.force_login(focal_point("CH"))
    with django_assert_max_num_queries(9):
        client.get(at("list"))


@pytest.mark.parametrize("who", ["seat", "chair", "secretariat"])
@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_often_for_three_as_for_one(client, office, django_assert_max_num_queries, number, who):
    procedure = circulated(office)
    for code in ("SN", "CH", "MA")[:number]:
        say(procedure, focal_point(code), PositionKind.COMMENT, "One.")
        say(procedure, focal_point(code), PositionKind.COMMENT, "Two.", is_statement=True)
        a_paper(procedure)
    let_expire(procedure)
    services.settle_due()
    client.force_login({"seat": focal_point("SN"), "chair": focal_point("MA"), "secretariat": office}[who])
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(at("procedure", procedure.reference))
    assertContains(page, "Statements attached to what was adopted")
