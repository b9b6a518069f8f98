"""Procedures in the office: drafted in both languages with papers, listed, read only once circulated, by whom."""

import datetime

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.decisions import services
from apps.decisions.models import ProcedurePaper, SilenceProcedure
from apps.decisions.periods import usual_end
from apps.partners.models import NFP
from apps.partners.tests.factories import NetworkFactory, PartnerFactory, focal_point, secretariat_member

from .factories import SilenceProcedureFactory, a_proof, circulated

pytestmark = pytest.mark.django_db
LIST = "admin:decisions_silenceprocedure_changelist"
ADD = "admin:decisions_silenceprocedure_add"
INLINE = {"papers-TOTAL_FORMS": "0", "papers-INITIAL_FORMS": "0"}


def clocks_go_forward():
    """The next last Sunday of March, on which Brussels leaves out the hour after two."""
    today = timezone.localdate()
    last = datetime.date(today.year + (today.month > 2), 3, 31)
    return last - datetime.timedelta(days=(last.weekday() + 1) % 7)


@pytest.fixture
def office(client):
    user = secretariat_member(email="sec@example.org")
    client.force_login(user)
    return user


def change(procedure):
    return reverse("admin:decisions_silenceprocedure_change", args=[procedure.pk])


def words(**more):
    """A complete draft, as the form sends it."""
    return {
        "title_en": "Label for a workshop",
        "title_fr": "Label pour un atelier",
        "text_en": "The label is granted.",
        "text_fr": "Le label est accordé.",
        "asked": "committee",
        "network": NetworkFactory().pk,
        "day": (timezone.localdate() + datetime.timedelta(days=30)).isoformat(),
        "time": "18:00",
        "zone": "Europe/Brussels",
        "mark": "asked",
        **INLINE,
        **more,
    }


def seen_in(client, procedure):
    return client.get(change(procedure)).context["adminform"].form["seen"].value()


def test_a_new_draft_proposes_the_usual_hour_and_the_main_network(client, office):
    network = NetworkFactory(code=NFP)

    form = client.get(reverse(ADD)).context["adminform"].form

    end = timezone.localtime(usual_end())
    assert (form["day"].value(), form["time"].value(), form["zone"].value()) == (
        end.date(),
        end.time(),
        "Europe/Brussels",
    )
    assert form["network"].value() == network.pk


def test_a_draft_keeps_its_author_its_hour_in_its_zone_and_its_papers(client, office):
    paper = {"papers-TOTAL_FORMS": "1", "papers-0-language": "fr", "papers-0-file": a_proof("annexe.txt")}
    there = words(zone="Africa/Dakar", time="09:30", **paper)

    answer = client.post(reverse(ADD), there)

    procedure = SilenceProcedure.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, change(procedure))
    assert (procedure.author, procedure.zone, procedure.expires_at.hour) == (office, "Africa/Dakar", 9)
    assert (procedure.title_en, procedure.text_fr) == ("Label for a workshop", "Le label est accordé.")
    assert list(procedure.papers.values_list("language", "display_name")) == [("fr", "annexe.txt")]
    assert "annexe.txt" in client.get(change(procedure)).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "2999-01-01"}, "day"),
        ({"day": "tomorrow"}, "day"),
        ({"day": clocks_go_forward().isoformat(), "time": "02:30"}, "time"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"title_en": ""}, "title_en"),
        ({"asked": "everybody"}, "asked"),
        ({"text_en": "a\x00b"}, "text_en"),
    ],
)
def test_what_is_wrong_returns_with_all_that_was_typed(client, office, typed, field):
    answer = client.post(reverse(ADD), words(**typed))

    form = answer.context["adminform"].form
    assert field in form.errors
    assert form["text_fr"].value() == "Le label est accordé."
    assert not SilenceProcedure.objects.exists()


def test_two_who_write_do_not_write_over_one_another(client, office):
    procedure = SilenceProcedureFactory()
    seen = seen_in(client, procedure)
    client.post(change(procedure), words(title_en="A colleague’s title", seen=seen))

    refused = client.post(change(procedure), words(title_en="Mine", seen=seen))

    assert "A colleague’s title" in str(refused.context["adminform"].form.errors["title_en"])
    assert "Mine" in refused.content.decode()
    procedure.refresh_from_db()
    assert procedure.title_en == "A colleague’s title"
    again = refused.context["adminform"].form["seen"].value()
    assert client.post(change(procedure), words(title_en="Mine", seen=again)).status_code == 302
    procedure.refresh_from_db()
    assert procedure.title_en == "Mine"


