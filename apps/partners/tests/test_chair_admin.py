"""The office hands over the chair on one page, and ticks the tasks of the chair on the page of the term."""

import datetime

import pytest
import time_machine
from django.template import engines
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from apps.common import registry
from apps.common.registry import Panel
from apps.partners import services
from apps.partners.models import Chairmanship, ChairTaskTemplate

from .factories import ChairmanshipFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 20, 11, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def in_november():
    """The day on which the chair is handed over, in the morning in Brussels."""
    with time_machine.travel(NOON - datetime.timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def swiss() -> Chairmanship:
    """The running term."""
    return ChairmanshipFactory(number=12, slug="ch-2026", partner__code="CH", starts_on=datetime.date(2026, 1, 29))


@pytest.fixture
def office(client) -> Client:
    """A browser in which the secretariat is signed in."""
    client.force_login(secretariat_member(email="secretary@example.org"))
    return client


def page_of(term: Chairmanship) -> str:
    return reverse("admin:partners_chairmanship_change", args=[term.pk])


def handover_of(term: Chairmanship) -> str:
    return reverse("admin:partners_chairmanship_hand_over", args=[term.pk])


def test_the_way_to_the_handover_stands_on_the_running_term_only(office, swiss):
    before = ChairmanshipFactory(number=11, starts_on=datetime.date(2025, 1, 30))

    assertContains(office.get(page_of(swiss)), handover_of(swiss))
    assertNotContains(office.get(page_of(before)), handover_of(before))
    answer = office.get(handover_of(before), follow=True)
    assertRedirects(answer, page_of(before))
    assertContains(answer, "The chair is held by another term: Country CH (12).")


def test_the_page_shows_what_is_open(office, swiss, monkeypatch):
    ChairTaskTemplate.objects.create(code="one", title_en="Draw up the programme", title_fr="Programme", days=30)
    services.give_tasks(swiss, by=secretariat_member(email="b@example.org"))
    found = registry.Registry()
    template = engines["django"].from_string("{% for row in rows %}<p>{{ row }}</p>{% endfor %}")
    found.add("here", Panel(template, about="partners.handover", rows=lambda term, user: [f"a meeting of {term}"]))
    monkeypatch.setattr("apps.partners.admin.chair.panels", found)

    answer = office.get(handover_of(swiss))

    assertContains(answer, "a meeting of Country CH (12)")
    assertContains(answer, "Draw up the programme")
    assertContains(answer, "overdue")
    assertContains(answer, 'value="2026-11-20T10:00"')


def test_handing_over_to_a_new_term(office, swiss):
    ghana = PartnerFactory(code="GH")
    typed = {"partner": ghana.pk, "slug": "ghana-2026", "at": "2026-11-20T12:00"}

    answer = office.post(handover_of(swiss), typed, follow=True)

    begun = Chairmanship.objects.get(slug="ghana-2026")
    assertRedirects(answer, page_of(begun))
    assertContains(answer, "The chair goes to Country GH: 20\N{NO-BREAK SPACE}November 2026, 12:00 (Brussels).")
    assert (begun.handed_over_at, begun.number) == (NOON, 13)


def test_a_double_click_hands_over_once_and_says_so(office, swiss):
    next_term = ChairmanshipFactory(number=13, partner__code="GH")
    typed = {"successor": next_term.pk, "at": "2026-11-20T10:00"}
    assertRedirects(office.post(handover_of(swiss), typed), page_of(next_term))

    again = office.post(handover_of(swiss), {**typed, "successor": "", "partner": swiss.partner.pk, "slug": "x"})
    told = office.get(page_of(swiss))

    assertRedirects(again, page_of(swiss), fetch_redirect_response=False)
    assertContains(told, "The chair was handed over already: Country GH (13)")
    assert Chairmanship.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "successor", "Choose who takes the chair over"),
        ({"partner": "CH"}, "slug", "A new term needs an address."),
        ({"partner": "CH", "successor": "13", "slug": "x"}, "partner", "Choose either a term"),
        ({"successor": "13", "at": ""}, "at", "This field is required."),
        ({"successor": "13", "at": "noon"}, "at", "Enter a valid date/time."),
        ({"successor": "13", "at": "2026-03-29T02:30"}, "at", "couldn’t be interpreted in time zone Europe/Brussels"),
        ({"successor": "13", "at": "2026-01-01T10:00"}, "at", "The running term began later"),
        ({"partner": "CH", "slug": "ch-2026"}, "slug", "already exists"),
        ({"successor": "99999999999999999999"}, "successor", "Select a valid choice."),
    ],
)
def test_what_cannot_be_comes_back_with_the_form(office, swiss, typed, field, words):
    next_term = ChairmanshipFactory(number=13, partner__code="GH")
    keys = {"CH": swiss.partner.pk, "13": next_term.pk}
    sent = {"at": "2026-11-20T12:00"} | {name: keys.get(value, value) for name, value in typed.items()}

    answer = office.post(handover_of(swiss), sent)

    assert answer.status_code == 200
    assert words in answer.context["form"].errors[field][0]
    swiss.refresh_from_db()
    assert swiss.ends_on is None


def test_nobody_but_the_office_reaches_the_handover(client, swiss):
    client.force_login(focal_point("CH"))

    for address in (handover_of(swiss), reverse("admin:partners_chairmanship_tasks", args=[swiss.pk])):
        assert client.post(address).status_code == 302
    assert Chairmanship.objects.get().ends_on is None


def test_the_handover_asks_for_the_token_of_its_form(swiss):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(secretariat_member())

    assert browser.post(handover_of(swiss), {"partner": swiss.partner.pk, "slug": "x"}).status_code == 403


def test_unknown_terms_are_not_found(office):
    assert office.get(reverse("admin:partners_chairmanship_hand_over", args=[99])).status_code == 404
    assert office.post(reverse("admin:partners_chairmanship_tasks", args=[99])).status_code == 404


def test_tasks_are_added_by_a_button_and_ticked_on_the_page(office, swiss):
    ChairTaskTemplate.objects.create(code="one", title_en="One", title_fr="Un", days=30)
    tasks = reverse("admin:partners_chairmanship_tasks", args=[swiss.pk])
    assert office.get(tasks).status_code == 405
    assertContains(office.post(tasks, follow=True), "1 task was added.")
    assertContains(office.post(tasks, follow=True), "The list holds every task already.")
    task = swiss.tasks.get()
    form = {"partner": swiss.partner.pk, "number": 12, "slug": "ch-2026", "starts_on": "2026-01-29"}
    form |= {"starts_precision": "day", "ends_precision": "day", "tasks-TOTAL_FORMS": 1, "tasks-INITIAL_FORMS": 1}
    form |= {"tasks-0-id": task.pk, "tasks-0-chairmanship": swiss.pk, "tasks-0-title_en": "One"}
    form |= {"tasks-0-title_fr": "Un", "tasks-0-due_on": "2026-02-28", "tasks-0-note": "With the secretariat"}

    office.post(page_of(swiss), {**form, "tasks-0-is_done": "on"})
    task.refresh_from_db()
    assert (task.is_done, task.done_by.email, task.note) == (True, "secretary@example.org", "With the secretariat")
    assertContains(office.get(page_of(swiss)), "20\N{NO-BREAK SPACE}November 2026, 10:00 (Brussels)")
    office.post(page_of(swiss), form)

    task.refresh_from_db()
    assert not task.is_done


def test_nothing_of_the_chair_can_be_deleted(office, swiss):
    assert office.get(reverse("admin:partners_chairmanship_delete", args=[swiss.pk])).status_code == 403
