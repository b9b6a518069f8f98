"""The secretariat asks an author, who answers on the page: who may, what is told, whose turn it is meanwhile."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.common.office_settings import decide
from apps.common.working_days import working_days_after
from apps.lab import queries, services
from apps.lab.models import Proposal
from apps.lab.periods import look_until
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import ProposalFactory
from apps.lab.workflow import NoQuestionNow, State
from apps.notifications import reminders
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db
ODD = "Deux villes <b>\u202eabc</b> 🌍"


@pytest.fixture
def office():
    return secretariat_member(email="sec@example.org")


@pytest.fixture
def asked(office):
    """A submitted proposal of Gabon about which the secretariat asks something."""
    return services.ask_author(ProposalFactory(state=State.SUBMITTED), by=office, note="Which towns?")


def told(message):
    return sorted(Notice.objects.filter(message=message).values_list("recipient__email", flat=True))


def test_the_answer_to_the_secretariat_stands_once_and_tells_it(asked, office):
    gabon, key = focal_point("GA", language="fr"), uuid.uuid4()

    for _twice in range(2):
        services.explain(asked, by=gabon, note=ODD, form_key=key)

    asked.refresh_from_db()
    line = asked.lines.get(step="explain")
    assert (asked.state, asked.waits_for_author, line.note, line.audience) == (State.SUBMITTED, False, ODD, "parties")
    assert (line.partner_id, line.actor) == (asked.partner_id, gabon)
    assert told("lab.author_answered") == [office.email]
    mail = OutboxMail.objects.get(message="lab.author_answered")
    assert mail.subject.startswith("[Action]")
    assert ODD in mail.text
    assert not any(ODD in shown.note for shown in asked.timeline_for(focal_point("CH")))


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_answers_and_who_reads_the_question_on_the_page(client, asked, who):
    person = CAST[who]()
    may_answer = who in ("own head", "own alternate", "own contributor")
    if who != "visitor":
        client.force_login(person)

    page = client.get(asked.get_absolute_url())
    assert ("Which towns?" in page.content.decode()) is (may_answer or who in ("own reader", "secretariat"))
    assert (reverse("lab:explain", args=[asked.reference]) in page.content.decode()) is may_answer
    client.post(reverse("lab:explain", args=[asked.reference]), {"answer": "Two"})
    assert asked.lines.filter(step="explain").exists() is may_answer
    if not may_answer:
        with pytest.raises(PermissionDenied):
            services.explain(asked, by=person, note="Two")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_answer_is_kept_as_typed_until_it_can_be_sent(client, asked, language):
    client.force_login(focal_point("GA", language=language))
    with override(language):
        page, answer = asked.get_absolute_url(), reverse("lab:explain", args=[asked.reference])
    form = client.get(page).context["explanation_form"]

    assert client.post(answer, {"answer": "  "}).status_code == 422
    too_long = client.post(answer, {"answer": "x" * 50_000})
    assert too_long.status_code == 422
    assert "x" * 50_000 in too_long.content.decode()
    typed = {"answer": ODD, "form_key": form["form_key"].value()}
    assert [client.post(answer, typed).status_code for _twice in range(2)] == [302, 302]
    assert asked.lines.get(step="explain").note == ODD
    late = client.post(answer, {"answer": "Another"})
    assert late.status_code == 409
    assert "Another" in late.content.decode()
    assert client.get(page).context["explanation_form"] is None


@pytest.mark.parametrize("state", State.values)
def test_an_answer_waits_while_the_secretariat_has_the_proposal(state):
    proposal = ProposalFactory(state=state, question_at=timezone.now())
    if proposal.waits_for_author:
        assert services.explain(proposal, by=focal_point("GA"), note="Two").question_at is None
    else:
        with pytest.raises(NoQuestionNow):
            services.explain(proposal, by=focal_point("GA"), note="Two")
    assert proposal.waits_for_author is (state not in (State.DRAFT, State.RETURNED, State.WITHDRAWN))


def test_returning_and_sending_again_settle_the_question(asked, office):
    returned = services.return_(asked, by=office, note="Complete it")
    assert services.submit(returned, by=focal_point("GA")).waits_for_author is False


def test_next_step_holder_date_and_desks_name_the_seat_while_the_question_waits(client, asked, office):
    gabon, reader = focal_point("GA"), focal_point("GA", "reader")
    due = working_days_after(asked.question_at, 5)

    for person, is_mine in ((gabon, True), (reader, False), (office, False)):
        step = queries.next_step(asked, person, [])
        assert (step.words, step.holder, step.is_mine, step.due) == (
            "Answer what the secretariat asks",
            "Country GA",
            is_mine,
            due,
        )
    (row,) = queries.for_person(gabon)
    assert (row.action, row.due, row.url) == ("Answer the secretariat", due, f"{asked.get_absolute_url()}#question")
    assert queries.for_person(reader) == []
    (row,) = queries.for_office(office)
    assert (row.holder, row.who, row.due) == ("partner", "Country GA", due)
    client.force_login(gabon)
    assert "Answer the secretariat" in client.get(reverse("pages:dashboard")).content.decode()

    services.explain(asked, by=gabon, note="Two")
    asked.refresh_from_db()
    assert queries.next_step(asked, gabon, []).holder == "The secretariat"
    assert queries.for_office(office)[0].holder == "us"


def test_other_seats_are_not_told_that_the_secretariat_asks(office):
    proposal = services.ask_author(ProposalFactory(state=State.OPEN), by=office, note="Which towns?")
    assert queries.next_step(proposal, focal_point("CH"), []).holder == "All other partners"
    assert queries.next_step(proposal, focal_point("GA"), []).holder == "Country GA"


def test_the_days_of_the_secretariat_do_not_count_while_it_waits_and_begin_anew(asked, office):
    long_ago = timezone.now() - datetime.timedelta(days=30)
    Proposal.objects.update(submitted_at=long_ago, question_at=long_ago)
    assert queries.overlooked(timezone.now()) == []
    assert reminders.remind_all() == 0

    answered = services.explain(asked, by=focal_point("GA"), note="Two")

    assert look_until(answered) == working_days_after(answered.question_answered_at, 5)
    assert queries.overlooked(timezone.now()) == []


def test_the_office_decides_how_long_the_seat_has(asked, office):
    decide("lab.explain_within", 2, by=office)
    assert queries.next_step(asked, office, []).due == working_days_after(asked.question_at, 2)
