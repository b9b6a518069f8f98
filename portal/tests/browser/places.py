"""Every kind of page there is, how one gets there, and as whom: what the tests of pages walk through."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36
from django.utils.translation import override

from apps.accounts.models import User
from apps.accounts.services import make_welcome_token
from apps.accounts.tests.factories import UserFactory
from apps.activities.models import Activity, NewsItem
from apps.documents.models import Document
from apps.lab.models import Proposal
from apps.notifications.models import Notice
from apps.notifications.unsubscribing import token_for
from apps.partners.models import Chairmanship, Enquiry, Mandate
from apps.partners.services import Successor, hand_over_seat
from apps.partners.tests.factories import InvitationFactory, MandateFactory, PartnerFactory

from .entering import (
    address_link,
    ask_for_a_code,
    make_a_passkey,
    of_the_passkey,
    outlive_the_session,
    press_first,
    send_empty,
    send_unchecked,
    send_wrong_sign_in,
    sign_in_with_an_app,
    type_a_wrong_code,
)
from .laboratory import TALK
from .papers import PAPERS
from .silence import SILENCE
from .stage import GABON, MALI, OFFICE, SWITZERLAND, Stage
from .visitor import Visitor
from .writing import circular, mailing, moved_activity, read_circular

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
    if not person.mandates.exists():
        MandateFactory(user=person, partner=PartnerFactory(code="GA"), role="reader")
    return reverse("accounts_welcome", args=[make_welcome_token(person)])


def noticed(stage: Stage) -> str:
    """The inbox of Gabon with something unread that asks for an answer, and something read."""
    person = User.objects.get(email=GABON)
    proposal = Proposal.objects.get(reference=stage.references["submitted"])
    for message, read_at in (("lab.returned", None), ("lab.published_own", timezone.now())):
        Notice.objects.create(recipient=person, message=message, about=proposal, facts={"note": "x"}, read_at=read_at)
    return reverse("notifications:inbox")


def given_up(stage: Stage) -> str:
    """The page on which a mail lets Gabon give up the laboratory."""
    return reverse("notifications_unsubscribe", args=[token_for(User.objects.get(email=GABON).pk, "lab")])


def invited(token: str, **fields) -> Address:
    """The page of an invitation to Gabon's seat, with these facts."""

    def made(stage: Stage) -> str:
        seat = {"partner": PartnerFactory(code="GA"), "person__email": f"{token}@example.org"}
        InvitationFactory(token=token, **seat, **fields)
        return reverse("seats:invitation", args=[token])

    return made


def colleague(name: str) -> Address:
    """A page of the seat about a colleague of Gabon, who is new, as is somebody who was invited."""

    def made(stage: Stage) -> str:
        gabon, address = PartnerFactory(code="GA"), f"{uuid.uuid4().hex[:8]}@example.org"
        mandate = MandateFactory(partner=gabon, role="alternate", user=UserFactory(email=address))
        InvitationFactory(partner=gabon, person__email=f"invited.{address}")
        return reverse(name, args=[] if name == "seats:seat" else [mandate.pk])

    return made


def taken_over(stage: Stage) -> str:
    """What Switzerland's successor finds."""
    head = stage.person(SWITZERLAND)
    swiss = MandateFactory(partner=PartnerFactory(code="CH"), role="alternate", user=UserFactory(email="b@example.org"))
    note = "Merci de suivre le jumelage."
    hand_over_seat(swiss, Successor(colleague=head), by=stage.person(OFFICE["en"]), note=note)
    return reverse("seats:handover")


def asked(**fields) -> Address:
    """The question whether Mali's focal point is still in post, with these facts of the mandate."""

    def made(stage: Stage) -> str:
        stage.person(MALI).mandates.update(**fields)
        return reverse("seats:post")

    return made


def question(stage: Stage) -> str:
    """What somebody wrote to the secretariat, in the office."""
    facts = {"kind": "contact", "name": "Awa Sow", "address": "awa@example.org", "words": "Bonjour."}
    return reverse("admin:partners_enquiry_change", args=[Enquiry.objects.create(**facts).pk])


def accept_too_late(visitor: Visitor, stage: Stage) -> None:
    """Accept an invitation to lead a seat that has a head already."""
    send_unchecked(visitor, "main form[method=post]")


