"""The office's pages: publish with a date, ask, merge, count, download; by the secretariat alone."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.tests.factories import UserFactory
from apps.common.csv_files import csv_text, harmless
from apps.lab import queries, services
from apps.lab.models import Proposal
from apps.lab.tests.factories import ObjectiveFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
STARTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", " =1"]


@pytest.fixture
def office(client):
    user = secretariat_member(email="sec@example.org")
    client.force_login(user)
    return user


def page(name, *arguments):
    return reverse(f"admin:lab_proposal_{name}", args=arguments)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", sorted(set(State.values) - {"draft", "returned"}))
def test_page_of_a_proposal_in_every_state(client, office, state, language):
    office.language = language
    office.save()
    proposal = ProposalFactory(state=state)

    content = client.get(page("change", proposal.pk)).content.decode()

    assert ('name="day"' in content) is (state == State.SUBMITTED)
    assert (page("merge", proposal.pk) in content) is (state in (State.OPEN, State.UNDER_WAY))


def test_two_who_translate_do_not_write_over_one_another(client, office):
    proposal = ProposalFactory(state=State.SUBMITTED)
    address = page("change", proposal.pk)
    inline = {f"offers-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    shown = inline | {"version_seen": proposal.version}
    assert f'value="{proposal.version}"' in client.get(address).content.decode()
    services.add_translation(proposal, by=office, texts={"title": "Titre d’une collègue"}, language="fr")

    refused = client.post(address, shown | {"title_fr": "Mon titre"})

    assert refused.status_code == 200
    assert "Titre d’une collègue" in str(refused.context["adminform"].form.errors["title_fr"])
    assert "Mon titre" in refused.content.decode()
    proposal.refresh_from_db()
    assert proposal.title_fr == "Titre d’une collègue"
    again = refused.context["adminform"].form["version_seen"].value()
    assert client.post(address, shown | {"title_fr": "Mon titre", "version_seen": again}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.title_fr == "Mon titre"


def test_publishing_with_a_date(client, office):
    proposal, project = ProposalFactory(state=State.SUBMITTED), ProposalFactory(state=State.SUBMITTED, kind="project")
    day = timezone.localdate() + 30 * DAY

    client.post(page("step", proposal.pk, "publish"), {"day": "2020-01-01"})
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED
    for one in (proposal, project):
        client.post(page("step", one.pk, "publish"), {"day": day.isoformat()})
        one.refresh_from_db()
    assert timezone.localtime(proposal.offers_until).date() == day
    assert (project.state, project.offers_until) == (State.OPEN, None)


def test_asking_through_the_page(client, office):
    proposal = ProposalFactory(state=State.OPEN)
    words = "Which <b>towns</b> \u202eabc 🌍?"

    assert client.post(page("ask", proposal.pk), {"note": ""}).status_code == 422
    assert client.post(page("ask", proposal.pk), {"note": "x" * 50_000}).status_code == 422
    assert client.post(page("ask", proposal.pk), {"note": words}).status_code == 302
    assert proposal.lines.get().note == words
    assert "Which &lt;b&gt;towns&lt;/b&gt;" in client.get(page("change", proposal.pk)).content.decode()
    assert client.post(page("ask", ProposalFactory().pk), {"note": words}).status_code in (302, 404)


def test_merging_through_the_page_finds_by_words_and_refuses_what_no_longer_takes_offers(client, office):
    duplicate = ProposalFactory(state=State.OPEN, title_en="Young farmers")
    stays = ProposalFactory(state=State.OPEN, title_fr="Jeunes agriculteurs", partner=PartnerFactory(code="ML"))
    ProposalFactory(state=State.SUBMITTED, title_fr="Jeunes agriculteurs encore")

    found = client.get(page("merge", duplicate.pk), {"q": "agriculteurs jeunes"})
    assert [key for key, _words in found.context_data["form"].fields["into"].choices] == [stays.pk]
    assert (
        not client.get(page("merge", duplicate.pk), {"q": "100% _nothing"}).context_data["form"].fields["into"].choices
    )
    assert client.post(page("merge", duplicate.pk), {"into": "999999"}).status_code == 422
    assert client.post(page("merge", duplicate.pk), {"into": duplicate.pk}).status_code == 422
    assert client.post(page("merge", duplicate.pk), {"into": stays.pk, "note": "The same"}).status_code == 302
    duplicate.refresh_from_db()
    assert (duplicate.state, duplicate.merged_into) == (State.CLOSED, stays)
    assert client.get(page("merge", duplicate.pk)).status_code == 409


@pytest.mark.parametrize("name", ["ask", "merge", "statistics"])
def test_pages_of_the_office_are_for_the_secretariat(client, name):
    proposal = ProposalFactory(state=State.OPEN)
    address = page(name, *([] if name == "statistics" else [proposal.pk]))

    assert "login" in client.get(address)["Location"]
    client.force_login(focal_point("GA"))
    assert "login" in client.get(address)["Location"]
    client.force_login(UserFactory(email="admin@example.org", administrator=True))
    answers = {client.get(address).status_code, client.post(address).status_code}
    assert answers <= {302, 403, 404, 405}
    assert Proposal.objects.get() == proposal


def moment(month, day, hour=12):
    return datetime.datetime(2026, month, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def a_year():
    """Four of Gabon and one of Mali: one too early, one not yet published, two with offers."""
    area = ObjectiveFactory(code="3", area_number=3)
    early = {"submitted_at": moment(1, 5), "opened_at": moment(1, 10)}
    spring = {"submitted_at": moment(3, 1), "opened_at": moment(3, 10)}
    ProposalFactory(state=State.OPEN, **early)
    ProposalFactory(state=State.SUBMITTED, submitted_at=moment(3, 2))
    first = ProposalFactory(state=State.UNDER_WAY, **spring, objectives=[area, ObjectiveFactory()])
    second = ProposalFactory(state=State.CLOSED, **spring, kind="project")
    ProposalFactory(state=State.OPEN, **spring, partner=PartnerFactory(code="ML"), objectives=[area])
    ProposalFactory(state=State.DRAFT)
    ProposalFactory(state=State.RETURNED, submitted_at=moment(3, 3))
    ProposalFactory(state=State.OPEN, **spring, is_example=True)
    OfferFactory(proposal=first, made_at=moment(3, 12), state="accepted")
    OfferFactory(proposal=first, made_at=moment(3, 20), kind="funding")
    OfferFactory(proposal=second, made_at=moment(3, 16), state="declined")


def test_numbers_of_a_period(a_year, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = queries.statistics_of(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))

    assert found.total == (4, 3, 2, 2, 1, 4.0)
    assert [(line.name, line.numbers.published) for line in found.by_kind] == [
        ("project proposal", 1), ("request for technical assistance", 2),
    ]  # fmt: skip
    assert [(line.name, line.numbers[:2]) for line in found.by_area] == [("1 · Area 1", (3, 2)), ("3 · Area 3", (2, 2))]
    assert [(line.name, line.numbers.published) for line in found.by_partner] == [("Country GA", 2), ("Country ML", 1)]
    with translation.override("fr"):
        french = queries.statistics_of(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    assert [line.name for line in french.by_partner] == ["Pays GA", "Pays ML"]


def test_both_days_count_and_an_empty_period_has_no_median(a_year):
    assert queries.statistics_of(datetime.date(2026, 3, 10), datetime.date(2026, 3, 10)).total.published == 3
    assert queries.statistics_of(datetime.date(2026, 3, 11), datetime.date(2026, 3, 11)).total == (0, 0, 0, 0, 0, None)
    assert queries.statistics_of(datetime.date(2026, 1, 10), datetime.date(2026, 1, 10)).total.days_to_answer is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_numbers_on_the_page_and_as_a_file(client, office, a_year, language):
    office.language = language
    office.save()
    ml = PartnerFactory(code="ML")
    ml.name_en = ml.name_fr = '=HYPERLINK("http://x")'
    ml.save()
    period = {"since": "2026-03-01", "until": "2026-03-31"}

    assert client.get(page("statistics")).status_code == 200
    assert "=HYPERLINK" in client.get(page("statistics"), period).content.decode()
    answer = client.get(page("statistics"), {**period, "format": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert 'filename="laboratory-2026-03-01-2026-03-31.csv"' in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][2:] == ["4", "3", "2", "2", "1", "4.0"]
    assert [row[1] for row in rows if "HYPERLINK" in row[1]] == ['\'=HYPERLINK("http://x")']


@pytest.mark.parametrize(
    "query", ["since=x", "until=", "since=2026-02-02&until=2026-01-01", "since=0001-01-01&until=9999-12-31"]
)
def test_periods_that_make_no_sense_are_said(client, office, query):
    assert client.get(f"{page('statistics')}?{query}").status_code == 422
    assert client.get(f"{page('statistics')}?{query}&format=csv").status_code == 422


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_of_a_csv_file_is_a_formula(start):
    (cell,) = list(csv.reader(io.StringIO(csv_text(["head"], [[start]]).removeprefix("\ufeff"))))[1]

    assert cell.startswith("'")
    assert cell.endswith(start.lstrip("\r\n\t ")[-1])


@pytest.mark.parametrize("value", ["Gabon", "«\u202fx\u202f»", "🌍", "a=b", "", 4, 4.5])
def test_other_cells_stay_as_they_are(value):
    assert harmless(value) == value


def test_every_offer_and_word_of_the_merged_stays_in_the_table(client, office):
    offer = OfferFactory()
    stays = ProposalFactory(state=State.OPEN)
    client.post(page("merge", offer.proposal_id), {"into": stays.pk})

    assert offer.text in client.get(page("change", offer.proposal_id)).content.decode()
    assert Proposal.objects.get(pk=offer.proposal_id).merged_into == stays


def test_words_of_the_office_come_back_as_they_were_typed(client, office):
    proposal = ProposalFactory(state=State.SUBMITTED)
    address = page("step", proposal.pk, "return")
    long_note = "So much is missing. " * 300

    lacking, too_long = client.post(address, {"note": " "}), client.post(address, {"note": long_note})
    assert (lacking.status_code, too_long.status_code) == (422, 422)
    assert "Please give a reason" in lacking.content.decode()
    assert "Please shorten the text to 4,000 characters: it has 5,999 now." in too_long.content.decode()
    assert long_note.strip() in too_long.content.decode()
    services.publish(proposal, by=office)

    late = client.post(address, {"note": "The budget is missing <here>."})
    assert late.status_code == 422
    assert "Somebody was faster: this is now “open”." in late.content.decode()
    assert "The budget is missing &lt;here&gt;." in late.content.decode()
    assert proposal.lines.count() == 1


def test_a_day_that_cannot_be_is_told_at_its_field(client, office):
    proposal = ProposalFactory(state=State.SUBMITTED)

    refused = client.post(page("step", proposal.pk, "publish"), {"day": "2020-01-01"})

    assert refused.status_code == 422
    assert refused.context["details"].errors.keys() == {"day"}
    assert 'value="2020-01-01"' in refused.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED


def test_who_presses_second_is_led_back_to_the_page(client, office):
    proposal = ProposalFactory(state=State.SUBMITTED)
    services.publish(proposal, by=office)

    late = client.post(page("step", proposal.pk, "publish"))

    assert (late.status_code, late.url) == (302, page("change", proposal.pk))
