"""What a stranger tries: odd input in every form, keys of one procedure under another, seats that change their network,
people of several seats, forms that are sent as they were shown.
"""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains

from apps.accounts.tests.factories import UserFactory
from apps.decisions import queries, services
from apps.decisions.models import Asked, Decision, Position, ProcedurePaper, SilenceProcedure
from apps.decisions.tests import cast as people
from apps.decisions.tests.cast import in_state
from apps.decisions.tests.factories import (
    APPLICANT,
    CHAIR,
    SilenceProcedureFactory,
    a_proof,
    adopted,
    chair,
    circulated,
    hand_over_mails,
    let_expire,
)
from apps.decisions.tests.office import a_minute_later, heard, here, page, recorded
from apps.decisions.workflow import State
from apps.notifications import messages
from apps.notifications.models import OutboxMail
from apps.partners.tests.factories import NetworkFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
ODD = [
    "\x00",
    "a\x00b\x07",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    str(10**20),
    "-1",
    "0001-01-01",
    "9999-12-31",
    "24:00",
    "Mars/Olympus",
    "x" * 30_000,
    ["one", "two"],
    [],
]
DRAFT = ["title_en", "network", "chosen", "applicant", "day", "time", "zone", "seen"]
FORMS = {
    "record": ["seat", "kind", "text", "language", "channel", "said_by", "day", "time", "zone", "form_key"],
    "extend": ["day", "time", "zone", "stood"],
    "reach": ["channel", "day", "time", "zone", "note"],
    "settle": ["stands", "note"],
    "confirm": ["channel", "text"],
    "circulate": ["number", "seen"],
}
WORDED = {"text", "note", "text_en"}


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def office(client):
    user = secretariat_member(email="sec@example.org")
    client.force_login(user)
    return user


def change(procedure):
    return reverse("admin:decisions_silenceprocedure_change", args=[procedure.pk])


