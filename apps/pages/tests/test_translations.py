"""The office's table of translations, and what fills it: forms, parts of forms, content files."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.activities.models import Outcome
from apps.activities.tests.factories import ActivityFactory, OutcomeFactory
from apps.common.context import furniture
from apps.common.loading import load
from apps.common.models import TextState
from apps.common.translations import editorial_models, forget, note
from apps.documents.tests.factories import DocumentFactory
from apps.pages.models import Page, SiteText
from apps.pages.tests.factories import PageFactory, SiteTextFactory
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"
QUERIES_OF_THE_TABLE = 9


@pytest.fixture
def office(client):
    """A browser of the secretariat."""
    client.force_login(secretariat_member(), backend=BACKEND)
    return client


def state_of(row, language: str) -> TextState:
    return TextState.objects.get(model=row._meta.label_lower, row_id=row.pk, language=language)


def write(row, **texts: str) -> None:
    """Change texts of a row and note it, as every writer does."""
    for name, text in texts.items():
        setattr(row, name, text)
    row.save()
    note(row)


def aged(row, language: str, days: int) -> None:
    """Let what is missing or behind be missing for so many days."""
    state = state_of(row, language)
    state.stale_since = timezone.now() - datetime.timedelta(days=days)
    state.save()


def table(office, query: str = ""):
    return office.get(reverse("admin:translations") + query)


def test_texts_that_lack_a_language_stand_in_the_table_with_their_names(office):
    page = PageFactory(title_en="Half done", lead_en="Lead", lead_fr="", body_fr="")
    note(page)

    answer = table(office)

    assert [(row.state.language, row.lacking, row.outdated) for row in answer.context["rows"]] == [
        ("fr", "lead, text", "")
    ]
    assertContains(answer, "Half done")
    assertContains(answer, reverse("admin:pages_page_change", args=[page.pk]))
    assertNotContains(answer, "The translation is still right")


def test_original_that_changes_makes_its_translation_outdated_until_it_follows(office):
    page = PageFactory()
    note(page)
    assert not table(office).context["rows"]

    write(page, body_en="Other words.")

    assert [row.outdated for row in table(office).context["rows"]] == ["text"]
    write(page, body_fr="D’autres mots.")
    assert not table(office).context["rows"]


def test_button_says_that_the_translation_is_still_right(office):
    page = PageFactory(lead_en="Lead", lead_fr="")
    note(page)
    write(page, body_en="A comma, more.")
    before = state_of(page, "fr")

    answer = office.post(reverse("admin:translations") + "?language=fr", {"state": before.pk})

    after = state_of(page, "fr")
    assert answer.url == "/admin/translations/?language=fr"
    assert (before.outdated, after.outdated, after.lacking) == (["body"], [], ["lead"])
    assert after.stale_since == before.stale_since
    write(page, body_en="Another sentence.")
    assert state_of(page, "fr").outdated == ["body"]


@pytest.mark.parametrize("number", ["", "0", "abc", "99999", "²"])
def test_button_for_nothing_is_not_found(office, number):
    assert office.post(reverse("admin:translations"), {"state": number}).status_code == 404


def test_the_next_meetings_come_first_then_the_oldest(office):
    old, young = PageFactory(title_fr="", title_en="Old"), PageFactory(title_fr="", title_en="Young")
    paper = DocumentFactory(title_en="Paper of the meeting", title_fr="")
    soon = timezone.localdate() + datetime.timedelta(days=9)
    meeting = ActivityFactory(title_en="Meeting", title_fr="", status="announced", starts_on=soon, publication="draft")
    meeting.documents.add(paper)
    outcome = OutcomeFactory(activity=meeting, text_en="Outcome of the meeting", text_fr="")
    for row, days in ((young, 1), (old, 9), (meeting, 2), (paper, 3), (outcome, 0)):
        note(row)
        aged(row, "fr", days)

    answer = table(office)

    assert [str(row.title) for row in answer.context["soon"]] == [
        "Paper of the meeting",
        "Meeting",
        "Outcome of the meeting",
    ]
    assert [str(row.title) for row in answer.context["rows"]] == ["Old", "Young"]
    assert answer.context["soon"][2].url == reverse("admin:activities_activity_change", args=[meeting.pk])


def test_table_is_narrowed_by_room_and_language(office):
    note(PageFactory(title_fr="", title_en="Page"))
    note(ActivityFactory(title_en="", title_fr="Réunion"))

    def titles(query: str) -> list[str]:
        return [str(row.title) for row in table(office, query).context["rows"]]

    assert titles("?room=pages") == ["Page"]
    assert titles("?language=en") == ["Réunion"]
    assert titles("?room=pages&language=en") == []
    assert titles("?room=lab") == ["Page", "Réunion"]
    assertContains(table(office, "?room=lab"), "was ignored")


@pytest.mark.parametrize("number", [1, 3])
def test_table_costs_the_same_queries_whatever_stands_in_it(office, django_assert_num_queries, number):
    for _ in range(number):
        note(PageFactory(title_fr=""))
        note(ActivityFactory(title_fr="", status="announced", starts_on=timezone.localdate()))
        note(OutcomeFactory(text_en="Outcome", text_fr=""))
    table(office)
    furniture.forget()

    with django_assert_num_queries(QUERIES_OF_THE_TABLE):
        table(office)


def test_table_goes_on_from_page_to_page(office):
    for number in range(51):
        note(PageFactory(slug=f"page-{number}", title_fr=""))

    assert len(table(office).context["rows"]) == 50
    assert len(table(office, "?page=2").context["rows"]) == 1
    assert table(office, "?page=3").status_code == 404


def test_start_page_says_how_many_texts_wait(office):
    assertContains(office.get("/admin/"), "Every text has its translation")
    note(PageFactory(title_fr=""))

    assertContains(office.get("/admin/"), "1 text lacks a translation")


def test_table_is_for_the_office_only(client):
    assert "login" in client.get(reverse("admin:translations")).url
    client.force_login(focal_point("GA"), backend=BACKEND)
    assert client.get(reverse("admin:translations")).status_code in (302, 403)


def test_form_of_the_office_notes_what_it_saves(office):
    text = SiteTextFactory()
    note(text)
    address = reverse("admin:pages_sitetext_change", args=[text.pk])

    office.post(address, {"body_en": "Changed", "body_fr": text.body_fr})

    assert SiteText.objects.get().body_en == "Changed"
    assert state_of(text, "fr").outdated == ["body"]


def test_parts_of_a_form_are_noted_too_and_forgotten_when_they_go(office):
    activity = ActivityFactory()
    OutcomeFactory(activity=activity, text_en="Said", text_fr="")
    address = reverse("admin:activities_activity_change", args=[activity.pk])
    form = office.get(address).context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value not in (None, []) and name in form.fields}
    values |= {"published_at_0": "01/01/2020", "published_at_1": "12:00", "title_en": "T", "title_fr": "T"}
    outcome = Outcome.objects.get()
    for formset in office.get(address).context["inline_admin_formsets"]:
        prefix, initial = formset.formset.prefix, formset.formset.initial_form_count()
        values |= {f"{prefix}-TOTAL_FORMS": initial, f"{prefix}-INITIAL_FORMS": initial}
    row = {"id": outcome.pk, "activity": activity.pk, "kind": outcome.kind, "position": 1, "text_en": "Said again"}
    values |= {f"outcomes-0-{name}": value for name, value in row.items()}

    answer = office.post(address, values)

    assert answer.status_code == 302, answer.context["errors"]
    assert state_of(outcome, "fr").lacking == ["text"]
    office.post(address, values | {"outcomes-0-DELETE": "on"})
    assert not Outcome.objects.exists()
    assert not TextState.objects.filter(model="activities.outcome").exists()


FILE = """
[[page]]
slug = "history"
title_en = "{english}"
title_fr = "Histoire"
"""


def test_content_files_are_noted_when_they_write(tmp_path):
    file = tmp_path / "pages.toml"
    for english in ("History", "The history"):
        file.write_text(FILE.format(english=english), encoding="utf-8")
        load(tmp_path)

    assert state_of(Page.objects.get(), "fr").outdated == ["title"]


def test_content_file_that_changes_an_address_lets_the_old_one_lead_on(tmp_path, client):
    file = tmp_path / "activities.toml"
    row = '[[activity]]\ncode = "A"\nslug = "{}"\ntitle_en = "A"\nkind = "som"\nstarts_on = "2020-01-01"\n'
    for slug in ("old", "new"):
        file.write_text(row.format(slug), encoding="utf-8")
        load(tmp_path)

    assert client.get("/en/activities/old/").headers["Location"] == "/en/activities/new/"


def test_row_that_is_gone_is_forgotten(office):
    page = PageFactory(title_fr="")
    note(page)
    Page.objects.filter(pk=page.pk).delete()
    assert table(office).context["rows"] == []

    forget(page)

    assert not TextState.objects.exists()


def test_words_of_seats_are_not_among_the_texts():
    labels = {model._meta.label for model in editorial_models()}

    assert {"activities.Activity", "documents.Document", "pages.Page", "framework.Topic"} <= labels
    assert not any(label.startswith("lab.") for label in labels)
