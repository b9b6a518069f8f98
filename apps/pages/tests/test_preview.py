"""The office sees a page as it will be, in both languages, never kept; for anybody else there is nothing."""

import datetime

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.accounts.tests.factories import UserFactory
from apps.activities.models import NewsItem
from apps.activities.tests.factories import ActivityFactory
from apps.common.models import Publishable
from apps.documents.tests.factories import DocumentFactory
from apps.framework.tests.factories import TopicFactory
from apps.pages.tests.factories import PageFactory
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"


def news(**values) -> NewsItem:
    """A draft of news."""
    return NewsItem.objects.create(day=timezone.localdate(), **values)


MAKERS = {
    "activities.activity": ActivityFactory,
    "activities.newsitem": news,
    "documents.document": DocumentFactory,
    "framework.topic": TopicFactory,
    "pages.page": PageFactory,
}
TITLES = {"title_en": "Words to come", "title_fr": "Mots à venir"}


@pytest.fixture
def office(client):
    """A browser of the secretariat."""
    client.force_login(secretariat_member(), backend=BACKEND)
    return client


def draft(label: str):
    return MAKERS[label](slug="draft", publication="draft", published_at=None, **TITLES)


def address(row, language: str = "en") -> str:
    word = {"en": "preview", "fr": "apercu"}[language]
    return f"/{language}/{word}/{row._meta.label_lower}/{row.pk}/"


def test_whatever_is_published_can_be_previewed():
    pages = {model._meta.label_lower for model in apps.get_models() if issubclass(model, Publishable)}

    assert pages == set(MAKERS)


@pytest.mark.parametrize("label", MAKERS)
def test_office_sees_the_draft_in_both_languages_with_a_line_that_says_so(office, label):
    row = draft(label)

    english, french = office.get(address(row)), office.get(address(row, "fr"))

    assertContains(english, "Words to come")
    assertContains(english, "Preview for the office only (draft).")
    assertContains(english, reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk]))
    assertContains(english, f'href="{address(row, "fr")}" hreflang="fr"')
    assertContains(french, "Mots à venir")
    assert english["Cache-Control"] == "private, no-store"
    assert english["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("label", MAKERS)
def test_nobody_else_learns_of_the_draft(client, label):
    row = draft(label)
    assert client.get(address(row)).status_code == 404
    for person in (focal_point("GA"), UserFactory()):
        client.force_login(person, backend=BACKEND)
        assert client.get(address(row)).status_code == 404
    assert client.get(row.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "path", ["pages.page/99/", "pages.sitetext/1/", "lab.proposal/1/", "x/1/", "accounts.user/1/", "pages.page/0/"]
)
def test_what_is_not_there_cannot_be_previewed(office, path):
    assert office.get(f"/en/preview/{path}").status_code == 404


def test_document_above_the_public_level_is_seen_by_the_office_only(office, client):
    row = DocumentFactory(slug="inner", level="committee", **TITLES)

    assertContains(office.get(address(row)), "Words to come")
    assert office.get(row.get_absolute_url()).status_code == 404


def test_form_of_the_office_leads_to_the_previews_and_to_the_page_only_where_visitors_see_it(office):
    hidden, shown = PageFactory(slug="a", publication="draft"), PageFactory(slug="b")

    for row, is_seen in ((hidden, False), (shown, True)):
        page = office.get(reverse("admin:pages_page_change", args=[row.pk])).content.decode()
        assert f'href="{address(row)}"' in page
        assert f'href="{address(row, "fr")}"' in page
        assert ("viewsitelink" in page) is is_seen


def test_visitors_never_see_the_line(client):
    PageFactory(slug="shown")

    assertNotContains(client.get("/en/about/shown/"), "Preview for the office")


@pytest.mark.parametrize("label", [*MAKERS, "partners.chairmanship"])
def test_changed_addresses_of_every_room_lead_on(office, client, label):
    if label == "partners.chairmanship":
        row = Chairmanship.objects.create(
            number=1, slug="draft", partner=PartnerFactory(), starts_on=datetime.date(2020, 1, 1)
        )
    else:
        row = MAKERS[label](slug="draft", publication="published", published_at=timezone.now(), **TITLES)
    old = row.get_absolute_url()
    change = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
    form = office.get(change).context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value not in (None, []) and name in form.fields}
    values |= {"slug": "renamed", "published_at_0": "01/01/2020", "published_at_1": "12:00"}
    for inline in office.get(change).context["inline_admin_formsets"]:
        values |= {f"{inline.formset.prefix}-TOTAL_FORMS": 0, f"{inline.formset.prefix}-INITIAL_FORMS": 0}

    answer = office.post(change, values)

    assert answer.status_code == 302, answer.context["errors"]
    row.refresh_from_db()
    answer = client.get(old)
    assert (answer.status_code, answer.headers.get("Location")) == (301, row.get_absolute_url())
