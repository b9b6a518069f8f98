"""Clocks: who has the next step and until when, offers until a second, news of what is silent, what is left lying."""

import datetime
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.accounts.groups import HEAD_OF_SECRETARIAT
from apps.common.models import Holiday
from apps.common.office_settings import decide
from apps.common.working_days import overdue_in_words
from apps.lab import notifications, queries, services
from apps.lab.models import Offer, Proposal
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import NoNewsNow, OffersOver, OfferState, State
from apps.notifications.models import Notice, OutboxMail
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
KINDS_WITH_A_DATE = ("technical", "financial")


def at(month, day, hour=10, minute=0, second=0):
    return datetime.datetime(2026, month, day, hour, minute, second, tzinfo=BRUSSELS)


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def told(message):
    mails = OutboxMail.objects.filter(message=message).values_list("recipient__email", flat=True)
    notices = Notice.objects.filter(message=message).values_list("recipient__email", flat=True)
    assert set(mails) <= set(notices)
    return sorted(notices)


def an_offer(**changes):
    words = {"partner": PartnerFactory(code="CH"), "kind": "funding", "text": "Money", "language": "en"}
    return words | {"form_key": uuid.uuid4()} | changes


@pytest.mark.parametrize("kind", ["project", "technical", "financial", "partners", "suggestion"])
def test_requests_for_assistance_take_offers_for_two_months_until_six_in_brussels(kind):
    proposal, office = ProposalFactory(state=State.SUBMITTED, kind=kind), secretariat_member()

    with time_machine.travel(at(9, 15, 23, 30), tick=False):
        published = services.publish(proposal, by=office)

    assert published.offers_until == (at(11, 15, 18) if kind in KINDS_WITH_A_DATE else None)


@pytest.mark.parametrize(("months", "until"), [(1, at(2, 28, 18)), (2, at(3, 31, 18)), (11, at(12, 31, 18))])
def test_the_office_decides_how_many_months_and_short_months_end_earlier(months, until):
    proposal, office = ProposalFactory(state=State.SUBMITTED), secretariat_member()
    decide("lab.offers_within", months, by=office)

    with time_machine.travel(at(1, 31), tick=False):
        assert services.publish(proposal, by=office).offers_until == until


def test_the_office_sets_another_date_as_it_publishes_but_not_for_other_kinds():
    office = secretariat_member()
    until = timezone.now() + datetime.timedelta(days=9)

    request, project = (ProposalFactory(state=State.SUBMITTED, kind=kind) for kind in ("financial", "project"))

    assert services.publish(request, by=office, offers_until=until).offers_until == until
    assert services.publish(project, by=office, offers_until=until).offers_until is None


@pytest.mark.parametrize(
    ("moment", "is_taken"),
    [(at(11, 15, 17, 59, 59), True), (at(11, 15, 18), False), (at(11, 15, 18, 0, 1), False)],
)
def test_offers_end_to_the_second(moment, is_taken):
    proposal, swiss = ProposalFactory(state=State.OPEN, offers_until=at(11, 15, 18)), focal_point("CH")

    with time_machine.travel(moment, tick=False):
        assert proposal.takes_offers is is_taken
        if is_taken:
            services.offer_support(proposal, by=swiss, **an_offer())
        else:
            with pytest.raises(OffersOver):
                services.offer_support(proposal, by=swiss, **an_offer())

    assert Offer.objects.count() == is_taken


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_offer_sent_a_second_too_late_comes_back_with_every_word(client, language):
    proposal, swiss = ProposalFactory(state=State.OPEN, offers_until=at(11, 15, 18)), focal_point("CH")
    client.force_login(swiss)
    typed = {
        "kind": "funding", "text": "Tout <b>notre</b> appui 🌍 \u202eabc", "conditions": "Sous réserve",
        "contact": "Zoé", "starts_on": "2026-12-01", "form_key": str(uuid.uuid4()),
    }  # fmt: skip
    with override(language):
        page = reverse("lab:offer", args=[proposal.reference])

    with time_machine.travel(at(11, 15, 18), tick=False):
        response = client.post(page, typed)

    content = response.content.decode()
    assert response.status_code == 409
    assert response.context["form"].non_field_errors()
    for word in ("Tout &lt;b&gt;notre&lt;/b&gt; appui 🌍 \u202eabc", "Sous réserve", "Zoé", "2026-12-01"):
        assert word in content
    assert not Offer.objects.exists()


