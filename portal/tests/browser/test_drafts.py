"""What is typed into a draft keeps itself: a closed tab, a lost line, an ended session and a colleague cost no word."""

import pytest
from django.conf import settings
from django.urls import reverse

from apps.lab.models import AsideText, Proposal
from apps.partners.tests.factories import focal_point

from .stage import GABON, Stage
from .visitor import OpenVisitor, Visitor

pytestmark = pytest.mark.browser
# The page keeps itself every ten seconds, by its own clock.
TICK = 10_000
COLLEAGUE = "alternate.ga@example.org"


def write(visitor: Visitor, address: str) -> Visitor:
    """Open a form whose clock the test can put forward."""
    visitor.page.clock.install()
    return visitor.go(address)


def wait_for(visitor: Visitor, words: str = "", *, without: str | None = None) -> None:
    """Let ten seconds pass, until the page says this of its keeping and no longer says that."""
    visitor.page.clock.fast_forward(TICK)
    visitor.page.locator("[data-told]", has_text=words).filter(has_not_text=without).wait_for()


def draft_address(stage: Stage) -> str:
    """The form of Gabon's draft."""
    return reverse("lab:edit", args=[stage.references["draft"]])


def kept(stage: Stage) -> Proposal:
    """Gabon's draft as it stands."""
    return Proposal.objects.get(reference=stage.references["draft"])


def test_words_are_there_again_after_the_tab_was_closed(open_visitor: OpenVisitor, stage: Stage):
    visitor = write(open_visitor(GABON), reverse("lab:new"))
    asked: list[str] = []
    visitor.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    visitor.page.fill("[name=summary]", "Deux camions, dix apprentis.")
    wait_for(visitor, "Saved at")
    assert visitor.page.locator("[data-told]").get_attribute("aria-live") == "polite"
    proposal = Proposal.objects.get(summary_en="Deux camions, dix apprentis.")
    assert visitor.path == reverse("lab:edit", args=[proposal.reference])
    visitor.page.fill("[name=title]", "Des camions")
    context = visitor.page.context
    visitor.page.close(run_before_unload=False)

    again = Visitor(context.new_page(), visitor.base).go(reverse("lab:edit", args=[proposal.reference]))
    again.page.wait_for_timeout(500)
    again.go(reverse("lab:edit", args=[proposal.reference]))
    assert again.page.input_value("[name=summary]") == "Deux camions, dix apprentis."
    assert again.page.input_value("[name=title]") == "Des camions"
    assert Proposal.objects.filter(pk=proposal.pk).count() == 1
    assert visitor.faults == again.faults == []


def test_what_is_kept_is_left_without_a_question_and_saved_once(open_visitor: OpenVisitor, stage: Stage):
    visitor = write(open_visitor(GABON), draft_address(stage))
    asked: list[str] = []
    visitor.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    visitor.page.locator("[name=summary]").press_sequentially(" Encore.")
    wait_for(visitor, "Saved at")
    version = kept(stage).version

    sent: list[str] = []
    visitor.page.on("request", lambda request: sent.append(request.url))
    visitor.page.clock.fast_forward(TICK)
    visitor.page.wait_for_timeout(300)
    assert sent == []
    assert kept(stage).version == version
    visitor.page.locator("a.brand").click()
    visitor.page.wait_for_url(f"**{reverse('pages:home')}")
    assert asked == []


def test_what_is_wrong_is_told_asked_about_and_kept_once_it_is_right(open_visitor: OpenVisitor, stage: Stage):
    visitor = write(open_visitor(GABON), draft_address(stage))
    visitor.page.locator("details", has=visitor.page.locator("[name=budget]")).locator("summary").click()
    visitor.page.select_option("[name=currency]", "EUR")
    visitor.page.fill("[name=budget]", "beaucoup")
    visitor.page.fill("[name=summary]", "Avec un budget.")
    wait_for(visitor, "Budget")
    assert (kept(stage).summary_fr, kept(stage).budget) == ("Avec un budget.", None)
    visitor.page.fill("[name=budget]", "12 000")
    wait_for(visitor, without="Budget")
    assert (kept(stage).budget, kept(stage).currency) == (12_000, "EUR")


def test_lost_line_is_told_and_the_words_are_sent_again(open_visitor: OpenVisitor, stage: Stage):
    visitor = write(open_visitor(GABON), draft_address(stage))
    visitor.page.context.set_offline(True)
    visitor.page.fill("[name=summary]", "Hors ligne.")
    wait_for(visitor, "the line is lost")
    assert visitor.page.input_value("[name=summary]") == "Hors ligne."
    visitor.page.context.set_offline(False)
    wait_for(visitor, "Saved at")
    assert kept(stage).summary_fr == "Hors ligne."


def test_ended_session_is_told_and_the_button_keeps_the_words(open_visitor: OpenVisitor, stage: Stage):
    visitor = write(open_visitor(GABON), draft_address(stage))
    visitor.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visitor.page.fill("[name=summary]", "Après la session.")
    wait_for(visitor, "you are signed out")
    assert kept(stage).summary_fr != "Après la session."
    visitor.follow(visitor.page.locator("button[name=save]"))
    visitor.sign_in(GABON, "Sign in")
    visitor.press("Continue with my words")
    assert kept(stage).summary_fr == "Après la session."


def test_two_people_in_one_draft_lose_nothing(open_visitor: OpenVisitor, stage: Stage):
    focal_point("GA", "alternate", email=COLLEAGUE)
    first, second = (write(open_visitor(who), draft_address(stage)) for who in (GABON, COLLEAGUE))
    first.page.fill("[name=summary]", "Les mots de la première.")
    wait_for(first, "Saved at")
    second.page.fill("[name=summary]", "Les mots du second.")
    wait_for(second, "put aside")
    assert kept(stage).summary_fr == "Les mots de la première."

    second.page.once("dialog", lambda dialog: dialog.accept())
    second.follow(second.page.get_by_role("link", name="See both versions"))
    both = second.page.locator("main").inner_text()
    assert "Les mots de la première." in both
    assert "Les mots du second." in both
    assert second.violations() == []
    second.follow(second.page.locator("button[name=save]"))
    assert kept(stage).summary_fr == "Les mots du second."
    assert not AsideText.objects.exists()

    third = open_visitor(COLLEAGUE).go(draft_address(stage))
    assert third.page.locator("[data-others]").inner_text().endswith("has this draft open too.")
    assert third.faults == []
