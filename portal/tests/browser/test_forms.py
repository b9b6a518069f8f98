"""What people type is never lost and never written twice, and a keyboard is enough for all of it."""

import pytest
from django.conf import settings
from django.urls import reverse

from apps.accounts.tests.factories import PASSWORD
from apps.lab.models import Proposal

from .stage import GABON, Stage
from .visitor import OpenVisitor, Visitor

pytestmark = pytest.mark.browser

TITLE, SUMMARY = "Une école de soudure – « ateliers » mobiles", "Deux camions.\nDix apprentis, ça commence en mai."


def tab_to(visitor: Visitor, selector: str, *, most: int = 60) -> None:
    """Press Tab until the element has the focus."""
    wanted = visitor.page.locator(selector).first
    for _press in range(most):
        visitor.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by {most} presses of Tab on {visitor.path}")


def fill_in(visitor: Visitor) -> None:
    """The words of a draft, in the form of a new proposal."""
    visitor.page.check("[name=language][value=fr]")
    visitor.page.fill("[name=title]", TITLE)
    visitor.page.fill("[name=summary]", SUMMARY)


def test_a_keyboard_is_enough_to_sign_in_and_write(open_visitor: OpenVisitor, stage: Stage):
    """The skip link comes first and leads past the header; what has the focus can be seen."""
    visitor = open_visitor().go(reverse("account_login"))
    keyboard = visitor.page.keyboard
    keyboard.press("Tab")
    skip = visitor.page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    keyboard.press("Enter")
    tab_to(visitor, "[name=login]", most=3)
    keyboard.type(GABON)
    tab_to(visitor, "[name=password]", most=2)
    keyboard.type(PASSWORD)
    with visitor.page.expect_navigation():
        keyboard.press("Enter")
    assert visitor.path == reverse("pages:dashboard")

    visitor.go(reverse("lab:new"))
    tab_to(visitor, "[name=title]")
    outline = visitor.page.locator("[name=title]").evaluate("field => getComputedStyle(field).outlineStyle")
    assert outline != "none"
    keyboard.type(TITLE)
    tab_to(visitor, "button[name=save]")
    with visitor.page.expect_navigation():
        keyboard.press("Enter")
    assert Proposal.objects.filter(title_en=TITLE, state="draft").count() == 1
    assert visitor.faults == []


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_menu_of_the_phone_opens_and_closes_by_keyboard(open_visitor: OpenVisitor, javascript: bool):
    visitor = open_visitor(javascript=javascript, width=360).go(reverse("pages:home"))
    assert not visitor.page.locator(".site-nav").is_visible()
    entry = visitor.page.locator(".menu__list a").first
    assert not entry.is_visible()
    tab_to(visitor, ".menu summary", most=6)
    visitor.page.keyboard.press("Enter")
    tab_to(visitor, ".menu__list a", most=1)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert visitor.path == reverse("activities:list")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_what_was_typed_survives_an_error(open_visitor: OpenVisitor, stage: Stage, javascript: bool):
    """Each line of the summary of errors leads to its field, and with scripts the reader begins there."""
    visitor = open_visitor(GABON, javascript=javascript).go(reverse("lab:new"))
    fill_in(visitor)
    visitor.page.fill("[name=title]", "")
    visitor.page.locator("details", has=visitor.page.locator("[name=context]")).locator("summary").click()
    visitor.page.fill("[name=context]", "Rien n’est perdu.")
    visitor.follow(visitor.page.locator("button[name=send]"))
    assert visitor.page.input_value("[name=summary]") == SUMMARY
    assert visitor.page.input_value("[name=context]") == "Rien n’est perdu."
    assert visitor.page.is_checked("[name=language][value=fr]")
    summary = visitor.page.locator(".error-summary")
    if javascript:
        assert summary.evaluate("element => element === document.activeElement")
    summary.get_by_role("link").first.click()
    assert visitor.page.locator("[name=title]").evaluate("field => field === document.activeElement")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_double_click_makes_one_proposal(open_visitor: OpenVisitor, stage: Stage, javascript: bool):
    """The script sends a form once; without it the key in the form does the same on the server."""
    visitor = open_visitor(GABON, javascript=javascript).go(reverse("lab:new"))
    fill_in(visitor)
    visitor.page.locator("button[name=save]").dblclick(no_wait_after=True)
    visitor.page.wait_for_url(lambda url: not url.endswith(reverse("lab:new")))
    visitor.page.wait_for_load_state()
    assert Proposal.objects.filter(title_fr=TITLE).count() == 1
    assert visitor.page.locator("h1").inner_text().startswith("Une école de soudure")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_second_of_two_tabs_sees_both_texts(open_visitor: OpenVisitor, stage: Stage, javascript: bool):
    address = reverse("lab:edit", args=[stage.references["draft"]])
    first, second = (open_visitor(GABON, javascript=javascript).go(address) for _tab in range(2))
    for visitor, text in ((first, "Le texte du premier onglet."), (second, "Le texte du second onglet.")):
        visitor.page.fill("[name=summary]", text)
        visitor.follow(visitor.page.locator("button[name=save]"))
    both = second.page.locator("main").inner_text()
    assert "Le texte du premier onglet." in both
    assert "Le texte du second onglet." in both
    second.follow(second.page.locator("button[name=save]"))
    assert Proposal.objects.get(reference=stage.references["draft"]).summary_fr == "Le texte du second onglet."


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_words_outlive_the_session(open_visitor: OpenVisitor, stage: Stage, javascript: bool):
    visitor = open_visitor(GABON, javascript=javascript).go(reverse("lab:new"))
    fill_in(visitor)
    visitor.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    visitor.follow(visitor.page.locator("button[name=save]"))
    visitor.sign_in(GABON, "Sign in")
    visitor.press("Continue with my words")
    assert Proposal.objects.get(title_fr=TITLE).summary_fr == SUMMARY


def test_leaving_typed_words_behind_is_asked_about(open_visitor: OpenVisitor, stage: Stage):
    visitor = open_visitor(GABON).go(reverse("lab:new"))
    visitor.page.locator("[name=title]").press_sequentially("Un titre")
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    visitor.page.on("dialog", stay)
    visitor.page.locator("a.brand").click()
    visitor.page.wait_for_url(f"**{reverse('pages:home')}")
    assert asked == ["beforeunload"]
