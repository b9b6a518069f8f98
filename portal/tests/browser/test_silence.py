"""A text under silence from end to end: sixteen seats are asked, some speak, the hour comes, the chair confirms."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from apps.accounts.models import User
from apps.decisions import services
from apps.decisions.models import SilenceProcedure
from apps.decisions.tests.factories import SilenceProcedureFactory, let_expire
from apps.notifications.delivery import deliver_due
from apps.partners.models import Membership, Partner
from apps.partners.tests.factories import focal_point

from .stage import GABON, MALI, OFFICE, SPEAKS, SWITZERLAND, Stage
from .test_journey import address, mails_by_person, words
from .visitor import OpenVisitor, Visitor

pytestmark = pytest.mark.browser

SENEGAL, BURKINA_FASO = "head.sn@example.org", "head.bf@example.org"
TITLES = {"en": "Label for the school of welding", "fr": "Label pour l’école de soudure"}
TEXTS = {"en": "The label is granted.\n\nIt holds for two years.", "fr": "Le label est accordé.\n\nIl vaut deux ans."}
STATEMENT = "Le Sénégal s’en félicite et offre deux places."
REASONS = "Le deuxième paragraphe ne dit pas depuis quand."
NOTE = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"A telephone call."}
ANNEX = {"name": "annexe.txt", "mimeType": "text/plain", "buffer": b"Une annexe."}
SEATS = 16


def seat_the_committee() -> dict[str, str]:
    """Every seat of the committee has a focal point, every other one of whom reads French; returns who reads what."""
    sitting = Membership.objects.running(timezone.localdate()).order_by("partner__code")
    codes = list(sitting.values_list("partner__code", flat=True))
    for place, code in enumerate(codes):
        if not Partner.objects.get(code=code).mandates.exists():
            focal_point(code, language=("en", "fr")[place % 2])
    return dict(User.objects.filter(mandates__partner__code__in=codes).values_list("email", "language"))


class Silence:
    """The windows of the office and of the seats, in one interface language; those of seats with or without scripts."""

    def __init__(self, open_visitor: OpenVisitor, language: str, *, javascript: bool) -> None:
        self.language = language
        self.committee = seat_the_committee()
        self.office = open_visitor(OFFICE[language])
        self._open = lambda who="": open_visitor(who, javascript=javascript)
        self.visitors = [self.office]

    def window(self, who: str = "") -> Visitor:
        """A new window of this person, or of nobody."""
        self.visitors.append(self._open(who))
        return self.visitors[-1]

    def say(self, english: str) -> str:
        """The words of the interface for this."""
        return words(english, self.language)

    def at(self, name: str, *args: object) -> str:
        """The address of that page in the language of the interface."""
        return address(name, self.language, *args)

    @property
    def procedure(self) -> SilenceProcedure:
        """The procedure as the database has it now."""
        return SilenceProcedure.objects.get(title_fr=TITLES["fr"])

    @property
    def page(self) -> str:
        """Its address in the space."""
        return self.at("decisions:procedure", self.procedure.reference)

    def told(self, *but: str, office: bool = False) -> dict[str, str]:
        """The committee and the applicant with the language that each reads, and the office, without these people."""
        people = self.committee | {GABON: SPEAKS[GABON]}
        people |= {who: SPEAKS[who] for who in OFFICE.values() if office}
        return {who: language for who, language in people.items() if who not in but}

    def draft(self) -> None:
        """The secretariat writes the text in both languages on Gabon's request, with a paper, for everybody to read."""
        office = self.office.go(self.at("admin:decisions_silenceprocedure_add")).page
        for code in ("en", "fr"):
            office.fill(f"[name=title_{code}]", TITLES[code])
            office.fill(f"[name=text_{code}]", TEXTS[code])
        office.locator(".field-applicant .select2-selection").click()
        office.locator(".select2-search__field").last.fill("Gabon")
        office.locator(".select2-results__option", has_text="Gabon").first.click()
        office.select_option("[name=mark]", "public")
        office.select_option("[name=papers-0-language]", "fr")
        office.set_input_files("[name=papers-0-file]", ANNEX)
        self.office.follow(office.locator("#silenceprocedure_form [name=_save]").first)
        assert self.procedure.papers.get().display_name == "annexe.txt"
        assert mails_by_person() == {}

    def open_in_the_office(self) -> None:
        """The secretariat goes to the procedure's page."""
        self.office.go(self.at("admin:decisions_silenceprocedure_change", self.procedure.pk))

    def circulate(self, button: str) -> None:
        """The secretariat looks at the mail and at the seats, and circulates with the number of people it read."""
        self.open_in_the_office()
        self.office.press(self.say("Look at the mail and at who is asked"))
        assert self.office.page.locator(".office-names li").count() == SEATS
        assert self.office.page.locator("iframe").count() == len(TITLES)
        self.office.page.fill("[name=number]", str(SEATS))
        self.office.press(self.say(button))
        assert self.procedure.state == "circulated"
        assert mails_by_person() == self.told()

    def find(self, visitor: Visitor) -> None:
        """A person finds the procedure among what waits for them."""
        visitor.go(self.at("pages:dashboard"))
        row = visitor.page.locator("main .waiting", has_text=TITLES[self.language])
        visitor.follow(row.get_by_role("link").first)
        assert visitor.path.partition("#")[0] == self.page

    def speak(self, who: str, kind: str, text: str = "", *, is_statement: bool = False) -> Visitor:
        """A seat finds it, reads the text, takes its position and reads it on the page."""
        visitor = self.window(who)
        self.find(visitor)
        assert visitor.reads(TEXTS[self.language].partition("\n")[0])
        visitor.press(self.say("Take a position"))
        visitor.page.check(f"main [name=kind][value={kind}]")
        visitor.page.check("main [name=language][value=fr]")
        visitor.page.fill("main [name=text]", text)
        if is_statement:
            visitor.page.check("main [name=is_statement]")
        visitor.press(self.say("Send the position"))
        assert visitor.path == self.page
        assert not text or visitor.reads(text)
        return visitor

    def record(self) -> None:
        """The next day Burkina Faso telephones; the secretariat records it with a note as proof."""
        yesterday = self.procedure.circulated_at - datetime.timedelta(days=1)
        SilenceProcedure.objects.filter(pk=self.procedure.pk).update(circulated_at=yesterday)
        self.open_in_the_office()
        self.office.press(self.say("Record a position for a seat"))
        form = self.office.page
        form.select_option("[name=seat]", "bf")
        form.check("[name=kind][value=no_objection]")
        form.check("[name=channel][value=telephone]")
        form.fill("[name=said_by]", "Mme Sawadogo, directrice")
        form.set_input_files("[name=proof]", NOTE)
        self.office.press(self.say("Record the position"))
        assert self.procedure.positions.get(partner__code="BF").proof_name == "note.txt"
        assert mails_by_person() == {BURKINA_FASO: self.committee[BURKINA_FASO]}

    def let_the_hour_come(self) -> None:
        """The hour comes, and the worker looks."""
        let_expire(self.procedure)
        assert services.settle_due() == 1
        assert self.procedure.state == "adopted"
        assert mails_by_person() == self.told(office=True)

    def confirm(self) -> None:
        """The chair finds it on its dashboard and confirms by the button."""
        chair = self.window(SWITZERLAND)
        self.find(chair)
        assert chair.reads(STATEMENT)
        chair.press(self.say("Confirm the decision"))
        assert chair.path == self.page
        assert chair.reads(self.procedure.decision.number)
        assert mails_by_person() == self.told(SWITZERLAND, office=True)

    def find_in_the_register(self, visitor: Visitor, name: str) -> None:
        """Somebody finds the decision by its number, with the statement that goes with it."""
        visitor.go(self.at(name))
        visitor.follow(visitor.page.locator("main .rows").get_by_role("link", name=TITLES[self.language]))
        assert visitor.reads(self.procedure.decision.number)
        assert visitor.reads(STATEMENT)

    def read_as_applicant(self, state: str) -> Visitor:
        """Gabon reads how its request stands, and no word of a seat."""
        gabon = self.window(GABON)
        gabon.go(self.page)
        with override(self.language):
            assert gabon.reads(self.procedure.get_state_display())
            names = [str(seat) for seat in Partner.objects.filter(code__in=["ML", "SN"])]
        assert self.procedure.state == state
        said = gabon.page.locator("main").inner_text()
        assert [one for one in (REASONS, STATEMENT, *names) if one in said] == []
        return gabon

    @property
    def faults(self) -> list[str]:
        """What all windows heard."""
        return [fault for visitor in self.visitors for fault in visitor.faults]


