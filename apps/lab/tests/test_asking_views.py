"""Questions to all through the pages: written, asked, answered, read, closed, compiled; nothing typed is lost."""

import datetime
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.documents.models import Document
from apps.lab import services
from apps.lab.models import Answer, AnswerSheet, Query, Question
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.tests.cast import observer
from apps.lab.tests.test_asking_services import NOON, ODD
from apps.lab.workflow import QueryState
from apps.notifications import messages
from apps.notifications.models import OutboxMail
from apps.partners.tests.factories import (
    ChairmanshipFactory,
    MandateFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

pytestmark = pytest.mark.django_db
RUNNING = QueryState.RUNNING


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


@pytest.fixture
def gabon(client):
    user = focal_point("GA")
    client.force_login(user)
    return user


def at(name, *arguments):
    with override("en"):
        return reverse(f"ask:{name}", args=arguments)


def filled(response):
    """The form of a page as a browser would send it back."""
    values = {field.html_name: field.value() for field in response.context["form"]}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def text_of(response):
    return response.content.decode()


def test_from_the_empty_form_to_sixty_seats(client, gabon):
    focal_point("CH")
    observer()
    page = client.get(at("new"))
    form = page.context["form"]
    assert (len(form.rows_shown), len(form.rows_folded)) == (3, 7)
    typed = filled(page) | {"title": ODD, "question_1": "Who?", "question_3": ODD, "preview": "1"}
    assert (typed["due_time"], typed["zone"]) == (datetime.time(18), "Europe/Brussels")

    response = client.post(at("new"), typed)

    query = Query.objects.get()
    assert response["Location"] == at("preview", query.reference)
    assert [(one.number, one.text) for one in query.numbered] == [(1, "Who?"), (2, ODD)]
    assert timezone.localtime(query.due_at).hour == 18
    preview = client.get(response["Location"])
    assert [str(seat) for seat in preview.context["asked"]] == ["Country CH"]
    assert "Ask this 1 seat" in text_of(preview)
    assert not OutboxMail.objects.exists()
    client.post(at("preview", query.reference), {"version": "1", "seats": "1"})
    query.refresh_from_db()
    assert query.state == RUNNING
    assert client.post(at("preview", query.reference), {"version": "1", "seats": "1"}).status_code == 409
    assert OutboxMail.objects.count() == 1


def test_the_same_form_twice_is_one_draft(client, gabon):
    typed = {"title": "Once", "language": "en", "to": "all", "zone": "Africa/Dakar", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(at("new"), typed).status_code == 302
    assert Query.objects.count() == 1
    page = client.get(at("edit", Query.objects.get().reference))
    assert filled(page)["zone"] == "Africa/Dakar"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": ""}, ["title"]),
        ({"introduction": "x" * 50_000}, ["introduction"]),
        ({"question_7": "x" * 50_000}, ["question_7"]),
        ({"question_2": "a\x07b"}, ["question_2"]),
        ({"to": "some"}, ["addressees"]),
        ({"to": "some", "addressees": "999999"}, ["addressees"]),
        ({"due_day": "2026-13-45"}, ["due_day"]),
        ({"zone": "Mars/Olympus"}, ["zone"]),
        ({"due_day": "2027-03-28", "due_time": "02:30", "zone": "Europe/Brussels"}, ["due_time"]),
        ({"due_day": "0001-01-01", "due_time": "00:00"}, ["due_day"]),
        ({"due_day": "9999-12-31", "due_time": "18:00"}, ["due_day"]),
        ({"due_day": "9999-12-31", "due_time": "23:59", "zone": "Africa/Abidjan"}, ["due_day"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_all_words_stay(client, gabon, changes, wrong):
    typed = {"title": "Kept", "language": "en", "to": "all", "zone": "Europe/Brussels", "question_5": ODD} | changes
    response = client.post(at("new"), typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == wrong
    assert "مرحبا" in text_of(response)
    assert not Query.objects.exists()


def test_kinds_of_answers_are_offered_to_the_secretariat_and_judged(client):
    client.force_login(secretariat_member())
    PartnerFactory(code="CH")
    page = client.get(at("new"))
    assert "kind_1" in page.context["form"].fields
    typed = filled(page) | {"title": "Varied", "question_1": "Which?", "kind_1": "choice", "choices_1": "One"}
    assert client.post(at("new"), typed).status_code == 422
    typed |= {"choices_1": "One\r\nTwo\r\n\r\nOne", "question_2": "When?", "kind_2": "date"}
    assert client.post(at("new"), typed).status_code == 302
    query = Query.objects.get()
    assert (query.partner, query.numbered[0].offered) == (None, ["One", "Two"])


def test_a_focal_point_of_two_seats_of_which_one_chairs_asks_each_as_it_may(client, gabon):
    mali = PartnerFactory(code="ML")
    MandateFactory(user=gabon, partner=mali)
    ChairmanshipFactory(partner=mali, starts_on=timezone.localdate(), slug="term")
    client.force_login(gabon)
    page = client.get(at("new"))
    typed = filled(page) | {"title": "Two", "question_1": "How many?", "kind_1": "number"}

    refused = client.post(at("new"), typed | {"partner": str(PartnerFactory(code="GA").pk)})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["kind_1"])
    assert client.post(at("new"), typed | {"partner": str(mali.pk)}).status_code == 302
    assert Query.objects.get().partner == mali


def test_what_a_colleague_saved_meanwhile_is_shown_beside_what_was_typed(client, gabon):
    query = QueryFactory(title="Before")
    typed = filled(client.get(at("edit", query.reference))) | {"title": "Mine"}
    services.save_query(query, services.QueryDraft("en", "Theirs"), by=gabon, version=1)

    response = client.post(at("edit", query.reference), typed)

    assert response.status_code == 409
    assert "Theirs" in text_of(response)
    assert 'value="Mine"' in text_of(response)
    assert client.post(at("edit", query.reference), filled(response)).status_code == 302
    query.refresh_from_db()
    assert query.title == "Mine"


def test_words_typed_while_it_was_asked_are_kept(client, gabon):
    focal_point("CH")
    query = QueryFactory()
    typed = filled(client.get(at("edit", query.reference))) | {"title": "Mine"}
    services.ask_query(query, by=gabon)
    response = client.post(at("edit", query.reference), typed)
    assert response.status_code == 409
    assert "Mine" in text_of(response)
    assert client.get(at("edit", query.reference)).status_code == 409


def test_a_changed_draft_is_looked_at_again_before_it_is_asked(client, gabon):
    focal_point("CH")
    query = QueryFactory()
    for typed in ({"version": "2", "seats": "1"}, {"version": "1", "seats": "7"}, {"version": "x", "seats": "²"}, {}):
        assert client.post(at("preview", query.reference), typed)["Location"] == at("preview", query.reference)
    assert Query.objects.get().is_draft


def answering(client, query, code="ch"):
    """The page on which a seat answers."""
    return client.get(at("answer", query.reference, code))


def test_answers_are_typed_sent_and_changed(client):
    query = QueryFactory(state=RUNNING)
    client.force_login(focal_point("CH"))
    typed = filled(answering(client, query)) | {"answer_1": ODD, "audience_1": "asker", "answer_2": "Seven"}

    response = client.post(at("answer", query.reference, "ch"), typed | {"send": "1"})

    assert response["Location"] == query.get_absolute_url()
    given = {one.question.number: (one.text, one.audience) for one in Answer.objects.all()}
    assert given == {1: (ODD, "asker"), 2: ("Seven", "all")}
    again = filled(answering(client, query))
    assert (again["answer_1"], again["version"]) == (ODD, 1)
    again.pop("answer_2")
    client.post(at("answer", query.reference, "ch"), again | {"send": "1"})
    assert Answer.objects.get().text == ODD


def a_varied_query():
    """One question of each kind, of the secretariat."""
    query = QueryFactory(state=RUNNING, partner=None, questions=[])
    for number, kind in enumerate(Question.Kind.values, 1):
        Question.objects.create(query=query, number=number, kind=kind, text=f"{kind}?", choices="Yes\nNo")
    return query


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_of_answer_is_taken_and_told(client, language):
    query = a_varied_query()
    client.force_login(focal_point("CH"))
    typed = filled(answering(client, query))
    typed |= {"answer_1": "Words", "answer_2": "No", "answer_3": "1234.50", "answer_4": "2027-02-01", "send": "1"}
    assert client.post(at("answer", query.reference, "ch"), typed).status_code == 302
    with override(language):
        told = text_of(client.get(query.get_absolute_url()))
    assert {"en": "1,234.5", "fr": "1\u202f234,5"}[language] in told
    assert {"en": "1 February 2027", "fr": "février 2027"}[language] in told.replace("\xa0", " ")
    assert filled(answering(client, query))["answer_3"] == "1234.5"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answer_1", "x" * 50_000),
        ("answer_1", "a\x00b"),
        ("answer_2", "Perhaps"),
        ("answer_3", "many"),
        ("answer_3", "1e400"),
        ("answer_3", "NaN"),
        ("answer_4", "2027-02-30"),
        ("audience_1", "everybody"),
    ],
)
def test_wrong_answers_are_said_at_their_field(client, name, value):
    query = a_varied_query()
    client.force_login(focal_point("CH"))
    typed = filled(answering(client, query)) | {"answer_1": ODD, name: value, "send": "1"}
    response = client.post(at("answer", query.reference, "ch"), typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [name])
    assert not AnswerSheet.objects.exists()


def test_one_second_late_every_word_stands_there_unsent(client):
    with time_machine.travel(NOON - datetime.timedelta(hours=1), tick=False) as clock:
        query, address = QueryFactory(state=RUNNING, due_at=NOON), None
        client.force_login(focal_point("CH"))
        address = at("answer", query.reference, "ch")
        typed = filled(client.get(address)) | {"answer_1": ODD, "answer_2": "x" * 50_000, "send": "1"}
        clock.move_to(NOON - datetime.timedelta(seconds=1))
        assert client.post(address, typed).status_code == 422
        clock.move_to(NOON)
        response = client.post(address, typed)
        assert response.status_code == 409
        assert "مرحبا" in text_of(response)
        assert "x" * 50_000 in text_of(response)
        assert "<button" not in text_of(response).partition('name="language"')[2].partition("</form>")[0]
        assert client.get(address).status_code == 409
        assert not Answer.objects.exists()


def test_words_typed_while_the_questions_were_withdrawn_are_kept(client):
    query = QueryFactory(state=QueryState.WITHDRAWN)
    client.force_login(focal_point("CH"))
    response = client.post(at("answer", query.reference, "ch"), {"answer_1": ODD})
    assert response.status_code == 409
    assert "مرحبا" in text_of(response)
    assert client.get(query.get_absolute_url()).status_code == 200
    assert query.title not in text_of(client.get(query.get_absolute_url()))


def test_a_colleague_s_answers_are_shown_before_they_are_replaced(client):
    query = QueryFactory(state=RUNNING)
    client.force_login(focal_point("CH"))
    typed = filled(answering(client, query)) | {"answer_1": "Mine", "send": "1"}
    SheetFactory(query=query, sent_at=None, texts=["Theirs"])
    response = client.post(at("answer", query.reference, "ch"), typed)
    assert response.status_code == 409
    assert "Theirs" in text_of(response)
    client.post(at("answer", query.reference, "ch"), filled(response) | {"send": "1"})
    assert Answer.objects.get().text == "Mine"


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("contributor", 200), ("alternate", 200)])
def test_who_may_write_answers(client, role, status):
    query = QueryFactory(state=RUNNING)
    client.force_login(focal_point("CH", role))
    assert answering(client, query).status_code == status
    assert answering(client, query, "ga").status_code == 404
    assert answering(client, query, "ml").status_code == 404
    SheetFactory(query=query)
    assert answering(client, query).status_code == (200 if role == "alternate" else 403)


