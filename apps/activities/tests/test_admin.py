"""The office: activities by year, every field in both languages, rows that wait to be confirmed."""

import datetime

import pytest
from django.urls import reverse

from apps.activities.models import Activity, GcmRow, NewsItem
from apps.common.bilingual import language_codes
from apps.partners.tests.factories import secretariat_member

from .factories import ActivityFactory, DateChangeFactory, GcmRowFactory, NewsItemFactory, OutcomeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    """The secretariat, with two activities of different years."""
    ActivityFactory(title_en="The older one", starts_on=datetime.date(2021, 5, 3), publication="draft")
    ActivityFactory(title_en="The younger one", starts_on=datetime.date(2023, 9, 12))
    client.force_login(secretariat_member())
    return client


def titles(response) -> list[str]:
    return [row.title_en for row in response.context["cl"].result_list]


def test_years_between_the_first_and_the_last_are_offered(office):
    page = office.get(reverse("admin:activities_activity_changelist")).content.decode()

    assert [f"?year={year}" in page for year in (2020, 2021, 2022, 2023, 2024)] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"year": "2021"}, ["The older one"]),
        ({"year": "2022"}, []),
        ({"year": "1999"}, ["The younger one", "The older one"]),
        ({}, ["The younger one", "The older one"]),
    ],
)
def test_year_narrows_the_list(office, query, found):
    assert titles(office.get(reverse("admin:activities_activity_changelist"), query)) == found


def test_office_without_activities_is_offered_no_year(client):
    client.force_login(secretariat_member())

    assert "?year=" not in client.get(reverse("admin:activities_activity_changelist")).content.decode()


def fields_of(form) -> set[str]:
    return set(form.fields)


@pytest.mark.parametrize(
    ("factory", "model"), [(ActivityFactory, Activity), (NewsItemFactory, NewsItem), (GcmRowFactory, GcmRow)]
)
def test_every_field_can_be_edited_in_both_languages(office, factory, model):
    row = factory()
    page = office.get(reverse(f"admin:activities_{model._meta.model_name}_change", args=[row.pk]))
    shown = {field for _name, options in page.context["adminform"].fieldsets for field in flat(options["fields"])}

    translated = {name[:-3] for name in shown if name.endswith(tuple(f"_{code}" for code in language_codes()))}
    wanted = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)} - {"id"}
    assert wanted - shown - translated == set()
    assert all({f"{name}_{code}" for code in language_codes()} <= shown for name in translated)


def flat(fields) -> list[str]:
    return [name for field in fields for name in (field if isinstance(field, tuple | list) else [field])]


def test_outcomes_and_history_of_the_dates_stand_on_the_page_of_the_activity(office):
    activity = ActivityFactory()
    OutcomeFactory(activity=activity, text_fr="Sur la prévention.")
    DateChangeFactory(activity=activity, reason_fr="Pandémie")

    page = office.get(reverse("admin:activities_activity_change", args=[activity.pk])).content.decode()

    for name in ("outcomes-0-text_en", "outcomes-0-text_fr", "date_changes-0-reason_en", "date_changes-0-reason_fr"):
        assert f'name="{name}"' in page


def confirm(office, *rows: GcmRow) -> str:
    address = reverse("admin:activities_gcmrow_changelist")
    chosen = {"action": "confirm", "_selected_action": [row.pk for row in rows]}
    return office.post(address, chosen, follow=True).content.decode()


def test_office_confirms_a_row_that_is_not_of_the_published_table(office):
    published, later = GcmRowFactory(), GcmRowFactory(later=True)
    assert set(GcmRow.objects.shown()) == {published}

    page = confirm(office, published, later)

    assert "1 row was confirmed." in page
    assert set(GcmRow.objects.shown()) == {published, later}
    assert GcmRow.objects.get(pk=published.pk).confirmed_at is None
    assert later.history.first().history_user.email == secretariat_of(office)


def secretariat_of(client) -> str:
    return client.get(reverse("admin:index")).context["user"].email


def test_what_needs_no_confirmation_is_left_and_said(office):
    assert "These rows needed no confirmation." in confirm(office, GcmRowFactory())


def test_basis_and_confirmation_are_no_fields_of_the_form(office):
    row = GcmRowFactory(later=True)
    address = reverse("admin:activities_gcmrow_change", args=[row.pk])

    assert {"basis", "confirmed_at"} & fields_of(office.get(address).context["adminform"].form) == set()


@pytest.mark.parametrize("model", ["gcmrow", "newsitem"])
def test_list_and_new_row_answer(office, model):
    GcmRowFactory()
    NewsItemFactory()

    for what in ("changelist", "add"):
        assert office.get(reverse(f"admin:activities_{model}_{what}")).status_code == 200