def save_behind_somebodys_back(visitor: Visitor, stage: Stage) -> None:
    """Save a draft that a colleague has changed meanwhile."""
    kept = Proposal.objects.filter(reference=stage.references["draft"])
    visitor.page.fill("[name=title]", f"Mon titre {LONG_WORD}"[:200])
    kept.update(version=kept.get().version + 1, title_fr="Le titre d’une collègue")
    visitor.follow(visitor.page.locator("button[name=save]"))


def open_the_menu(visitor: Visitor, stage: Stage) -> None:
    """The menu of the phone, open."""
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.page.locator(".menu summary").click()


def return_without_a_note(visitor: Visitor, stage: Stage) -> None:
    """Press the button that asks for reasons without giving any, as a browser that checks nothing does."""
    send_unchecked(visitor, "form[action$='/step/return/']")


def empty_the_numbers(visitor: Visitor, stage: Stage) -> None:
    """Send the office's settings with a number taken away."""
    visitor.page.fill("[name=lab-look_within]", "")
    send_unchecked(visitor, "form:has([name=lab-look_within])")


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
    Place("code by mail", named("account_request_login_code")),
    Place("code by mail, sent", named("account_request_login_code"), act=ask_for_a_code),
    Place("code by mail, wrong", named("account_request_login_code"), act=type_a_wrong_code),
    Place("second factor", named("account_login"), act=sign_in_with_an_app),
    Place("address, old mailbox", address_link("old")),
    Place("address, new mailbox", address_link("new")),
    Place("address, answered", address_link("new"), act=press_first),
    Place("address, link used", named("accounts_address", "gone"), status=410),
    Place("password forgotten", named("account_reset_password")),
    Place("password forgotten, done", named("account_reset_password_done")),
    Place("new password, link used", named("account_reset_password_from_key", int_to_base36(1), "set-password")),
    Place("new password, done", named("account_reset_password_from_key_done")),
    Place("account closed", named("account_inactive")),
    Place("welcome", welcome),
    Place("welcome, wrong", welcome, act=send_empty, status=200),
    Place("welcome, link used", named("accounts_welcome", "gone"), status=410),
    Place("invitation", invited("one")),
    Place("invitation, expired", invited("late", expires_at=timezone.now() - datetime.timedelta(days=1)), status=410),
    Place("invitation, unknown", named("seats:invitation", "never"), status=410),
    Place("invitation, seat changed", invited("second", role="head"), act=accept_too_late, status=200),
    Place("invitation, asked again", named("seats:asked_again")),
    Place("new focal point", named("seats:new_focal_point")),
    Place("new focal point, wrong", named("seats:new_focal_point"), act=send_empty),
    Place("contact", named("seats:contact")),
    Place("contact, wrong", named("seats:contact"), act=send_empty),
    Place("contact, sent", named("seats:sent")),
    Place("seat handed over", named("seats:left")),
]
FAULTS = [
    *(Place(f"fault {status}", fault(status), status=status) for status in (400, 403, 409, 413, 429, 500, 503)),
    Place("fault 404", named("activities:activity", "no-such-activity"), status=404),
]
SPACE = [
    Place("circulars, none", named("circulars:list"), SWITZERLAND),
    Place("circular", read_circular, SWITZERLAND),
    Place("directory", named("seats:directory"), SWITZERLAND),
    Place("directory, none", named("seats:directory", partner="xk"), SWITZERLAND),
    Place("own entry", named("seats:entry"), SWITZERLAND),
    Place("invitation for somebody else", invited("other"), SWITZERLAND),
    Place("seat", colleague("seats:seat"), GABON),
    Place("invite", named("seats:invite", "ga", "nfp"), GABON),
    Place("invite, wrong", named("seats:invite", "ga", "nfp"), GABON, act=send_empty),
    Place("end a mandate", colleague("seats:end"), GABON),
    Place("hand over", colleague("seats:hand_over"), GABON),
    Place("hand over, wrong", colleague("seats:hand_over"), GABON, act=send_empty),
    Place("first sign-in", named("seats:welcome"), GABON),
    Place("taken over", taken_over, SWITZERLAND),
    Place("notices, none", named("notifications:inbox", topic="lab", state="unread"), MALI),
    Place("access paused", asked(paused_at=timezone.now(), asked_at=timezone.now()), MALI),
    Place("still in post", asked(asked_at=timezone.now(), paused_at=None), MALI),
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
    Place("concept note", proposal("open", "lab:concept_note"), SWITZERLAND),
    Place("two versions", proposal("draft", "lab:edit"), GABON, act=save_behind_somebodys_back),
    Place("words kept", named("lab:new"), GABON, act=outlive_the_session),
    Place("offer", proposal("under_way", "lab:offer"), SWITZERLAND),
    Place("offer, wrong", proposal("under_way", "lab:offer"), SWITZERLAND, act=send_empty),
    *(Place(*place) for place in (*PAPERS, *TALK, *SILENCE)),
    Place("settings", named("settings:personal"), GABON),
    Place("sign-in and security", named("settings:security"), SECRETARIAT),
    Place("devices", named("settings:sessions"), GABON),
    Place("notices", noticed, GABON),
    Place("choice of mails", named("notifications:mails"), GABON),
    Place("topic to give up", given_up),
    Place("own data", named("settings:data"), GABON),
    Place("change of address", named("settings:address"), GABON),
    Place("change of address, wrong", named("settings:address"), GABON, act=send_empty),
    Place("second factor, to be added", named("accounts_second_factor"), GABON),
    Place("app, to be set up", named("mfa_activate_totp"), GABON),
    Place("app, wrong code", named("mfa_activate_totp"), GABON, act=send_empty),
    Place("app, to be removed", named("mfa_deactivate_totp"), SECRETARIAT),
    Place("passkey, to be added", named("mfa_add_webauthn"), MALI),
    Place("passkey, added", named("mfa_add_webauthn"), MALI, act=make_a_passkey),
    Place("passkey again", named("mfa_reauthenticate_webauthn"), MALI),
    Place("passkey, another name", of_the_passkey("mfa_edit_webauthn"), MALI),
    Place("passkey, to be removed", of_the_passkey("mfa_remove_webauthn"), MALI),
    Place("recovery codes, to be made", named("mfa_generate_recovery_codes"), SECRETARIAT),
    Place("recovery codes", named("mfa_generate_recovery_codes"), SECRETARIAT, act=press_first),
    Place("second factor again", named("mfa_reauthenticate"), SECRETARIAT),
    Place("change password", named("account_change_password"), GABON),
    Place("password again", named("account_reauthenticate"), GABON),
    Place("sign out", named("account_logout"), GABON),
    Place("not theirs", named("admin:index"), GABON, status=403),
]
BUREAU = [
    Place("outbox in the office", named("admin:notifications_outboxmail_changelist"), SECRETARIAT),
    Place("every mail", named("admin:notifications_messages"), SECRETARIAT),
    Place("mail in both languages", named("admin:notifications_message", "lab.published"), SECRETARIAT),
    Place("circular in the office", circular("admin:partners_circular_change"), SECRETARIAT),
    Place("circular before it is sent", circular("admin:partners_circular_mailing"), SECRETARIAT),
    Place("mailing in the office", mailing, SECRETARIAT),
    Place("mail of new dates", moved_activity, SECRETARIAT),
    Place("invite in the office", named("admin:partners_invitation_invite"), SECRETARIAT),
    Place("invitations in the office", named("admin:partners_invitation_changelist"), SECRETARIAT),
    Place("mandate in the office", of_the_first("admin:partners_mandate_change", Mandate), SECRETARIAT),
    Place("hand over in the office", of_the_first("admin:partners_mandate_hand_over", Mandate), SECRETARIAT),
    Place("enquiry in the office", question, SECRETARIAT),
    Place("queue", named("admin:index"), SECRETARIAT),
    Place("settings of the office", named("admin:settings"), SECRETARIAT),
    Place("settings of the office, wrong", named("admin:settings"), SECRETARIAT, act=empty_the_numbers),
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
    Place("reads of documents in the office", named("admin:documents_documentread_changelist"), SECRETARIAT),
    Place("term in the office", of_the_first("admin:partners_chairmanship_change", Chairmanship), SECRETARIAT),
    Place("handover in the office", handover, SECRETARIAT),
    Place("translations", named("admin:translations"), SECRETARIAT),
    Place("preview", preview, SECRETARIAT),
    Place("partner in the office", lambda stage: reverse("admin:partners_partner_changelist"), SECRETARIAT),
]
PLACES = [*PUBLIC, *ENTRANCE, *FAULTS, *SPACE, *BUREAU]