def shown_in(client, procedure):
    """What the office's form of a draft holds, as a browser would send it back."""
    form = client.get(change(procedure)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    empty = {"papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}
    return {name: value for name, value in values.items() if value not in (None, "", [])} | empty


def refused_with_a_page(client, address, names, good):
    """What was answered otherwise than by a page or the way on, or without the words that were typed beside it.

    Each odd value comes in all fields but those for words, then in these. A number that no table holds is no browser's:
    400, with nothing kept.
    """
    wrong, words = [], WORDED & set(good)
    for value in ODD:
        for odd in (set(names) - words, words):
            for field in good.values():
                if hasattr(field, "seek"):
                    field.seek(0)
            answer = client.post(address, good | dict.fromkeys(odd, value))
            if answer.status_code not in (200, 302, 400, 409, 422):
                wrong.append((value, answer.status_code))
            is_page = answer.status_code not in (302, 400)
            if is_page and any(good[name] not in answer.content.decode() for name in words - odd):
                wrong.append((value, "the words are lost"))
    return wrong


def the_good(which, procedure):
    """What each page of the office takes."""
    now = here(procedure.circulated_at)
    return {
        "record": heard(text="Kept words", **now),
        "extend": here(people.in_days(25)),
        "reach": {"channel": "telephone", "note": "Kept words", **now},
        "settle": {"stands": "yes", "note": "Kept words"},
        "confirm": {"channel": "letter", "text": "Kept words", "proof": a_proof()},
        "circulate": {"number": "3", "seen": "x"},
    }[which]


@pytest.mark.parametrize("which", FORMS)
def test_odd_input_in_the_office_is_refused_with_a_page(client, office, which):
    procedure = adopted(office) if which == "confirm" else circulated(office)
    more = []
    with a_minute_later(procedure):
        row = SilenceProcedureFactory() if which == "circulate" else procedure
        if which == "settle":
            wrong = recorded(procedure, office)
            services.dispute(wrong, by=focal_point("MA"), text="No.")
            more = [wrong.reference]
        elif which == "reach":
            more = ["ch"]
        address, good = page(which, row, *more), the_good(which, procedure)
        assert refused_with_a_page(client, address, FORMS[which], good) == []


def test_odd_input_in_a_draft_is_refused_with_a_page(client, office):
    draft = SilenceProcedureFactory()
    good = shown_in(client, draft) | {"text_en": "Kept words"}
    assert refused_with_a_page(client, change(draft), DRAFT, good) == []


def test_odd_input_of_seats_is_refused_with_a_page(client, office):
    procedure = circulated(office)
    wrong = recorded(procedure, office)
    client.force_login(focal_point("CH"))
    address = reverse("decisions:position", args=[procedure.reference, "ch"])
    form = {"kind": "comment", "text": "Kept words", "language": "en", "number": 1, "form_key": str(uuid.uuid4())}
    assert refused_with_a_page(client, address, [*form, "is_statement"], form) == []
    client.force_login(focal_point("MA"))
    address = reverse("decisions:dispute", args=[procedure.reference, wrong.reference])
    assert refused_with_a_page(client, address, ["text"], {"text": "Kept words"}) == []


def test_keys_of_one_procedure_open_nothing_under_another(client, office):
    mine, other = circulated(office), circulated(office, seats=("MA", "CH", "SN", "ML"))
    wrong = recorded(other, office)
    paper = ProcedurePaper.objects.create(procedure=other, language="en", key="k", display_name="a.txt", size=1)
    in_office = [
        page("settle", mine, wrong.reference),
        page("release", mine, wrong.reference),
        page("reach", mine, "ml"),
    ]
    in_space = [
        reverse(f"decisions:{name}", args=[mine.reference, key])
        for name, key in (("paper", paper.reference), ("proof", wrong.reference), ("dispute", wrong.reference))
    ]
    for person, addresses in ((office, in_office), (office, in_space), (focal_point("MA"), in_space)):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404] * 3
    client.force_login(focal_point("MA"))
    for name, key in (("release", wrong.reference), ("dispute", wrong.reference), ("position", "ml")):
        assert client.post(reverse(f"decisions:{name}", args=[mine.reference, key])).status_code == 404
    client.force_login(office)
    assert client.post(page("tell", mine, "ml")).status_code == 404
    assert not Position.objects.filter(released_at__isnull=False).exists()


def test_what_a_network_s_seats_said_does_not_pass_to_another_network(client, office):
    procedure, other = in_state(State.BROKEN), people.of_other_network("CH")
    network = other.mandates.get().network_id

    client.post(change(procedure), shown_in(client, procedure) | {"network": network, "asked": "network"})

    procedure = SilenceProcedure.objects.get()
    assert (procedure.asked, procedure.network.code) == ("network", "nfp")
    assert not other.has_perm("decisions.view_silenceprocedure", procedure)
    assert not other.has_perm("decisions.view_position", procedure.positions.get())


def test_the_network_of_a_draft_can_be_chosen(client, office):
    draft, network = SilenceProcedureFactory(), NetworkFactory(code="missing-migrants")
    client.post(change(draft), shown_in(client, draft) | {"network": network.pk})
    draft.refresh_from_db()
    assert draft.network == network


def test_the_committee_is_asked_in_its_own_network_only(office):
    person = people.of_other_network("CH")
    draft = SilenceProcedureFactory(network=person.mandates.get().network)
    assert any("Steering Committee" in words for words in services.lacks_for_circulation(draft))
    with pytest.raises(services.NotReady):
        services.circulate(draft, by=office)


def test_nothing_to_confirm_lies_on_the_desk_of_whoever_acts_for_the_applicant(office):
    procedure = adopted(office)
    both = people.of_both(APPLICANT, CHAIR)
    assert not both.has_perm("decisions.confirm_silenceprocedure", procedure)
    assert queries.for_person(both) == []
    (waiting,) = queries.for_person(focal_point(CHAIR))
    assert waiting.url == procedure.get_absolute_url()


def test_an_instruction_is_kept_also_from_a_member_who_acts_for_the_chair(client, office):
    procedure = adopted(office)
    people.MandateFactory(user=office, partner=PartnerFactory(code=CHAIR), role="alternate")
    client.post(page("confirm", procedure), {"channel": "letter", "text": "Please confirm.", "proof": a_proof()})
    decision = Decision.objects.get()
    assert (decision.channel, decision.instruction, bool(decision.proof_key)) == ("letter", "Please confirm.", True)


def test_the_proof_of_an_instruction_is_handed_to_the_secretariat_alone(client, office):
    procedure = adopted(office, mark="public")
    instruction = services.Instruction("letter", "Please confirm.", a_proof("lettre « présidence ».txt"))
    decision = services.confirm(procedure, by=office, instruction=instruction).decision
    address = reverse("admin:decisions_decision_proof", args=[decision.pk])
    assertContains(client.get(reverse("admin:decisions_decision_change", args=[decision.pk])), address)
    answer = client.get(address)
    assert answer.getvalue() == b"Note of a telephone call."
    assert answer["Content-Disposition"].startswith("attachment;")
    for person, status in ((UserFactory(administrator=True), 403), (focal_point(CHAIR), 302)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_a_decision_without_a_proof_hands_none_out(client, office):
    decision = in_state(State.CONFIRMED).decision
    assert client.get(reverse("admin:decisions_decision_proof", args=[decision.pk])).status_code == 404


def test_the_hour_that_holds_is_none_later(client, office):
    procedure = circulated(office)
    form = client.get(page("extend", procedure)).context["form"]
    OutboxMail.objects.all().delete()
    shown = {name: form[name].value() for name in form.fields} | here(procedure.expires_at)
    SilenceProcedure.objects.update(expires_at=procedure.expires_at.replace(microsecond=0))
    shown["stood"] = SilenceProcedure.objects.get().expires_at.isoformat()
    refused = client.post(page("extend", procedure), shown)
    assert refused.status_code == 422
    assert "holds already" in str(refused.context["form"].errors["day"])
    later = shown | here(people.in_days(25))
    assert [client.post(page("extend", procedure), later).status_code for _press in "12"] == [302, 302]
    assert procedure.lines.filter(step="extend").count() == 1


def test_the_chair_does_not_confirm_a_text_of_another_round(client, office):
    procedure = adopted(office)
    services.suspend(procedure, by=office, note="A word is wrong.")
    SilenceProcedure.objects.update(expires_at=people.in_days(21))
    let_expire(services.circulate_again(procedure, by=office))
    hand_over_mails()
    services.settle_due()
    client.force_login(focal_point(CHAIR))
    address = reverse("decisions:step", args=[procedure.reference, "confirm"])
    for number, state in (("1", State.ADOPTED), ("x", State.ADOPTED), ("2", State.CONFIRMED)):
        client.post(address, {"number": number})
        assert SilenceProcedure.objects.get().state == state


def asked_by_name(office):
    """One that Switzerland alone was asked about, waiting for the chair, who was not asked."""
    focal_point("CH")
    procedure = SilenceProcedureFactory(asked=Asked.CHOSEN)
    procedure.chosen.add(PartnerFactory(code="CH"))
    services.circulate(procedure, by=office)
    hand_over_mails()
    let_expire(procedure)
    services.settle_due()


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("chair", "notifications:inbox"),
        ("chair", "pages:dashboard"),
        ("chair", "decisions:list"),
        ("administrator", "admin:notifications_outboxmail_changelist"),
    ],
)
def test_lists_ask_as_often_for_many_as_for_one(office, who, name):
    chair()
    user = focal_point(CHAIR) if who == "chair" else UserFactory(administrator=True)
    browser, asked = Client(), []
    browser.force_login(user)
    for more in (1, 3):
        for _number in range(more):
            asked_by_name(office)
        browser.get(reverse(name))
        with CaptureQueriesContext(connection) as found:
            assert browser.get(reverse(name)).status_code == 200
        asked.append(len(found))
    assert asked[1] <= asked[0]