def test_answers_are_read_once_one_has_answered_or_all_is_over(client):
    query = QueryFactory(state=RUNNING, asked=["CH", "ML"])
    SheetFactory(query=query, texts=["Marvellous", "Seven"])
    client.force_login(focal_point("ML"))
    page = text_of(client.get(query.get_absolute_url()))
    assert "Marvellous" not in page
    assert "1 of 2 seats has answered" in page
    SheetFactory(query=query, partner=PartnerFactory(code="ML"))
    page = client.get(query.get_absolute_url() + "?by=country")
    assert "Marvellous" in text_of(page)
    assert [one.heading for one in page.context["told"]] == ["Country CH", "Country ML"]
    client.force_login(focal_point("SN"))
    assert "Marvellous" not in text_of(client.get(query.get_absolute_url()))
    with time_machine.travel(query.due_at, tick=False):
        client.force_login(focal_point("SN"))
        assert "Marvellous" in text_of(client.get(query.get_absolute_url()))


def test_who_is_silent_is_told_to_the_asker_and_the_secretariat_only(client, gabon):
    query = QueryFactory(state=RUNNING, asked=["CH", "ML"])
    swiss = focal_point("CH")
    SheetFactory(query=query)
    page = client.get(at("silent", query.reference))
    assert [str(seat) for seat in page.context["seats_silent"]] == ["Country ML"]
    focal_point("ML")
    for told in ("1 person has been reminded.", "They were reminded already"):
        assert told in text_of(client.post(at("remind", query.reference), follow=True))
    client.force_login(swiss)
    for response in (client.get(at("silent", query.reference)), client.post(at("remind", query.reference))):
        assert response.status_code == 403
    assert "Country ML" not in text_of(client.get(query.get_absolute_url()))


