"""Every kind of page there is, how one gets there, and as whom: what the tests of pages walk through."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import override

from apps.accounts.services import make_welcome_token
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.activities.models import Activity, NewsItem
from apps.documents.models import Document
from apps.lab.models import Proposal
from apps.partners.models import Chairmanship
from apps.partners.tests.factories import MandateFactory, PartnerFactory

from .stage import GABON, OFFICE, SWITZERLAND, Stage
from .visitor import Visitor

NOBODY, SECRETARIAT = "", "office"
LONG_WORD = "Anticonstitutionnellement" * 4
Address = Callable[[Stage], str]


@dataclass(frozen=True)
class Place:
    """A page: its name in reports, its address, who looks, which answer comes, and what is done there."""

    name: str
    address: Address
    who: str = NOBODY
    status: int = 200
    act: Callable[[Visitor, Stage], object] | None = None

    def reader(self, language: str) -> str:
        """The address of the person who looks."""
        return OFFICE[language] if self.who == SECRETARIAT else self.who

    def visit(self, visitor: Visitor, stage: Stage, language: str) -> None:
        """Go there in that language and do what belongs to the page."""
        with override(language):
            visitor.go(self.address(stage), self.status)
        if self.act:
            self.act(visitor, stage)


def named(name: str, *args: str, **query: str) -> Address:
    """The page of that name, with these arguments and this query."""
    return lambda stage: reverse(name, args=args) + (f"?{urlencode(query)}" if query else "")


def proposal(state: str, name: str = "lab:proposal") -> Address:
    """A page of Gabon's proposal in that state."""
    return lambda stage: reverse(name, args=[stage.references[state]])


def office_page(name: str, state: str) -> Address:
    """A page of the office about Gabon's proposal in that state."""
    return lambda stage: reverse(name, args=[Proposal.objects.get(reference=stage.references[state]).pk])


def document(code: str) -> Address:
    """The page of the document with that reference."""
    return lambda stage: Document.objects.get(code=code).get_absolute_url()


def news(stage: Stage) -> str:
    """The latest piece of news."""
    return NewsItem.objects.published().latest_first().first().get_absolute_url()


def of_the_first(name: str, model: type[Model]) -> Address:
    """A page of the office about the first row of a table."""
    return lambda stage: reverse(name, args=[model.objects.order_by("pk").first().pk])


def handover(stage: Stage) -> str:
    """Where the term that runs hands over the chair."""
    return reverse("admin:partners_chairmanship_hand_over", args=[Chairmanship.objects.troika()["current"].pk])


def preview(stage: Stage) -> str:
    """An activity as the office previews it."""
    return reverse("pages:preview", args=["activities.activity", Activity.objects.order_by("pk").first().pk])


def fault(status: int) -> Address:
    """The page of a fault."""
    return lambda stage: reverse("fault", args=[status])


def welcome(stage: Stage) -> str:
    """The first visit of somebody who was invited."""
    person = UserFactory(email="newcomer@example.org", unset=True)
    MandateFactory(user=person, partner=PartnerFactory(code="GA"))
    return reverse("accounts_welcome", args=[make_welcome_token(person)])


def send_unchecked(visitor: Visitor, form: str) -> None:
    """Send the last such form past the browser's own checks."""
    found = visitor.page.locator(form).last
    found.evaluate("form => { form.noValidate = true; }")
    with visitor.page.expect_navigation():
        found.locator("button").last.click()


def send_empty(visitor: Visitor, stage: Stage) -> None:
    """Send the form of the page as it stands, as a browser that checks nothing does."""
    send_unchecked(visitor, "main form[method=post]")


def send_wrong_sign_in(visitor: Visitor, stage: Stage) -> None:
    """Try an address that nobody has."""
    visitor.page.fill("[name=login]", "nobody@example.org")
    visitor.page.fill("[name=password]", "a wrong password")
    send_empty(visitor, stage)