@pytest.mark.parametrize(
    ("language", "javascript"), [("en", True), ("fr", True), ("fr", False)], ids=["en", "fr", "fr-no-script"]
)
def test_silence_adopts_and_the_chair_confirms(
    open_visitor: OpenVisitor, stage: Stage, language: str, javascript: bool
):
    silence = Silence(open_visitor, language, javascript=javascript)
    silence.draft()
    silence.circulate("Circulate under silence")
    mali = silence.speak(MALI, "support")
    assert mails_by_person() == {}
    silence.speak(SENEGAL, "comment", STATEMENT, is_statement=True)
    assert mails_by_person() == {who: SPEAKS[who] for who in OFFICE.values()}
    silence.record()
    silence.let_the_hour_come()
    silence.confirm()
    assert silence.procedure.decision.number == f"RP/SC/{timezone.localdate().year}/01"
    silence.find_in_the_register(mali, "decisions:register")
    silence.find_in_the_register(silence.window(), "register:list")
    assert silence.read_as_applicant("confirmed").reads(silence.procedure.decision.number)
    assert silence.faults == []


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("fr", False)], ids=["en", "fr-no-script"])
def test_an_objection_breaks_the_silence_at_once(
    open_visitor: OpenVisitor, stage: Stage, language: str, javascript: bool
):
    silence = Silence(open_visitor, language, javascript=javascript)
    texts = {f"{name}_{code}": text[code] for name, text in (("title", TITLES), ("text", TEXTS)) for code in text}
    services.circulate(SilenceProcedureFactory(**texts), by=stage.person(OFFICE["en"]))
    assert mails_by_person() == silence.told()
    mali = silence.speak(MALI, "objection", REASONS)
    assert silence.procedure.state == "broken"
    deliver_due()
    assert {message.to[0] for message in mail.outbox if REASONS not in message.body} == {GABON}
    assert mails_by_person() == silence.told(MALI, office=True)

    silence.read_as_applicant("broken")
    senegal = silence.window(SENEGAL).go(silence.page)
    assert senegal.reads(REASONS)
    senegal.go(silence.at("decisions:position", silence.procedure.reference, "sn"), status=409)

    silence.circulate("Circulate again")
    silence.find(mali)
    assert mali.page.get_by_role("link", name=silence.say("Take a position")).is_visible()
    assert silence.procedure.positions.counting().filter(round=silence.procedure.round).count() == 0
    assert silence.faults == []