def test_more_time_by_the_form(client, gabon):
    query = QueryFactory(state=RUNNING)
    page = client.get(at("extend", query.reference))
    assert client.post(at("extend", query.reference), filled(page) | {"due_day": "2020-01-01"}).status_code == 422
    later = timezone.localdate(query.due_at) + datetime.timedelta(days=7)
    assert client.post(at("extend", query.reference), filled(page) | {"due_day": later.isoformat()}).status_code == 302
    query.refresh_from_db()
    assert timezone.localdate(query.due_at) == later


def test_the_compilation_becomes_a_document_of_the_library(client, gabon):
    query = QueryFactory(state=QueryState.CLOSED, asked=["CH", "ML"], title="Retour & <b>familles</b>", language="fr")
    SheetFactory(query=query)
    SheetFactory(query=query, partner=PartnerFactory(code="ML"), texts__audience="asker")
    swiss = focal_point("CH")

    response = client.post(at("step", query.reference, "compile"), {"note": ""})

    query.refresh_from_db()
    document = Document.objects.get()
    assert (query.state, query.compilation) == (QueryState.COMPILED, document)
    assert (document.level, document.publication, document.kind) == ("focal_points", "published", "compendium")
    assert sorted(document.files.values_list("language", "content_type")) == [
        ("en", "application/pdf"),
        ("fr", "application/pdf"),
    ]
    page = client.get(response["Location"])
    assert document.slug in text_of(page)
    client.force_login(swiss)
    listed = client.get(reverse("space_documents:list"))
    assert document.slug in text_of(listed)
    file = client.get(reverse("space_documents:file", args=[document.slug, "fr"]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert client.post(at("step", query.reference, "compile")).status_code == 403
    client.force_login(gabon)
    assert client.post(at("step", query.reference, "compile")).status_code == 409
    assert Document.objects.count() == 1


def test_the_full_compilation_is_a_download_for_two(client, gabon):
    query = QueryFactory(state=QueryState.CLOSED)
    SheetFactory(query=query, texts__audience="asker")
    response = client.get(at("full", query.reference))
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]
    client.force_login(secretariat_member())
    assert client.get(at("full", query.reference)).status_code == 200
    client.force_login(focal_point("CH"))
    assert client.get(at("full", query.reference)).status_code == 403
    client.force_login(gabon)
    assert client.get(at("full", QueryFactory(state=RUNNING).reference)).status_code == 409


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", QueryState.values)
def test_page_of_every_state_can_be_drawn(client, gabon, state, language):
    MandateFactory(user=gabon, partner=PartnerFactory(code="CH"))
    client.force_login(gabon)
    query = QueryFactory(state=state, language="fr")
    query.lines.create(step="remind", from_state="running", to_state="running", actor=gabon, partner=query.partner)
    with override(language):
        response = client.get(query.get_absolute_url())
    assert response.status_code == 200
    assert text_of(response).count("<h1") == 1
