"""The dashboard of the space: what waits, what is new since the last visit, and who sees which part of it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from apps.accounts.tests.factories import UserFactory
from apps.activities.models import Status
from apps.activities.tests.factories import ActivityFactory
from apps.common.office_settings import decide
from apps.common.registry import DashboardPanel
from apps.documents.tests.factories import DocumentFactory
from apps.lab import services as lab
from apps.lab.models import Proposal
from apps.lab.tests.cast import committee_member, missing_migrants_only, observer
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State
from apps.pages import services, tasks
from apps.pages.middleware import VisitMiddleware
from apps.pages.models import Visit
from apps.pages.queries import dashboard_for, last_visit
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
QUERIES_OF_THE_DASHBOARD = {"focal point": 14, "secretariat": 14}
NOTED = "apps.pages.middleware.VisitMiddleware"


def minutes(number: int) -> datetime.timedelta:
    """So many minutes."""
    return datetime.timedelta(minutes=number)


def meeting(**fields):
    """An announced, published meeting in ten days."""
    day = timezone.localdate() + datetime.timedelta(days=10)
    return ActivityFactory(starts_on=day, ends_on=day, status=Status.ANNOUNCED, **fields)


def been_here(person, ago: datetime.timedelta) -> None:
    """The person's last visit ended so long ago."""
    services.note_visit(person.pk, timezone.now() - ago)


def panels_of(person) -> set[str]:
    """The names of the parts that the person sees."""
    return {shown.name for shown in dashboard_for(person).panels}


def test_visit_lasts_until_the_office_s_silence():
    person = focal_point("GA")

    services.note_visit(person.pk, NOON)
    services.note_visit(person.pk, NOON + minutes(20))
    services.note_visit(person.pk, NOON + minutes(50))
    assert Visit.objects.values_list("begun_at", "seen_at", "previous_at").get() == (NOON, NOON + minutes(50), None)

    services.note_visit(person.pk, NOON + minutes(81))
    visit = Visit.objects.get()
    assert (visit.begun_at, visit.previous_at) == (NOON + minutes(81), NOON + minutes(50))


def test_visit_that_arrives_late_or_twice_changes_nothing():
    person = focal_point("GA")
    for moment in (NOON, NOON + HOUR, NOON + HOUR, NOON + minutes(10)):
        services.note_visit(person.pk, moment)

    visit = Visit.objects.get()
    assert (visit.begun_at, visit.seen_at, visit.previous_at) == (NOON + HOUR, NOON + HOUR, NOON)


def test_last_visit_is_the_one_before_whether_or_not_this_one_is_noted_yet():
    person = focal_point("GA")
    assert last_visit(person, NOON) is None

    services.note_visit(person.pk, NOON)
    assert last_visit(person, NOON + minutes(5)) is None
    assert last_visit(person, NOON + HOUR) == NOON
    services.note_visit(person.pk, NOON + HOUR)
    assert last_visit(person, NOON + HOUR + minutes(5)) == NOON


def test_the_office_decides_how_long_the_silence_is():
    person = focal_point("GA")
    decide("pages.visit_ends_after", 120, by=secretariat_member())

    services.note_visit(person.pk, NOON)

    assert last_visit(person, NOON + HOUR) is None
    assert last_visit(person, NOON + 3 * HOUR) == NOON


