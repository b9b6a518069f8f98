"""The main job from end to end: an activity is read, an idea is written, published, answered, and two seats meet."""

import datetime
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override, pgettext

from apps.activities.models import Activity
from apps.framework.models import Objective
from apps.lab.models import Offer, Proposal
from apps.notifications.delivery import deliver_due
from apps.notifications.digests import queue_due
from apps.notifications.models import OutboxMail

from .stage import GABON, MALI, NOTE, OBJECTIVE, OFFICE, SPEAKS, SWEDEN, SWITZERLAND, Stage
from .visitor import OpenVisitor, Visitor

pytestmark = pytest.mark.browser

ACTIVITY = "voluntary-return-reintegration-yaounde-2023"
TITLE = "Former des médiatrices et médiateurs dans les ports de pêche"
TEXTS = {
    "title": TITLE,
    "summary": "Des jeunes partent mal informés.\n\nDouze médiateurs les informeront dans trois ports.",
    "context": "Une association fait déjà ce travail à Port-Gentil.",
    "expected_results": "Douze personnes formées, trois permanences ouvertes.",
    "support_sought": "Une formation de deux semaines et des supports en français.",
}

OUTCOME = "Douze personnes sont formées\N{NARROW NO-BREAK SPACE}; trois permanences sont ouvertes."
PHONE = 360


def words(english: str, language: str) -> str:
    """What a button or heading says in that language."""
    with override(language):
        return gettext(english)


def address(name: str, language: str, *args: str) -> str:
    """The address of that page in that language."""
    with override(language):
        return reverse(name, args=args)


def mails_by_person() -> dict[str, str]:
    """Who was mailed since the last look, and the language of each mail; nobody is mailed twice."""
    deliver_due()
    assert not OutboxMail.objects.exclude(status=OutboxMail.Status.SENT).exists()
    received = [(message.to, message.extra_headers["Content-Language"]) for message in mail.outbox]
    mail.outbox.clear()
    people = {to[0]: language for to, language in received}
    assert len(people) == len(received), received
    assert all(len(to) == 1 for to, _language in received)
    return people


def everybody(*addresses: str) -> dict[str, str]:
    """These people and the language that each of them reads."""
    return {address: SPEAKS[address] for address in addresses}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_activity_is_found_and_read_in_both_languages(open_visitor: OpenVisitor, language: str, javascript: bool):
    visitor = open_visitor(javascript=javascript)
    other = "fr" if language == "en" else "en"
    visitor.go(f"/{language}/")
    visitor.press(words("Activities", language), within=".site-nav")
    visitor.page.select_option("[name=year]", "2023")
    with override(language):
        visitor.press(pgettext("apply filters", "Show"))
    assert "year=2023" in visitor.path
    held = Activity.objects.published().filter(starts_on__year=2023).count()
    assert visitor.page.locator("main .rows a").count() == held

    switch = visitor.page.locator(f"a.language[hreflang={other}]")
    visitor.follow(switch)
    assert re.search(f"/{other}/.*year=2023", visitor.path)
    assert visitor.page.locator("main .rows a").count() == held
    assert visitor.page.locator("[name=year]").input_value() == "2023"

    visitor.follow(visitor.page.locator(f"main a[href='{address('activities:activity', other, ACTIVITY)}']").first)
    read_in_other = visitor.page.locator("h1").inner_text()
    visitor.follow(visitor.page.locator(f"a.language[hreflang={language}]"))
    assert visitor.path == address("activities:activity", language, ACTIVITY)
    assert visitor.page.locator("html").get_attribute("lang") == language
    assert visitor.page.locator("h1").inner_text() != read_in_other
    assert visitor.page.context.cookies() == []
    assert visitor.faults == []


