"""Addresses that were changed lead to the row for ever, in one step, and to nobody who may not be seen."""

import pytest
from django.urls import reverse

from apps.common.models import OldAddress
from apps.common.moved import remember_address, slug_before
from apps.pages.models import Page
from apps.pages.tests.factories import PageFactory
from apps.partners.tests.factories import secretariat_member

pytestmark = pytest.mark.django_db


def rename(page: Page, slug: str) -> None:
    """Give the page another address, as the office's form does."""
    before = slug_before(page)
    page.slug = slug
    page.save()
    remember_address(page, before)


def leads(client, slug: str) -> tuple[int, str]:
    """What a visitor of the old English address gets."""
    response = client.get(f"/en/about/{slug}/")
    return response.status_code, response.headers.get("Location", "")


def test_changed_address_redirects_for_ever_in_both_languages_with_its_query(client):
    rename(PageFactory(slug="old"), "new")

    english, french = client.get("/en/about/old/?q=a%20b"), client.get("/fr/a-propos/old/")

    assert (english.status_code, english["Location"]) == (301, "/en/about/new/?q=a%20b")
    assert (french.status_code, french["Location"]) == (301, "/fr/a-propos/new/")
    assert not english.cookies
    assert english["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_chain_of_changes_is_followed_in_one_step(client):
    page = PageFactory(slug="one")
    for slug in ("two", "three"):
        rename(page, slug)

    assert leads(client, "one") == (301, "/en/about/three/")
    assert leads(client, "two") == (301, "/en/about/three/")


def test_row_that_takes_its_old_address_back_is_there_again(client):
    page = PageFactory(slug="one")
    rename(page, "two")
    rename(page, "one")

    assert leads(client, "one")[0] == 200
    assert leads(client, "two") == (301, "/en/about/one/")
    assert not OldAddress.objects.filter(slug="one").exists()


def test_address_that_is_used_again_belongs_to_the_row_that_has_it(client):
    first, second = PageFactory(slug="wanted"), PageFactory(slug="second")
    rename(first, "first")
    rename(second, "wanted")
    assert leads(client, "wanted")[0] == 200

    rename(second, "third")

    assert leads(client, "wanted") == (301, "/en/about/third/")


def test_address_of_a_row_that_may_not_be_seen_leads_nowhere_else(client):
    rename(PageFactory(slug="wanted"), "first")
    PageFactory(slug="wanted", publication="draft")

    assert leads(client, "wanted")[0] == 404


def test_old_address_of_a_row_that_may_not_be_seen_is_not_found(client):
    page = PageFactory(slug="old", publication="draft")
    rename(page, "new")

    assert leads(client, "old")[0] == 404
    assert leads(client, "never")[0] == 404


def test_the_office_changes_an_address_in_its_form(client):
    page = PageFactory(slug="old")
    client.force_login(secretariat_member(), backend="apps.accounts.backends.MailAddressBackend")
    form = {
        "slug": "new",
        "group": "about",
        "position": "1",
        "title_en": "Title",
        "publication": "published",
        "published_at_0": "01/01/2020",
        "published_at_1": "12:00",
    }

    answer = client.post(reverse("admin:pages_page_change", args=[page.pk]), form)

    assert answer.status_code == 302
    client.logout()
    assert leads(client, "old") == (301, "/en/about/new/")