def test_words_that_come_once_it_was_circulated_are_shown_and_not_saved(client, office):
    procedure = circulated(office)

    answer = client.post(change(procedure), words(text_fr="Mon long texte"))

    assert answer.status_code == 409
    assert "Mon long texte" in answer.content.decode()
    procedure.refresh_from_db()
    assert (procedure.text_fr, procedure.is_running) == ("Le label est accordé.", True)


def test_words_that_race_with_the_circulation_are_shown_and_not_saved(client, office, monkeypatch):
    procedure = SilenceProcedureFactory()
    seen = seen_in(client, procedure)
    save = SilenceProcedure.objects.filter(pk=procedure.pk)

    def meanwhile(form):
        save.update(round=1)
        return {}

    monkeypatch.setattr("apps.decisions.forms.office.ProcedureForm.clean", meanwhile)
    monkeypatch.setattr("apps.decisions.forms.office.ProcedureForm.save", lambda form, commit=True: form.instance)
    answer = client.post(change(procedure), words(title_en="Mine", seen=seen))

    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert save.get().title_en == "Label for a workshop"


def test_circulated_is_read_only_and_stopped_is_a_form_again(client, office):
    procedure = circulated(office)

    html = client.get(change(procedure)).content.decode()
    assert 'name="title_en"' not in html
    assert procedure.until in html
    services.suspend(procedure, by=office, note="Wait.")
    assert 'name="title_en"' in client.get(change(procedure)).content.decode()


def test_papers_are_taken_off_a_draft_only(client, office):
    procedure = SilenceProcedureFactory()
    paper = ProcedurePaper.objects.create(procedure=procedure, language="en", key="k", display_name="a.txt", size=1)
    off = {
        "papers-TOTAL_FORMS": "1",
        "papers-INITIAL_FORMS": "1",
        "papers-0-id": paper.pk,
        "papers-0-procedure": procedure.pk,
        "papers-0-DELETE": "on",
    }

    client.post(change(procedure), words(seen=seen_in(client, procedure), **off))

    assert not procedure.papers.exists()


@pytest.mark.parametrize("name", [LIST, ADD])
def test_pages_are_for_the_secretariat_alone(client, name):
    for person, status in (
        (secretariat_member(), 200),
        (UserFactory(administrator=True), 403),
        (focal_point("GA"), 302),
    ):
        client.force_login(person)
        assert client.get(reverse(name)).status_code == status
    client.logout()
    assert client.get(reverse(name)).status_code == 302


def test_an_administrator_of_an_asked_seat_does_not_enter_by_the_office(client):
    procedure = circulated(secretariat_member())
    person = focal_point("MA", "alternate", email="both@example.org", administrator=True)
    client.force_login(person)

    assert person.has_perm("decisions.view_silenceprocedure", procedure)
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(change(procedure)).status_code == 403


def test_the_list_tells_state_hour_asked_and_positions(client, office):
    procedure = circulated(office, seats=("MA",))

    html = client.get(reverse(LIST)).content.decode()

    for told in ("running under silence", procedure.until, "the Steering Committee", "Country GA"):
        assert told in html
    assert client.get(reverse(LIST), {"state__exact": "draft"}).context["cl"].result_count == 0
    assert client.get(reverse(LIST), {"q": "workshop", "asked__exact": "committee"}).context["cl"].result_count == 1


def test_the_list_asks_as_often_for_many_as_for_few(client, office, django_assert_max_num_queries):
    for _number in range(100):
        SilenceProcedureFactory(applicant=PartnerFactory())

    with django_assert_max_num_queries(16):
        assert len(client.get(reverse(LIST)).context["cl"].result_list) == 100


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_pages_in_both_languages(client, language):
    office = secretariat_member(language=language)
    client.force_login(office)
    procedure = circulated(office)

    for address in (reverse(LIST), reverse(ADD), change(SilenceProcedureFactory()), change(procedure)):
        assert client.get(address).status_code == 200
    history = reverse("admin:decisions_silenceprocedure_history", args=[procedure.pk])
    assert client.get(history).status_code == 200
