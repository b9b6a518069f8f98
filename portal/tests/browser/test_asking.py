"""Questions to all from end to end: asked of all seats, answered by five, closed, compiled, found in the library."""

import pytest
from django.utils.translation import override

from apps.accounts.models import User
from apps.documents.models import Document
from apps.lab.models import Answer, Query
from apps.partners.models import Partner
from apps.partners.queries import seats_asked
from apps.partners.tests.factories import focal_point

from .stage import GABON, MALI, SWEDEN, SWITZERLAND, Stage
from .test_journey import address, mails_by_person, words
from .visitor import OpenVisitor, Visitor

pytestmark = pytest.mark.browser

TITLE = "Enregistrement des naissances dans les consulats"
QUESTIONS = (
    "Vos consulats enregistrent-ils les naissances\N{NARROW NO-BREAK SPACE}?",
    "Combien l’an dernier\N{NARROW NO-BREAK SPACE}?",
)
ANSWERS = ("Oui, tous. 😀 <b>gras</b>", "Huit mille")
FIVE = (SWITZERLAND, MALI, SWEDEN, "head.sn@example.org", "head.ci@example.org")


class Asking:
    """The windows of the asker and of those who answer, in one interface language, with or without scripts."""

    def __init__(self, open_visitor: OpenVisitor, language: str, *, javascript: bool) -> None:
        self.language, self.javascript, self._open = language, javascript, open_visitor
        self.gabon = open_visitor(GABON, javascript=javascript)
        self.visitors = [self.gabon]

    def say(self, english: str) -> str:
        """The words of the interface for this."""
        return words(english, self.language)

    def at(self, name: str, *args: str) -> str:
        """The address of that page in the language of the interface."""
        return address(name, self.language, *args)

    @property
    def query(self) -> Query:
        """The query as the database has it now."""
        return Query.objects.get(title=TITLE)

    @property
    def page_of_query(self) -> str:
        """Its address."""
        return self.at("ask:query", self.query.reference)

    def ask(self) -> None:
        """Gabon writes two questions, leaves one row empty, sees whom it asks, and asks."""
        gabon = self.gabon
        gabon.go(self.at("lab:list"))
        gabon.press(self.say("Questions to all"))
        gabon.press(self.say("Ask all focal points"))
        gabon.page.fill("[name=title]", TITLE)
        gabon.page.check("[name=language][value=fr]")
        gabon.page.fill("[name=question_1]", QUESTIONS[0])
        gabon.page.fill("[name=question_3]", QUESTIONS[1])
        gabon.press(self.say("Save and preview"))
        seats = seats_asked().exclude(code="GA").count()
        with override(self.language):
            assert gabon.reads(str(Partner.objects.get(code="ML")))
        assert gabon.page.locator("[name=seats]").get_attribute("value") == str(seats)
        assert mails_by_person() == {}
        gabon.follow(gabon.page.locator("main form[action$='/'] button"))
        assert gabon.path == self.page_of_query
        assert [question.text for question in self.query.numbered] == list(QUESTIONS)
        assert set(mails_by_person()) == set(FIVE)

    def answer(self, who: str, is_kept: bool) -> None:
        """A seat goes from its dashboard to the form, answers, and reads what others answered."""
        visitor = self._open(who, javascript=self.javascript)
        self.visitors.append(visitor)
        visitor.go(self.at("pages:dashboard"))
        visitor.follow(visitor.page.locator("main .waiting", has_text=TITLE).get_by_role("link").first)
        visitor.press(self.say("Answer the questions"))
        visitor.page.fill("[name=answer_1]", f"{ANSWERS[0]} ({who})")
        visitor.page.fill("[name=answer_2]", f"{ANSWERS[1]} ({who})")
        if is_kept:
            visitor.page.check("[name=audience_2][value=asker]")
        visitor.press(self.say("Send the answers"))
        assert visitor.path == self.page_of_query
        assert visitor.reads(f"{ANSWERS[0]} ({who})")

    def close_and_compile(self) -> None:
        """Gabon closes before the hour and puts what was given to all into the library."""
        gabon = self.gabon
        gabon.go(f"{self.page_of_query}?by=country")
        assert gabon.page.locator("main article", has_text=ANSWERS[1]).count() == len(FIVE)
        self._take("close", self.say("Close the questions"))
        assert self.query.state == "closed"
        self._take("compile", self.say("Put the compilation into the library"))
        assert self.query.state == "compiled"

    def _take(self, name: str, button: str) -> None:
        form = self.gabon.page.locator(f"form[action$='{self.at('ask:step', self.query.reference, name)}']")
        fold = self.gabon.page.locator("details.step", has=form)
        if fold.count():
            fold.locator("summary").click()
        self.gabon.follow(form.get_by_role("button", name=button))

    def find_in_the_library(self, reader: Visitor) -> None:
        """Another seat finds the compilation in the library of the space, with a file in each language."""
        document = Document.objects.get(pk=self.query.compilation_id)
        reader.go(self.at("space_documents:list"))
        page = self.at("space_documents:document", document.slug)
        reader.follow(reader.page.locator(f"main a[href='{page}']").first)
        for language in ("en", "fr"):
            file = self.at("space_documents:file", document.slug, language)
            assert reader.page.locator(f"main a[href^='{file}']").count() > 0
        self.look(reader)

    def look(self, visitor: Visitor) -> None:
        """Let axe see this page; it waits for ever where no script runs."""
        if self.javascript:
            assert visitor.violations() == []


def seats_of_five(stage: Stage) -> None:
    """Two more seats have a focal point; everybody else's is vacant."""
    for code, address_of in (("SN", FIVE[3]), ("CI", FIVE[4])):
        if not User.objects.filter(email=address_of).exists():
            focal_point(code)


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("fr", False)], ids=["en-script", "fr-no-script"])
def test_all_are_asked_and_their_answers_become_a_document(
    open_visitor: OpenVisitor, stage: Stage, language: str, javascript: bool
):
    seats_of_five(stage)
    asking = Asking(open_visitor, language, javascript=javascript)
    asking.ask()
    for place, who in enumerate(FIVE):
        asking.answer(who, is_kept=place == 0)
    assert Answer.objects.for_all().count() == 2 * len(FIVE) - 1
    asking.gabon.go(asking.page_of_query)
    asking.look(asking.gabon)
    asking.close_and_compile()
    asking.find_in_the_library(asking.visitors[1])
    assert [fault for visitor in asking.visitors for fault in visitor.faults] == []