@pytest.fixture
def noting(settings, monkeypatch):
    """Visits are noted as in production; gives the list of those whom the worker was told of."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, NOTED]
    told = []
    monkeypatch.setattr("apps.pages.tasks.note_visit", lambda person, at: told.append(person))
    return told


def test_visits_are_noted_on_every_page_of_the_space_once_a_minute(client, noting):
    person = focal_point("GA")
    client.force_login(person)

    for address in ("/en/space/lab/", "/en/space/", "/en/space/lab/"):
        assert client.get(address).status_code == 200

    assert noting == [person.pk]


def test_visits_are_not_noted_on_public_pages_nor_of_visitors(client, noting):
    assert client.get("/en/space/").status_code == 302
    client.force_login(focal_point("GA"))
    assert client.get("/en/activities/").status_code == 200

    assert noting == []


def test_visits_cost_the_page_no_query(client, noting, django_assert_num_queries):
    person = focal_point("GA")
    client.force_login(person)
    client.get("/en/space/lab/")
    noting.clear()
    with django_assert_num_queries(0):
        VisitMiddleware(lambda request: None)._note(person.pk)

    assert noting == [person.pk]


def test_page_answers_when_the_queue_cannot_be_opened(client, settings, monkeypatch):
    def broken(*_arguments):
        raise OSError("disk full")

    settings.MIDDLEWARE = [*settings.MIDDLEWARE, NOTED]
    monkeypatch.setattr(tasks, "note_visit", broken)
    client.force_login(focal_point("GA"))

    assert client.get("/en/space/").status_code == 200


def test_new_is_what_came_since_the_last_visit(client):
    reader = focal_point("CH")
    before, after = ProposalFactory(state=State.OPEN), ProposalFactory(state=State.OPEN)
    Proposal.objects.filter(pk=before.pk).update(opened_at=timezone.now() - 3 * HOUR)
    DocumentFactory(published_at=timezone.now() - 3 * HOUR, publication="published", level="public")
    been_here(reader, 2 * HOUR)
    client.force_login(reader)

    board = client.get("/en/space/").context["board"]

    new = {entry.row.url: entry.is_new for shown in board.panels if shown.name == "lab" for entry in shown.rows}
    assert new == {before.get_absolute_url(): False, after.get_absolute_url(): True}
    assert [shown.name for shown in board.with_news] == ["lab"]


def test_notices_since_the_last_visit_are_told(client):
    reader = focal_point("CH")
    been_here(reader, 2 * HOUR)
    author = focal_point("GA")
    proposal = lab.submit(ProposalFactory(partner=PartnerFactory(code="GA"), title_fr="Eaux calmes"), by=author)
    lab.publish(proposal, by=secretariat_member())
    client.force_login(reader)

    answer = client.get("/fr/espace/")

    assertContains(answer, "Du nouveau pour vous")
    news = {shown.name: shown.rows for shown in answer.context["board"].panels}["notifications"]
    assert [entry.row.url for entry in news] == [f"/fr/espace/laboratoire/{proposal.reference}/"]


@pytest.mark.parametrize(("language", "words"), [("en", "This is your first visit"), ("fr", "C’est votre première")])
def test_first_visit_marks_nothing_and_says_so(client, language, words):
    ProposalFactory(state=State.OPEN)
    client.force_login(focal_point("CH", language=language))

    answer = client.get("/en/space/" if language == "en" else "/fr/espace/")

    assertContains(answer, words)
    assert answer.context["board"].with_news == []


def test_next_meetings_and_documents_are_shown_as_far_as_the_reader_may_read(client):
    meeting(title_en="Meeting ahead")
    meeting(title_en="Not yet announced", publication="draft")
    ActivityFactory(title_en="Long held")
    DocumentFactory(title_en="For everybody", level="public")
    DocumentFactory(title_en="For the office", level="secretariat")
    client.force_login(focal_point("GA"))

    answer = client.get("/en/space/")

    assertContains(answer, "Meeting ahead")
    assertContains(answer, "For everybody")
    for hidden in ("Not yet announced", "Long held", "For the office"):
        assertNotContains(answer, hidden)


def test_documents_without_a_date_are_found_once_they_are_published():
    reader = focal_point("GA")
    for index in range(6):
        DocumentFactory(issued_on=datetime.date(2020, 1, 1 + index), published_at=timezone.now() - 90 * 24 * HOUR)
    paper = DocumentFactory(issued_on=None, published_at=timezone.now())

    shown = {one.name: one for one in dashboard_for(reader).panels}["documents"]

    assert shown.rows[0].row.url == reverse("space_documents:document", args=[paper.slug])
    assert [entry.row.block.days for entry in shown.rows[1:]] == ["6", "5", "4"]


EVERYBODY = {"notifications", "activities", "documents"}
SEEN = {
    "focal point": (lambda: focal_point("GA"), EVERYBODY | {"lab"}),
    "reader": (lambda: focal_point("GA", "reader"), EVERYBODY | {"lab"}),
    "committee": (committee_member, EVERYBODY | {"lab"}),
    "observer": (observer, EVERYBODY | {"lab"}),
    "other network": (missing_migrants_only, EVERYBODY),
    "secretariat": (secretariat_member, EVERYBODY | {"lab"}),
    "administrator": (lambda: UserFactory(administrator=True), EVERYBODY),
}


@pytest.mark.parametrize("who", SEEN)
def test_parts_of_the_dashboard_by_reader(who):
    make, parts = SEEN[who]
    ProposalFactory(state=State.OPEN)

    assert panels_of(make()) == parts


def test_proposals_under_way_show_where_they_stand(client):
    mine = ProposalFactory(partner=PartnerFactory(code="GA"), state=State.OPEN, title_en="On its way")
    OfferFactory(proposal=mine, partner=PartnerFactory(code="CH"), state=OfferState.MADE)
    client.force_login(focal_point("GA"))

    answer = client.get("/en/space/")

    assertContains(answer, "On its way")
    assertContains(answer, 'aria-current="step"')
    assertContains(answer, "1 offer")


@pytest.mark.parametrize(("role", "offered"), [("head", True), ("contributor", True), ("reader", False)])
def test_shortcuts_lead_where_the_reader_may_go(role, offered):
    labels = [str(one.label) for one in dashboard_for(focal_point("GA", role)).shortcuts]

    assert ("Write a proposal" in labels) == offered
    assert "Open the office" not in labels


def test_offers_to_answer_say_until_when(client):
    mine = ProposalFactory(partner=PartnerFactory(code="GA"), state=State.OPEN)
    offer = OfferFactory(proposal=mine, partner=PartnerFactory(code="CH"), state=OfferState.MADE)
    decide("lab.answer_within", 10, by=secretariat_member())

    (waiting,) = dashboard_for(focal_point("GA")).waiting

    assert waiting.due == offer.made_at + datetime.timedelta(days=10)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("who", ["focal point", "secretariat"])
def test_dashboard_costs_the_same_queries_whatever_there_is(client, django_assert_max_num_queries, number, who):
    reader = SEEN[who][0]()
    been_here(reader, 2 * HOUR)
    mine = PartnerFactory(code="GA")
    for _ in range(number):
        ProposalFactory(partner=mine)
        ProposalFactory(partner=mine, state=State.OPEN)
        ProposalFactory(state=State.SUBMITTED)
        OfferFactory(proposal=ProposalFactory(partner=mine, state=State.OPEN), state=OfferState.MADE)
        meeting()
        DocumentFactory()
    client.force_login(reader)

    with django_assert_max_num_queries(QUERIES_OF_THE_DASHBOARD[who]):
        client.get("/en/space/")


def test_dashboard_without_anything_helps(client):
    client.force_login(focal_point("GA"))

    answer = client.get("/en/space/")

    for words in (
        "Nothing waits for you",
        "No proposal is open at the moment.",
        "No meeting is announced at the moment.",
        "There is no document yet.",
    ):
        assertContains(answer, words)


def test_parts_stand_in_their_order():
    ProposalFactory(partner=PartnerFactory(code="GA"), state=State.OPEN)
    panels = dashboard_for(focal_point("GA")).panels

    assert [shown.name for shown in panels] == ["notifications", "lab", "activities", "documents"]
    board = dashboard_for(focal_point("GA"))
    assert [shown.name for shown in board.aside] == ["activities", "documents"]
    assert DashboardPanel.ASIDE == 100


def test_who_sees_little_sees_it_in_the_middle():
    board = dashboard_for(missing_migrants_only())

    assert [shown.name for shown in board.main] == ["notifications", "activities", "documents"]
    assert board.aside == []