def test_the_form_of_an_offer_is_not_shown_when_the_moment_has_passed(client):
    proposal = ProposalFactory(state=State.OPEN, offers_until=ago(1))
    client.force_login(focal_point("CH"))

    response = client.get(reverse("lab:offer", args=[proposal.reference]), follow=True)

    content = response.content.decode()
    assert response.redirect_chain[-1][0] == proposal.get_absolute_url()
    assert "That moment has passed." in content
    assert reverse("lab:offer", args=[proposal.reference]) not in content


def test_an_offer_made_in_time_is_still_answered_afterwards():
    offer = OfferFactory(proposal__offers_until=ago(1))

    assert services.accept_offer(offer, by=focal_point("GA")).state == OfferState.ACCEPTED


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_sets_the_date_through_the_page(client, who):
    proposal, person = ProposalFactory(state=State.OPEN), CAST[who]()
    day = timezone.localdate() + datetime.timedelta(days=40)
    if who != "visitor":
        client.force_login(person)

    response = client.post(reverse("lab:date", args=[proposal.reference]), {"day": day.isoformat()})

    proposal.refresh_from_db()
    is_set = who in ("own head", "own alternate", "secretariat")
    assert (proposal.offers_until is not None) is is_set
    if is_set:
        there = timezone.localtime(proposal.offers_until)
        assert (response.status_code, there.date(), there.hour) == (302, day, 18)
        line = proposal.lines.get()
        assert (line.step, line.audience, line.partner_id is None) == ("date", "seats", who == "secretariat")
        assert person.email not in line.note
    elif who != "visitor":
        assert response.status_code == (403 if person.has_perm("lab.view_proposal", proposal) else 404)


@pytest.mark.parametrize("day", ["", "yesterday", "2020-01-01", "9999-12-31", "<b>", "2026-13-45"])
def test_days_that_make_no_sense_come_back_as_typed(client, day):
    proposal = ProposalFactory(state=State.OPEN)
    client.force_login(focal_point("GA"))

    response = client.post(reverse("lab:date", args=[proposal.reference]), {"day": day})

    assert response.status_code == 422
    assert response.context["date_form"].errors
    proposal.refresh_from_db()
    assert proposal.offers_until is None


def test_today_is_a_day_until_six():
    proposal, gabon = ProposalFactory(state=State.OPEN), focal_point("GA")
    with time_machine.travel(at(11, 16, 17, 59), tick=False):
        assert services.set_offers_until(proposal, by=gabon, until=at(11, 16, 18)).offers_until == at(11, 16, 18)
    with time_machine.travel(at(11, 16, 18), tick=False), pytest.raises(services.NotInFuture):
        services.set_offers_until(proposal, by=gabon, until=at(11, 16, 18))


def test_a_moment_that_comes_while_the_form_is_on_its_way_is_told_at_its_field(client, monkeypatch):
    proposal, day = ProposalFactory(state=State.OPEN), timezone.localdate() + datetime.timedelta(days=2)
    client.force_login(focal_point("GA"))

    def comes_too_late(*args, **kwargs):
        raise services.NotInFuture

    monkeypatch.setattr(services, "set_offers_until", comes_too_late)
    response = client.post(reverse("lab:date", args=[proposal.reference]), {"day": day.isoformat()})

    assert response.status_code == 422
    assert list(response.context["date_form"].errors) == ["day"]
    assert f'value="{day.isoformat()}"' in response.content.decode()