def save_behind_somebodys_back(visitor: Visitor, stage: Stage) -> None:
    """Save a draft that a colleague has changed meanwhile."""
    kept = Proposal.objects.filter(reference=stage.references["draft"])
    visitor.page.fill("[name=title]", f"Mon titre {LONG_WORD}"[:200])
    kept.update(version=kept.get().version + 1, title_fr="Le titre d’une collègue")
    with visitor.page.expect_navigation():
        visitor.page.locator("button[name=save]").click()


def outlive_the_session(visitor: Visitor, stage: Stage) -> None:
    """Send a form whose session has ended meanwhile, and sign in again: the words wait there."""
    visitor.page.fill("[name=title]", "Des mots gardés")
    visitor.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    with visitor.page.expect_navigation():
        visitor.page.locator("button[name=save]").click()
    visitor.page.fill("[name=login]", GABON)
    visitor.page.fill("[name=password]", PASSWORD)
    send_empty(visitor, stage)


def open_the_menu(visitor: Visitor, stage: Stage) -> None:
    """The menu of the phone, open."""
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.page.locator(".menu summary").click()


def return_without_a_note(visitor: Visitor, stage: Stage) -> None:
    """Press the button that asks for reasons without giving any, as a browser that checks nothing does."""
    send_unchecked(visitor, "form[action$='/step/return/']")


