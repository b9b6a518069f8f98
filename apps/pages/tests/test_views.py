"""Home, the page about the Dialogue, and the dashboard of the space."""

import datetime
import time

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.accounts.tests.factories import UserFactory
from apps.activities.tests.factories import ActivityFactory
from apps.common.memory import KEEP_SECONDS
from apps.framework.tests.factories import ActionFactory
from apps.lab.tests.factories import ProposalFactory
from apps.lab.workflow import State
from apps.pages.tests.factories import SiteTextFactory
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = pytest.mark.django_db
QUERIES_OF_HOME = 9


@pytest.mark.parametrize("number", [1, 3])
def test_home_costs_the_same_queries_whatever_there_is(client, django_assert_num_queries, number):
    SiteTextFactory(key="what_it_is")
    for index in range(number):
        partner = PartnerFactory(longitude=1.0, latitude=2.0)
        start = timezone.localdate() - datetime.timedelta(days=100 * (index + 1))
        Chairmanship.objects.create(number=index, slug=f"term-{index}", partner=partner, starts_on=start)
        ActivityFactory(
            country=partner, co_chairs=[PartnerFactory(longitude=3.0, latitude=4.0)], actions=[ActionFactory()]
        )

    with django_assert_num_queries(QUERIES_OF_HOME):
        client.get("/en/")


def test_home_of_an_empty_portal_says_what_will_be_there(client):
    assertContains(client.get("/fr/"), "Aucune activité pour l’instant")


def test_home_tells_who_chairs_and_who_did(client):
    today = timezone.localdate()
    before = PartnerFactory(name_en="Nigeria", name_fr="Nigéria")
    now = PartnerFactory(name_en="Switzerland", name_fr="Suisse", longitude=8.0, latitude=46.0)
    earlier = today - datetime.timedelta(days=400)
    Chairmanship.objects.create(number=1, slug="one", partner=before, starts_on=earlier, ends_on=today)
    Chairmanship.objects.create(
        number=2, slug="two", partner=now, starts_on=today - datetime.timedelta(days=9), priorities_en="Asylum"
    )

    answer = client.get("/en/")

    assert answer.context["home"].troika["outgoing"].name == "Nigeria"
    assert answer.context["home"].troika["current"].name == "Switzerland"
    assert answer.context["home"].troika["incoming"] is None
    assertContains(answer, "to be named")
    assertContains(answer, "Asylum")
    assertContains(answer, "A second ring marks the chair: Switzerland")


def test_home_is_new_after_two_seconds(client, monkeypatch):
    client.get("/en/")
    ActivityFactory(title_en="Just published")
    assertNotContains(client.get("/en/"), "Just published")

    later = time.monotonic() + KEEP_SECONDS
    monkeypatch.setattr("apps.common.memory.time.monotonic", lambda: later)

    assertContains(client.get("/en/"), "Just published")


def test_about_shows_the_office_s_text(client):
    SiteTextFactory(body_en="First.\n\nSecond.", body_fr="Premier.")

    assertContains(client.get("/en/about/"), "<p>First.</p><p>Second.</p>")
    assertContains(client.get("/fr/a-propos/"), "<p>Premier.</p>")


def test_texts_of_the_frame_stand_at_the_foot(client):
    SiteTextFactory()
    SiteTextFactory(key="funding", body_fr="Financé par l’Union")

    assertContains(client.get("/fr/a-propos/"), "Financé par l’Union")


def test_dashboard_is_for_people_of_the_space_only(client):
    assert client.get("/en/space/").url == "/en/accounts/login/?next=/en/space/"
    client.force_login(UserFactory())
    assert client.get("/en/space/").status_code == 403


def test_dashboard_of_a_focal_point_shows_the_desk_and_the_lab(client):
    mine = PartnerFactory(code="GA")
    ProposalFactory(partner=mine, title_en="Mine to finish")
    ProposalFactory(partner=PartnerFactory(code="ML"), title_en="Open to all", state=State.OPEN)
    client.force_login(focal_point("GA", language="fr"))

    answer = client.get("/fr/espace/")

    assertContains(answer, "Mine to finish")
    assertContains(answer, "Open to all")
    assertNotContains(answer, "Ouvrir le bureau")


def test_dashboard_of_the_office_leads_to_its_queue(client):
    client.force_login(UserFactory(secretariat=True))

    answer = client.get("/en/space/")

    assertContains(answer, "The queue of the secretariat")
    assertContains(answer, '<a class="button button--primary" href="/admin/">')
    assertNotContains(answer, "waits for you.")


def test_dashboard_with_nothing_waiting_says_so(client):
    client.force_login(focal_point("GA"))

    assertContains(client.get("/en/space/"), "Nothing waits for you")
