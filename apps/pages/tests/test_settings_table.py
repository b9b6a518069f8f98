"""The one table of the office: what can be decided, by whom, and what a wrong value meets."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from apps.accounts.tests.factories import UserFactory
from apps.common import office_settings
from apps.common.models import OfficeChoice
from apps.common.office_settings import OfficeSetting, decide, declared_settings, office_setting
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"
QUERIES = 9


@pytest.fixture
def address():
    """Where the table is."""
    return reverse("admin:settings")


@pytest.fixture
def office(client):
    """A browser of the secretariat."""
    client.force_login(secretariat_member(name="Awa Diop"), backend=BACKEND)
    return client


def filled_in(page, **changed) -> dict:
    """What a browser sends of the page, with some values changed; a number for the name of a setting ("lab__days")."""
    sent = {}
    for bound in page.context_data["form"]:
        value = bound.initial
        sent[bound.html_initial_name] = value
        if value is not False:
            sent[bound.html_name] = "on" if value is True else value
    return sent | {name.replace("__", "-"): value for name, value in changed.items()}


def test_every_declared_setting_stands_in_the_table(office, address):
    page = office.get(address)

    for setting in declared_settings():
        assertContains(page, f'name="{setting.name.replace(".", "-")}"')
        assertContains(page, str(setting.label).replace("’", "’"))
    rows = [row for room in page.context_data["rooms"] for row in room.rows]
    assert len(rows) == len(list(declared_settings()))


def test_table_speaks_french(office, address):
    office.force_login(secretariat_member(email="fr@example.org", language="fr"), backend=BACKEND)

    assertContains(office.get(address), "Délai, en jours ouvrables")


def test_a_change_holds_at_once_and_says_who_made_it(office, address):
    page = office.get(address)

    answer = office.post(address, filled_in(page, lab__look_within=7), follow=True)

    assert office_setting("lab.look_within") == 7
    assert OfficeChoice.history.get().history_user.name == "Awa Diop"
    assertContains(answer, "1 setting was changed.")
    assertContains(answer, "Awa Diop")
    assert list(OfficeChoice.objects.values_list("name", flat=True)) == ["lab.look_within"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "Ensure this value is greater than or equal to 1."),
        ("61", "Ensure this value is less than or equal to 60."),
        ("five", "Enter a whole number."),
        ("", "This field is required."),
        ("9" * 5000, ""),
        ("1\x00", ""),
        ("²", ""),
    ],
)
def test_a_wrong_value_comes_back_at_its_field(office, address, typed, said):
    page = office.get(address)

    answer = office.post(address, filled_in(page, lab__look_within=typed, lab__answer_within=90))

    assert answer.status_code == 422
    assertContains(answer, 'id="id_lab-look_within_error"', status_code=422)
    assertContains(answer, said, status_code=422)
    assertContains(answer, 'value="90"', status_code=422)
    assert not OfficeChoice.objects.exists()


def test_an_unknown_choice_comes_back_at_its_field(office, address):
    page = office.get(address)

    answer = office.post(address, filled_in(page, notifications__digest_day="noday"))

    assert list(answer.context_data["form"].errors) == ["notifications-digest_day"]
    assert not OfficeChoice.objects.exists()


def test_what_a_colleague_changed_meanwhile_stays(office, address):
    page = office.get(address)
    decide("lab.answer_within", 90, by=secretariat_member(email="other@example.org"))

    office.post(address, filled_in(page, lab__look_within=7))

    assert (office_setting("lab.look_within"), office_setting("lab.answer_within")) == (7, 90)


def test_saving_without_a_change_writes_nothing(office, address):
    answer = office.post(address, filled_in(office.get(address)), follow=True)

    assertContains(answer, "Nothing was changed.")
    assert not OfficeChoice.objects.exists()


def test_switches_go_on_and_off(office, address, monkeypatch):
    monkeypatch.setattr(office_settings, "_declared", dict(office_settings._declared))
    office_settings.declare(OfficeSetting("lab.try", True, label="A switch"), OfficeSetting("lab.text", "a", label="T"))

    sent = filled_in(office.get(address))
    sent.pop("lab-try")
    office.post(address, sent)
    assert office_setting("lab.try") is False

    office.post(address, filled_in(office.get(address)) | {"lab-try": "on"})
    assert office_setting("lab.try") is True


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda: secretariat_member(), 200),
        (lambda: UserFactory(administrator=True), 200),
        (lambda: focal_point("GA"), 302),
        (lambda: UserFactory(), 302),
    ],
)
def test_settings_are_the_office_s(client, address, who, status):
    client.force_login(who(), backend=BACKEND)

    assert client.get(address).status_code == status
    client.post(address, {"lab-look_within": 7, "initial-lab-look_within": 5})
    assert not OfficeChoice.objects.exists()


def test_table_asks_the_same_whatever_was_decided(office, address, django_assert_max_num_queries):
    for number, setting in enumerate(["lab.look_within", "lab.answer_within", "lab.silent_after"]):
        for value in (number + 10, number + 20):
            decide(setting, value, by=secretariat_member(email=f"{setting}{value}@example.org"))
    office.get(address)

    with django_assert_max_num_queries(QUERIES):
        office.get(address)


def test_queue_shows_the_way_to_the_table(office, address):
    page = office.get(reverse("admin:index"))

    assertContains(page, address)
    assertNotContains(page, "AttributeError")