class Journey:
    """The windows of the people who meet over one proposal, in one interface language, with or without scripts."""

    def __init__(self, open_visitor: OpenVisitor, language: str, *, javascript: bool) -> None:
        self.language = language
        self.gabon = open_visitor(javascript=javascript, width=PHONE, height=740)
        self.switzerland, self.office = (open_visitor(javascript=javascript) for _person in range(2))

    def say(self, english: str) -> str:
        """The words of the interface for this."""
        return words(english, self.language)

    def at(self, name: str, *args: str) -> str:
        """The address of that page in the language of the interface."""
        return address(name, self.language, *args)

    def sign_in(self, visitor: Visitor, who: str) -> None:
        """Ask for the dashboard, be asked who one is, and arrive there."""
        visitor.go(self.at("pages:dashboard"))
        visitor.sign_in(who, self.say("Sign in"))
        assert visitor.path == self.at("pages:dashboard")

    @property
    def proposal(self) -> Proposal:
        """The proposal as the database has it now."""
        return Proposal.objects.get(title_fr=TITLE)

    @property
    def page_of_proposal(self) -> str:
        """Its address."""
        return self.at("lab:proposal", self.proposal.reference)

    def write_a_draft(self) -> None:
        """Gabon begins with a part of the words, and finds them again later."""
        gabon = self.gabon
        self.sign_in(gabon, GABON)
        gabon.go(self.at("lab:list"))
        gabon.press(self.say("Write a proposal"))
        gabon.page.check("[name=language][value=fr]")
        gabon.page.check("[name=kind][value=technical]")
        for name in ("title", "summary"):
            gabon.page.fill(f"[name={name}]", TEXTS[name])
        gabon.press(self.say("Save the draft"))
        assert gabon.path == self.page_of_proposal
        assert mails_by_person() == {}

    def complete_and_send(self) -> None:
        """Gabon comes back from the dashboard, adds the rest, and sends it to the secretariat."""
        gabon = self.gabon
        gabon.go(self.at("pages:dashboard"))
        gabon.follow(gabon.page.locator(f"main a[href='{self.page_of_proposal}']").first)
        gabon.press(self.say("Continue writing"))
        assert gabon.page.input_value("[name=summary]") == TEXTS["summary"]
        folded = gabon.page.locator("main form details:not([open]) > summary")
        while folded.count():
            folded.first.click()
        for name, text in TEXTS.items():
            gabon.page.fill(f"[name={name}]", text)
        gabon.page.check(f"[name=objectives][value='{Objective.objects.get(**OBJECTIVE).pk}']")
        gabon.press(self.say("Send to the secretariat"))
        assert gabon.path == self.page_of_proposal
        assert self.proposal.state == "submitted"
        assert mails_by_person() == everybody(*OFFICE.values())

    def is_hidden_from_switzerland(self) -> bool:
        """Neither the list nor the dashboard nor its address shows it to another seat."""
        switzerland = self.switzerland
        seen = []
        for page in (self.at("lab:list"), self.at("lab:list") + "?q=m%C3%A9diatrices", self.at("pages:dashboard")):
            switzerland.go(page)
            seen.append(switzerland.page.locator("main").get_by_text(TITLE).count())
        switzerland.go(self.page_of_proposal, status=404)
        return not any(seen) and TITLE not in switzerland.page.content()

    def enter_the_office(self) -> None:
        """The secretariat asks for the office and is asked who it is, in the language of its browser."""
        self.office.go("/admin/")
        spoken = self.office.page.locator("html").get_attribute("lang")
        self.office.sign_in(OFFICE[self.language], words("Sign in", spoken))

    def open_from_the_queue(self) -> None:
        """The secretariat finds it in its queue and opens it."""
        self.office.go("/admin/")
        self.office.follow(self.office.page.locator(".office-queue tr", has_text=TITLE).get_by_role("link").first)
        assert TITLE in self.office.page.locator("#content").inner_text()

    def return_with_a_note(self) -> None:
        """The secretariat asks for completion; Gabon reads why, completes and sends it again."""
        self.open_from_the_queue()
        self.office.page.locator("form[action$='/step/return/'] textarea").fill(NOTE)
        self.office.press(self.say("Return for completion"))
        assert mails_by_person() == everybody(GABON)
        assert self.is_hidden_from_switzerland()
        self.gabon.go(self.at("pages:dashboard"))
        assert self.gabon.reads(NOTE)
        self.gabon.go(self.at("lab:edit", self.proposal.reference))
        self.gabon.page.fill("[name=context]", TEXTS["context"] + " Les villes sont Port-Gentil, Mayumba et Cocobeach.")
        self.gabon.press(self.say("Send to the secretariat"))
        assert mails_by_person() == everybody(*OFFICE.values())

    def publish(self) -> None:
        """The secretariat puts it before all seats by the button: its own seat hears at once, others in a digest."""
        self.open_from_the_queue()
        self.office.press(self.say("Publish to all focal points"))
        assert self.office.page.locator(".office-queue").get_by_text(TITLE).count() == 0
        assert mails_by_person() == everybody(GABON)
        queue_due(timezone.now() + datetime.timedelta(days=7))
        assert mails_by_person() == everybody(SWITZERLAND, MALI, SWEDEN)

    def offer(self) -> None:
        """Switzerland finds it in the list and offers support."""
        switzerland = self.switzerland
        switzerland.go(self.at("lab:list"))
        switzerland.follow(switzerland.page.locator("main .rows").get_by_role("link", name=TITLE))
        assert switzerland.reads("Douze médiateurs les informeront dans trois ports.")
        switzerland.press(self.say("Offer support"))
        switzerland.page.check("[name=kind][value=expertise]")
        switzerland.page.fill("[name=text]", "Two trainers for two weeks, in French.")
        switzerland.page.fill("[name=contact]", "Regina Muster, +41 58 000 00 00")
        switzerland.press(self.say("Make the offer"))
        assert switzerland.path.startswith(self.page_of_proposal)
        assert mails_by_person() == everybody(GABON)

    def accept(self) -> None:
        """Gabon hears of it, reads whom to speak to, accepts; both are introduced to each other by one mail each."""
        gabon = self.gabon
        gabon.go(self.at("pages:dashboard"))
        gabon.follow(gabon.page.locator("main .waiting", has_text=TITLE).get_by_role("link").first)
        assert gabon.reads("Two trainers for two weeks, in French.")
        assert gabon.reads("Regina Muster, +41 58 000 00 00")
        offer = gabon.page.locator(".offer", has_text="Two trainers")
        step = offer.locator("details", has_text=self.say("Accept, and be introduced"))
        if step.count():
            step.first.locator("summary").click()
        gabon.follow(offer.get_by_role("button", name=self.say("Accept, and be introduced")))
        assert Offer.objects.get(proposal=self.proposal).state == "accepted"
        assert all(GABON in message.body and SWITZERLAND in message.body for message in mail.outbox)
        assert mails_by_person() == everybody(GABON, SWITZERLAND)
        self.switzerland.go(self.page_of_proposal)
        with override(self.language):
            assert self.switzerland.reads(Offer.objects.get(proposal=self.proposal).get_state_display())

    def conclude(self) -> None:
        """Gabon begins the work and says in the end what came of it; its supporter hears, and reads it on the page."""
        self.gabon.go(self.page_of_proposal)
        self._take("start", "")
        assert mails_by_person() == everybody(SWITZERLAND)
        self._take("conclude", OUTCOME)
        assert self.proposal.state == "concluded"
        deliver_due()
        assert all(OUTCOME in message.body for message in mail.outbox)
        assert mails_by_person() == everybody(SWITZERLAND, *OFFICE.values())
        self.switzerland.go(self.page_of_proposal)
        assert self.switzerland.reads(OUTCOME)

    def _take(self, name: str, note: str) -> None:
        gabon = self.gabon
        form = gabon.page.locator(f"form[action$='{self.at('lab:step', self.proposal.reference, name)}']")
        fold = gabon.page.locator("details.step:not([open])", has=form)
        if fold.count():
            fold.locator("summary").click()
        if note:
            form.locator("[name=note]").fill(note)
        gabon.follow(form.get_by_role("button"))
        assert gabon.sideways(PHONE, 740) == []


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_idea_meets_an_answer(open_visitor: OpenVisitor, stage: Stage, language: str, javascript: bool):
    journey = Journey(open_visitor, language, javascript=javascript)
    journey.write_a_draft()
    journey.sign_in(journey.switzerland, SWITZERLAND)
    assert journey.is_hidden_from_switzerland()
    journey.complete_and_send()
    assert journey.is_hidden_from_switzerland()
    journey.enter_the_office()
    journey.return_with_a_note()
    journey.publish()
    journey.office.press(words("Sign out", language), within="#user-tools")
    journey.offer()
    journey.accept()
    journey.conclude()
    assert journey.gabon.faults + journey.switzerland.faults + journey.office.faults == []