def test_the_date_in_the_timeline_is_worded_for_its_reader():
    proposal, french, until = ProposalFactory(state=State.OPEN), focal_point("GA", language="fr"), at(12, 15, 18)
    with time_machine.travel(at(11, 16), tick=False):
        services.set_offers_until(proposal, by=french, until=until)
    proposal.lines.create(step="date", to_state=State.OPEN, note="15 December, as was written once", audience="seats")

    told = {}
    for language in ("en", "fr"):
        with override(language):
            line, former = proposal.timeline_for(focal_point("CH"))
            told[language] = (line.note.replace("\N{NO-BREAK SPACE}", " "), line.note_lang)
            assert former.note == "15 December, as was written once"
    assert told["en"] == ("15 December 2026, 18:00 (Brussels)", "")
    assert told["fr"][0].startswith("15 décembre 2026")


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("kind", ["technical", "project"])
def test_a_date_is_set_while_a_request_is_open_only(state, kind):
    proposal, until = ProposalFactory(state=state, kind=kind), timezone.now() + datetime.timedelta(days=3)
    if state in (State.OPEN, State.UNDER_WAY) and kind == "technical":
        assert services.set_offers_until(proposal, by=focal_point("GA"), until=until).offers_until == until
    else:
        with pytest.raises(NoNewsNow):
            services.set_offers_until(proposal, by=focal_point("GA"), until=until)


def head_of_secretariat(email="head@example.org"):
    user = secretariat_member(email=email)
    user.groups.add(Group.objects.get_or_create(name=HEAD_OF_SECRETARIAT)[0])
    return user


def test_what_is_left_lying_is_told_to_the_head_of_the_secretariat_after_three_more_working_days():
    secretariat_member(email="member@example.org")
    head_of_secretariat()
    ProposalFactory(state=State.SUBMITTED, submitted_at=at(11, 2))

    assert services.escalate(at(11, 12, 9, 59)) == 0
    assert (services.escalate(at(11, 12)), services.escalate(at(11, 13))) == (1, 0)
    assert told("lab.look_escalated") == ["head@example.org"]


def test_without_a_head_the_whole_secretariat_is_told_and_only_members_head_it():
    secretariat_member(email="member@example.org")
    focal_point("GA").groups.add(Group.objects.get_or_create(name=HEAD_OF_SECRETARIAT)[0])
    ProposalFactory(state=State.SUBMITTED, submitted_at=ago(30))
    ProposalFactory(state=State.RETURNED, submitted_at=ago(30))

    services.escalate()

    assert told("lab.look_escalated") == ["member@example.org"]


def test_holidays_and_the_settings_move_the_escalation():
    office = head_of_secretariat()
    ProposalFactory(state=State.SUBMITTED, submitted_at=at(11, 2))
    Holiday.objects.create(day=datetime.date(2026, 11, 4), name="Holiday")
    assert services.escalate(at(11, 12)) == 0
    decide("lab.escalate_after", 2, by=office)
    assert services.escalate(at(11, 12)) == 1


@pytest.mark.parametrize(
    ("now", "words"),
    [(at(11, 9), ""), (at(11, 9, 10, 0, 1), "overdue"), (at(11, 10), "1 working day overdue"),
     (at(11, 16), "5 working days overdue")],
)  # fmt: skip
def test_overdue_is_said_in_the_same_words_everywhere(client, now, words):
    proposal = ProposalFactory(state=State.SUBMITTED, submitted_at=at(11, 2), author=focal_point("GA"))
    office, gabon = secretariat_member(), focal_point("GA")
    returned = ProposalFactory(state=State.RETURNED, returned_at=at(10, 26), partner=PartnerFactory(code="ML"))
    offer = OfferFactory(proposal=ProposalFactory(state=State.OPEN, author=gabon))

    with time_machine.travel(now, tick=False):
        assert overdue_in_words(at(11, 9)) == words
        assert queries.next_step(proposal, gabon).overdue == words
        assert overdue_in_words(queries.for_office(office)[0].due) == words
        for url in (proposal.get_absolute_url(), reverse("lab:ours")):
            client.force_login(gabon)
            content = client.get(url).content.decode()
            assert "The secretariat" in content
            assert words in content
            assert bool(words) is ("overdue" in content)
        client.force_login(office)
        assert words in client.get(reverse("admin:index")).content.decode()
        client.force_login(focal_point("ML"))
        assert queries.next_step(returned, gabon).due == at(11, 9)
        dashboard = client.get(reverse("pages:dashboard")).content.decode()
        assert not words or f">{words}</span>" in dashboard
        for told in (digest_of(proposal), recalled(offer)):
            assert not words or words in told.lower()


