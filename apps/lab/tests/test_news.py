"""News of a proposal: who tells them, who hears them, and what is asked of a seat of which nothing is heard."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from apps.lab import queries, services
from apps.lab.models import Comment, Following, Proposal
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.tests.test_clocks import ago, told
from apps.lab.workflow import NoNewsNow, State
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State.values)
def test_news_are_told_while_it_is_open_or_under_way(state):
    proposal, writer = ProposalFactory(state=state), focal_point("GA", "contributor")
    if state in (State.OPEN, State.UNDER_WAY):
        line = services.tell_news(proposal, by=writer, text="We met.")
        proposal.refresh_from_db()
        assert (line.step, line.audience, line.partner_id) == ("news", "seats", proposal.partner_id)
        assert proposal.news_at == line.at
    else:
        with pytest.raises(NoNewsNow):
            services.tell_news(proposal, by=writer, text="We met.")
        assert not proposal.lines.exists()


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_tells_news(who):
    proposal, person = ProposalFactory(state=State.OPEN), CAST[who]()
    if who in ("own head", "own alternate", "own contributor"):
        services.tell_news(proposal, by=person, text="We met.")
    else:
        with pytest.raises(PermissionDenied):
            services.tell_news(proposal, by=person, text="We met.")


def test_news_reach_the_seat_supporters_and_followers_once_and_nobody_else():
    proposal, gabon = ProposalFactory(state=State.OPEN), focal_point("GA")
    colleague, swiss, mali = focal_point("GA", "reader"), focal_point("CH"), focal_point("ML")
    focal_point("SN")
    former = focal_point("MA")
    former.mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")
    OfferFactory(proposal=proposal, state="accepted")
    for person in (swiss, mali, gabon, former):
        Following.objects.create(person=person, proposal=proposal)

    for _twice in range(2):
        services.tell_news(proposal, by=gabon, text="Le premier atelier a eu lieu.")

    assert proposal.lines.count() == 1
    # The mandate of who follows is asked again when the mail leaves.
    assert set(told("lab.news_told")) - {former.email} == {colleague.email, swiss.email, mali.email}
    assert Notice.objects.filter(message="lab.news_told", recipient=swiss).count() == 1


def test_news_through_the_page_keep_what_was_typed(client):
    proposal = ProposalFactory(state=State.OPEN)
    client.force_login(focal_point("GA", "contributor"))
    address = reverse("lab:news", args=[proposal.reference])
    line = "Réunion <script>x</script> \u202eabc 🌍"

    assert client.post(address, {"news": ""}).status_code == 422
    too_long = client.post(address, {"news": "x" * 50_000})
    assert (too_long.status_code, "x" * 50_000 in too_long.content.decode()) == (422, True)
    assert client.post(address, {"news": "a\x00b"}).status_code == 422
    assert client.post(address, {"news": line}).status_code == 302
    assert proposal.lines.get().note == line
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt; \u202eabc 🌍" in page

    Proposal.objects.update(state=State.CONCLUDED, concluded_at=timezone.now())
    late = client.post(address, {"news": "Typed too late"})
    assert (late.status_code, "Typed too late" in late.content.decode()) == (409, True)


@pytest.mark.parametrize("state", ["open", "under_way"])
def test_a_silent_proposal_asks_those_who_write_for_its_seat_once_a_silence(state):
    dates = {"opened_at": ago(61), "started_at": ago(61)}
    proposal = ProposalFactory(state=state, submitted_at=ago(70), **dates)
    head, writer = focal_point("GA"), focal_point("GA", "contributor")
    focal_point("GA", "reader")

    assert (services.ask_for_news(), services.ask_for_news()) == (1, 0)

    assert told("lab.news_asked") == sorted([head.email, writer.email])
    mail = OutboxMail.objects.filter(message="lab.news_asked").first()
    assert mail.subject.startswith("[Action]")
    assert f"{proposal.get_absolute_url()}#news" in mail.text
    services.tell_news(proposal, by=writer, text="We go on.")
    assert services.ask_for_news() == 0
    with time_machine.travel(timezone.now() + datetime.timedelta(days=61)):
        assert (services.ask_for_news(), services.ask_for_news()) == (1, 0)


def news(kind, proposal, when):
    author = focal_point("CH")
    if kind == "offer":
        offer = OfferFactory(proposal=proposal, made_at=when)
        proposal.lines.create(offer=offer, step="make", to_state="made", audience="seats", at=when)
    elif kind == "comment":
        Comment.objects.create(proposal=proposal, author=author, text="x", at=when)
    elif kind == "private comment":
        Comment.objects.create(proposal=proposal, author=author, text="x", between=PartnerFactory(code="CH"), at=when)
    else:
        step, audience = {"step": ("start", "seats"), "translation": ("translate", "parties")}[kind]
        proposal.lines.create(step=step, to_state="under_way", audience=audience, at=when)


@pytest.mark.parametrize(
    ("kind", "is_news"),
    [("offer", True), ("comment", True), ("step", True), ("private comment", False), ("translation", False)],
)
def test_what_is_news(kind, is_news):
    proposal = ProposalFactory(state=State.OPEN, submitted_at=ago(90), opened_at=ago(80))
    news(kind, proposal, ago(59))

    assert queries.silent().filter(pk=proposal.pk).exists() is not is_news
    found = queries.with_last_news(Proposal.objects.filter(pk=proposal.pk)).get()
    assert (found.last_news > ago(60)) is is_news
    assert queries.is_silent(found) is not is_news


@pytest.mark.parametrize("state", State.values)
def test_only_what_is_open_or_under_way_is_silent_and_the_archive_is_left_in_peace(state):
    old = {name: ago(100) for name in ("submitted_at", "opened_at", "started_at", "concluded_at", "closed_at")}
    proposal = ProposalFactory(state=state, **old)
    ProposalFactory(state=State.OPEN, from_archive=True)

    is_silent = state in (State.OPEN, State.UNDER_WAY)
    assert list(queries.silent()) == ([proposal] if is_silent else [])


@pytest.mark.parametrize(("role", "number"), [("head", 1), ("alternate", 1), ("contributor", 1), ("reader", 0)])
def test_a_silent_proposal_lies_on_the_desk_of_those_who_write(role, number):
    proposal = ProposalFactory(state=State.UNDER_WAY, submitted_at=ago(90), opened_at=ago(80), started_at=ago(70))
    ProposalFactory(state=State.OPEN, partner=PartnerFactory(code="ML"), opened_at=ago(80))

    found = queries.for_person(focal_point("GA", role))

    assert [one.url for one in found] == [f"{proposal.get_absolute_url()}#news"] * number
    assert all(one.is_overdue for one in found)


@pytest.mark.parametrize("number", [1, 3])
def test_asking_for_news_and_the_desk_ask_as_many_questions_for_three(number, django_assert_max_num_queries):
    gabon = focal_point("GA")
    for _one in range(number):
        ProposalFactory(state=State.OPEN, submitted_at=ago(90), opened_at=ago(80))

    with django_assert_max_num_queries(9):
        assert len(queries.for_person(gabon)) == number
