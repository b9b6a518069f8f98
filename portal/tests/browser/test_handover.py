"""A focal point leaves with a draft and a deadline open: the successor is invited, enters, and finds both."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from apps.accounts.tests.factories import PASSWORD
from apps.lab.models import Proposal
from apps.notifications.delivery import deliver_due
from apps.notifications.tests.links import link_in
from apps.partners.models import Mandate

from .stage import GABON, SWITZERLAND, Stage
from .test_journey import words
from .visitor import OpenVisitor, Visitor

pytestmark = pytest.mark.browser

NEW = "nouvelle@example.org"
NOTE = "Le jumelage attend une réponse ; voir avec le cabinet."


def at(name: str, *args: object) -> str:
    """The address of that page in French."""
    with override("fr"):
        return reverse(name, args=args)


def say(english: str) -> str:
    """The words of the interface in French."""
    return words(english, "fr")


def mailed(address: str) -> list[mail.EmailMessage]:
    """What this address received since the last look."""
    deliver_due()
    received = [message for message in mail.outbox if message.to == [address]]
    mail.outbox.clear()
    return received


def hand_over(visitor: Visitor) -> None:
    """The head names somebody new and is outside at once."""
    visitor.go(at("pages:dashboard"))
    visitor.sign_in(GABON, say("Sign in"))
    visitor.go(at("seats:seat"))
    form = at("seats:hand_over", Mandate.objects.get(user__email=GABON).pk)
    visitor.follow(visitor.page.locator(f"main a[href='{form}']"))
    visitor.page.check("[name=to][value=invite]")
    visitor.page.fill("[name=address]", NEW)
    visitor.page.fill("[name=name]", "Nouvelle Venue")
    visitor.page.select_option("[name=language]", "fr")
    visitor.page.fill("[name=note]", NOTE)
    visitor.press(say("Hand over now"))


def enter(visitor: Visitor, link: str) -> None:
    """The successor follows the link, accepts, and chooses a password."""
    visitor.go(re.sub(r"^https?://[^/]+", "", link))
    assert not Mandate.objects.filter(user__email=NEW).exists()
    visitor.press(say("Accept the invitation"))
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.page.fill("[name=again]", PASSWORD)
    visitor.press(say("Set the password and enter"))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_seat_survives_its_person(open_visitor: OpenVisitor, stage: Stage, javascript: bool):
    leaver, successor = (open_visitor(javascript=javascript) for _person in range(2))
    draft = Proposal.objects.get(reference=stage.references["draft"])
    submitted = Proposal.objects.get(reference=stage.references["submitted"])
    mailed(GABON)

    hand_over(leaver)

    assert leaver.path == at("seats:left")
    leaver.go(at("pages:dashboard"))
    assert "login" in leaver.path
    assert not Mandate.objects.standing().filter(partner__code="GA").exists()
    (invitation,) = mailed(NEW)
    enter(successor, link_in(invitation))

    assert successor.path == at("seats:welcome")
    (told,) = mailed(NEW)
    assert NOTE in told.body
    assert draft.title_fr in told.body
    successor.go(at("seats:handover"))
    assert successor.reads(NOTE)
    for proposal in (draft, submitted):
        assert successor.page.locator("main").get_by_text(proposal.title_fr).count() == 1
    row = successor.page.locator("main .row", has_text=submitted.title_fr)
    with override("fr"):
        assert submitted.get_state_display() in row.inner_text()
    assert "avant" in row.inner_text()
    successor.go(at("lab:edit", draft.reference))
    successor.page.fill("[name=summary]", "Repris par la personne qui prend la suite.")
    successor.press(say("Save the draft"))
    draft.refresh_from_db()
    assert draft.summary_fr == "Repris par la personne qui prend la suite."
    assert draft.author.email == GABON
    assert mailed(GABON) == []
    assert leaver.faults + successor.faults == []


def test_no_other_seat_sees_or_hands_over_this_one(open_visitor: OpenVisitor, stage: Stage):
    swiss = open_visitor(SWITZERLAND)

    swiss.go(at("seats:seat"))

    assert swiss.page.locator("main").get_by_text("Head GA").count() == 0
    swiss.go(at("seats:hand_over", Mandate.objects.get(user__email=GABON).pk), status=404)