PUBLIC = [
    Place("home", named("pages:home")),
    Place("menu of the phone", named("pages:home"), act=open_the_menu),
    Place("about", named("pages:about")),
    Place("activities", named("activities:list")),
    Place("activities, filtered", named("activities:list", year="2023", kind="opera")),
    Place("activities, none", named("activities:list", year="2023", status="cancelled")),
    Place("activity", named("activities:activity", "voluntary-return-reintegration-yaounde-2023")),
    Place("meeting of officials", named("activities:activity", "senior-officials-meeting-rabat-2024")),
    Place("meeting with a history of dates", named("activities:activity", "missing-migrants-banjul-2025")),
    Place("meeting of the stocktaking", named("activities:activity", "border-management-madrid-2019")),
    Place("action plan", named("framework:plan", "cadiz-2023-2027")),
    Place("earlier plan", named("framework:plan", "marrakesh-2018-2020")),
    Place("area", named("framework:area", "cadiz-2023-2027", 3)),
    Place("objective", named("framework:objective", "cadiz-2023-2027", "5b")),
    Place("action", named("framework:action", "cadiz-2023-2027", 3)),
    Place("action without a placement", named("framework:action", "cadiz-2023-2027", 25)),
    Place("action without wording", named("framework:action", "marrakesh-2018-2020", 8)),
    Place("topics", named("topics:list")),
    Place("topic with figures", named("topics:topic", "joint-valletta-action-plan")),
    Place("topic with meetings", named("topics:topic", "missing-migrants")),
    Place("documents", named("documents:list")),
    Place("documents, filtered", named("documents:list", kind="briefing_paper")),
    Place("documents, none", named("documents:list", kind="toolkit", language="fr")),
    Place("document", document("D61")),
    Place("document of the Global Compact", document("D78")),
    Place("video", document("D52")),
    Place("Global Compact", named("global_compact:page")),
    Place("chairmanships", named("chairmanships:list")),
    Place("chairmanship", named("chairmanships:chairmanship", "morocco-2022")),
    Place("reference countries", named("reference_countries:list")),
    Place("news", named("news:list")),
    Place("news item", news),
    Place("governance", named("pages:page", "governance")),
    Place("ministerial conferences", named("pages:page", "ministerial-conferences")),
    Place("history", named("pages:page", "history")),
    Place("accessibility", named("pages:page", "accessibility")),
    Place("partners", named("partners:list")),
    Place("partner", named("partners:partner", "ma")),
    Place("partner, reference country", named("partners:partner", "ng")),
    Place("partner, no activity", named("partners:partner", "ga")),
    Place("style guide", lambda stage: "/styleguide/"),
]
ENTRANCE = [
    Place("sign in", named("account_login")),
    Place("sign in, wrong", named("account_login"), act=send_wrong_sign_in),
    Place("password forgotten", named("account_reset_password")),
    Place("password forgotten, done", named("account_reset_password_done")),
    Place("new password, link used", named("account_reset_password_from_key", int_to_base36(1), "set-password")),
    Place("new password, done", named("account_reset_password_from_key_done")),
    Place("account closed", named("account_inactive")),
    Place("welcome", welcome),
    Place("welcome, wrong", welcome, act=send_empty, status=200),
    Place("welcome, link used", named("accounts_welcome", "gone"), status=410),
]
FAULTS = [
    *(Place(f"fault {status}", fault(status), status=status) for status in (400, 403, 409, 429, 500, 503)),
    Place("fault 404", named("activities:activity", "no-such-activity"), status=404),
]
SPACE = [
    Place("dashboard", named("pages:dashboard"), GABON),
    Place("dashboard, nothing waits", named("pages:dashboard"), SWITZERLAND),
    Place("laboratory", named("lab:list"), SWITZERLAND),
    Place("laboratory, none", named("lab:list", q="zzz"), SWITZERLAND),
    Place("own proposals", named("lab:ours"), GABON),
    Place("own proposals, none", named("lab:ours"), SWITZERLAND),
    Place("draft", proposal("draft"), GABON),
    Place("returned", proposal("returned"), GABON),
    Place("open, own", proposal("open"), GABON),
    Place("open, of another seat", proposal("open"), SWITZERLAND),
    Place("concluded", proposal("concluded"), SWITZERLAND),
    Place("withdrawn", proposal("withdrawn"), SWITZERLAND),
    Place("new proposal", named("lab:new"), GABON),
    Place("new proposal, wrong", named("lab:new"), GABON, act=send_empty),
    Place("two versions", proposal("draft", "lab:edit"), GABON, act=save_behind_somebodys_back),
    Place("words kept", named("lab:new"), GABON, act=outlive_the_session),
    Place("offer", proposal("under_way", "lab:offer"), SWITZERLAND),
    Place("offer, wrong", proposal("under_way", "lab:offer"), SWITZERLAND, act=send_empty),
    Place("change password", named("account_change_password"), GABON),
    Place("password again", named("account_reauthenticate"), GABON),
    Place("sign out", named("account_logout"), GABON),
    Place("not theirs", named("admin:index"), GABON, status=403),
]
BUREAU = [
    Place("queue", named("admin:index"), SECRETARIAT),
    Place("proposals in the office", named("admin:lab_proposal_changelist"), SECRETARIAT),
    Place("proposal in the office", office_page("admin:lab_proposal_change", "submitted"), SECRETARIAT),
    Place(
        "no reason",
        office_page("admin:lab_proposal_change", "submitted"),
        SECRETARIAT,
        act=return_without_a_note,
    ),
    Place("activities in the office", named("admin:activities_activity_changelist"), SECRETARIAT),
    Place("new activity in the office", named("admin:activities_activity_add"), SECRETARIAT),
    Place("people in the office", named("admin:accounts_user_changelist"), SECRETARIAT),
    Place("new mandate in the office", named("admin:partners_mandate_add"), SECRETARIAT),
    Place("activity in the office", of_the_first("admin:activities_activity_change", Activity), SECRETARIAT),
    Place("documents in the office", named("admin:documents_document_changelist"), SECRETARIAT),
    Place("document in the office", of_the_first("admin:documents_document_change", Document), SECRETARIAT),
    Place("term in the office", of_the_first("admin:partners_chairmanship_change", Chairmanship), SECRETARIAT),
    Place("handover in the office", handover, SECRETARIAT),
    Place("translations", named("admin:translations"), SECRETARIAT),
    Place("preview", preview, SECRETARIAT),
    Place("partner in the office", lambda stage: reverse("admin:partners_partner_changelist"), SECRETARIAT),
]
PLACES = [*PUBLIC, *ENTRANCE, *FAULTS, *SPACE, *BUREAU]