def digest_of(proposal):
    message = notifications.LookRecalled(proposal, stage="after", due=at(11, 9).isoformat())
    return message.told_in_digest(secretariat_member())["text"]


def recalled(offer):
    message = notifications.AnswerRecalled(offer, stage="after", due=at(11, 9).isoformat())
    return message.compose(offer.proposal.author)["text"]


def test_every_open_thing_of_a_seat_names_its_holder_and_date():
    gabon, day = focal_point("GA"), at(11, 2)
    facts = {"submitted_at": day, "opened_at": day, "started_at": day}
    made = {
        "draft": ProposalFactory(),
        "returned": ProposalFactory(state=State.RETURNED, returned_at=day),
        "submitted": ProposalFactory(state=State.SUBMITTED, submitted_at=day),
        "asked": ProposalFactory(state=State.SUBMITTED, submitted_at=day, question_at=at(11, 3)),
        "open": ProposalFactory(state=State.OPEN, offers_until=at(12, 15, 18)),
        "over": ProposalFactory(state=State.OPEN, opened_at=day, offers_until=at(11, 3, 18)),
        "project": ProposalFactory(state=State.OPEN, opened_at=day, kind="project"),
        "silent": ProposalFactory(state=State.OPEN, opened_at=at(7, 2), kind="partners"),
        "suggestion": ProposalFactory(state=State.OPEN, opened_at=day, kind="suggestion", addressee="chair"),
        "waiting": OfferFactory(proposal__offers_until=at(12, 15, 18), made_at=day).proposal,
        "accepted": OfferFactory(proposal__opened_at=day, state=OfferState.ACCEPTED).proposal,
        "under way": ProposalFactory(state=State.UNDER_WAY, **facts),
        "concluded": ProposalFactory(state=State.CONCLUDED),
        "withdrawn": ProposalFactory(state=State.WITHDRAWN),
    }
    Proposal.objects.update(updated_at=day)
    with time_machine.travel(at(11, 4), tick=False):
        rows = queries.with_last_news(queries.with_turn(Proposal.objects.of_seats(gabon)))
        lines = {one.pk: queries.clock_line(one, gabon) for one in rows.select_related("partner")}
        assert {name: lines[one.pk].replace("\N{NO-BREAK SPACE}", " ") for name, one in made.items()} == {
            "draft": "Next step: Country GA · until 2 December 2026, 10:00 (Brussels)",
            "returned": "Next step: Country GA · until 16 November 2026, 10:00 (Brussels)",
            "submitted": "Next step: The secretariat · until 9 November 2026, 10:00 (Brussels)",
            "open": "Next step: All other partners · until 15 December 2026, 18:00 (Brussels)",
            "asked": "Next step: Country GA · until 10 November 2026, 10:00 (Brussels)",
            "over": "Next step: Country GA · until 2 January 2027, 18:00 (Brussels)",
            "project": "Next step: All other partners · until 1 January 2027, 10:00 (Brussels)",
            "silent": "Next step: Country GA · until 31 August 2026, 10:00 (Brussels) · 47 working days overdue",
            "suggestion": "Next step: The chair · until 16 November 2026, 10:00 (Brussels)",
            "accepted": "Next step: Country GA · until 1 January 2027, 10:00 (Brussels)",
            "waiting": "Next step: Country GA · until 1 January 2027, 10:00 (Brussels)",
            "under way": "Next step: Country GA · until 1 January 2027, 10:00 (Brussels)",
            "concluded": "",
            "withdrawn": "",
        }


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", State.values)
def test_list_of_the_seat_can_be_drawn_in_every_state(client, state, language):
    proposal = ProposalFactory(state=state)
    OfferFactory(proposal=proposal)
    client.force_login(focal_point("GA"))

    with override(language):
        assert client.get(reverse("lab:ours")).status_code == 200
