"""The readers, things and arguments with which every address of the portal is tried."""

import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.activities.models import Activity, Kind
from apps.activities.tests.factories import NewsItemFactory
from apps.decisions.models import Decision, Mark
from apps.decisions.services import Instruction, Word, circulate, confirm, record_position, settle_due
from apps.decisions.tests.factories import (
    SilenceProcedureFactory,
    a_proof,
    by_telephone,
    hand_over_mails,
    let_expire,
)
from apps.decisions.workflow import PositionKind
from apps.documents.models import DocumentVersion
from apps.documents.tests.factories import KeptFileFactory
from apps.framework.tests.factories import ActionFactory, TopicFactory
from apps.lab.tests.asking import QueryFactory
from apps.lab.tests.cast import missing_migrants_only, observer
from apps.lab.tests.factories import (
    AttachmentFactory,
    CommentFactory,
    CommentFileFactory,
    OfferFactory,
    ProposalFactory,
    StandingOfferFactory,
)
from apps.lab.workflow import QueryState, State
from apps.notifications.models import Mailing
from apps.pages.models import Page, SiteText
from apps.partners.models import CircularPaper
from apps.partners.services import keep_paper
from apps.partners.tests.factories import (
    ChairmanshipFactory,
    CircularFactory,
    InvitationFactory,
    MandateFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

READERS = {
    "visitor": lambda: None,
    "no mandate": lambda: UserFactory(email="nobody@example.org"),
    "other network": missing_migrants_only,
    "own head": lambda: focal_point("GA"),
    "own reader": lambda: focal_point("GA", "reader"),
    "other head": lambda: focal_point("CH"),
    "observer": observer,
    "secretariat": lambda: secretariat_member(email="secretariat@example.org"),
    "administrator": lambda: UserFactory(email="admin@example.org", administrator=True),
}


def things() -> dict[str, tuple]:
    """One published activity, one plan, a draft and an open proposal of Gabon, with an offer and files."""
    PartnerFactory(code="GA")
    meeting = Activity.objects.create(
        slug="meeting",
        title_en="Meeting",
        title_fr="Réunion",
        kind=Kind.THEMATIC,
        starts_on=datetime.date(2023, 4, 25),
        publication=Activity.Publication.PUBLISHED,
        published_at=timezone.now(),
    )
    NewsItemFactory(slug="item")
    ChairmanshipFactory(slug="term", partner__code="GA")
    SiteText.objects.create(key="about", body_en="About", body_fr="À propos")
    seen = {"publication": "published", "published_at": timezone.now()}
    Page.objects.create(pk=1, slug="history", title_en="History", title_fr="Histoire", **seen)
    paper = KeptFileFactory(document__slug="paper", light_key="2026/01/light.pdf", light_name="light.pdf", light_size=9)
    storages["private"].save(paper.light_key, ContentFile(b"%PDF-1.4"))
    former = {"key": paper.key, "display_name": "before.pdf", "size": 9, "level": "public"}
    DocumentVersion.objects.create(document=paper.document, language="en", number=1, **former)
    seats = KeptFileFactory(document__slug="seat-paper", document__level="focal_points")
    committee = KeptFileFactory(document__slug="committee-paper", document__level="committee")
    meeting.documents.add(paper.document, seats.document, committee.document)
    draft = ProposalFactory(partner__code="GA", reference="draftdraft", author=UserFactory(email="author@example.org"))
    open_one = ProposalFactory(partner__code="GA", reference="openopenop", state=State.OPEN, author=draft.author)
    offer = OfferFactory(proposal=open_one, partner__code="CH", reference="offeroffer")
    StandingOfferFactory(partner__code="CH", reference="standinggg", author=draft.author)
    AttachmentFactory(proposal=draft, reference="draftfilea")
    AttachmentFactory(proposal=open_one, reference="openfileaa")
    comments(open_one)
    ActionFactory(number=1, objective=draft.objectives.get())
    TopicFactory(slug="topic")
    MandateFactory(pk=900, partner=PartnerFactory(code="GA"), role="contributor")
    InvitationFactory(pk=900, token="opened", partner=PartnerFactory(code="GA"))
    for state in (QueryState.DRAFT, QueryState.RUNNING, QueryState.CLOSED):
        QueryFactory(reference=f"query{state:.5}", state=state, author=draft.author)
    circulars(draft.author)
    procedures()
    return {"draft": draft, "open": open_one, "offer": offer}


def comments(proposal) -> None:
    """One of Switzerland for all and one between it and Gabon, each with a file; and a suggestion to Switzerland."""
    swiss = focal_point("CH")
    partner = swiss.mandates.get().partner
    facts = {"proposal": proposal, "partner": partner, "author": swiss}
    public = CommentFactory(reference="commentopn", **facts)
    private = CommentFactory(reference="commentprv", between=partner, **facts)
    CommentFileFactory(comment=public, reference="commfileop")
    CommentFileFactory(comment=private, reference="commfilepr")
    to_the_committee = {"kind": "suggestion", "addressee": "committee", "addressed_partner": partner}
    ProposalFactory(
        partner=proposal.partner,
        reference="suggestion",
        state=State.OPEN,
        author=proposal.author,
        **to_the_committee,
    )


def procedures() -> None:
    """A draft; one that runs on Gabon's request, with a paper and a word recorded for Senegal; two decisions.

    The seats are asked by name: in the committee Switzerland would read its papers too.
    """
    office = secretariat_member(email="secretariat@example.org")
    SilenceProcedureFactory(reference="procdraftt")
    running = asked_by_name(office, reference="procrunnin")
    key = storages["private"].save("2026/11/paper.txt", ContentFile(b"A paper."))
    running.papers.create(reference="procpapera", language="en", key=key, display_name="paper.txt", size=8)
    word = Word(PositionKind.SUPPORT, "Gladly.")
    said = record_position(running, word, by_telephone(), by=office, partner=PartnerFactory(code="SN"))
    type(said).objects.filter(pk=said.pk).update(reference="procwordaa")
    for mark in (Mark.ASKED, Mark.PUBLIC):
        ended = let_expire(asked_by_name(office, mark=mark, reference=f"proc{mark:.6}"))
        settle_due()
        confirm(ended, by=office, instruction=Instruction("telephone", "Please confirm.", a_proof()))
        Decision.objects.filter(procedure=ended).update(reference=f"deci{mark:.6}")


def asked_by_name(office, **facts):
    """A procedure that runs among Switzerland and Senegal."""
    procedure = SilenceProcedureFactory(asked="chosen", **facts)
    procedure.chosen.set([focal_point(code).mandates.get().partner for code in ("CH", "SN")])
    procedure = circulate(procedure, by=office)
    hand_over_mails()
    return procedure


def circulars(person) -> None:
    """One that was sent to the seat of Gabon, with a paper, and a draft."""
    hour = datetime.timedelta(hours=1)
    mailing = Mailing.objects.create(
        message="partners.circular", confirmed_by=person, recipients=1, leaves_at=timezone.now() - hour
    )
    sent = CircularFactory(reference="circularaa", mailing=mailing)
    sent.addressees.create(partner=PartnerFactory(code="GA"), person=person)
    paper = SimpleUploadedFile("note.txt", b"A note.", content_type="text/plain")
    keep_paper(CircularPaper(circular=sent, reference="circpapera", language="en"), paper)
    CircularFactory(reference="circularbb")


ARGUMENTS = {
    "register:decision": ["pp", timezone.localdate().year, 2],
    "register:decision hidden": ["pp", timezone.localdate().year, 1],
    "decisions:procedure": ["procrunnin"],
    "decisions:procedure draft": ["procdraftt"],
    "decisions:position": ["procrunnin", "ch"],
    "decisions:position foreign": ["procrunnin", "sn"],
    "decisions:step": ["procrunnin", "confirm"],
    "decisions:step unknown": ["procrunnin", "withdraw"],
    "decisions:paper": ["procrunnin", "procpapera"],
    "decisions:paper foreign": ["procdraftt", "procpapera"],
    "decisions:proof": ["procrunnin", "procwordaa"],
    "decisions:dispute": ["procrunnin", "procwordaa"],
    "decisions:release": ["procrunnin", "procwordaa"],
    "decisions:decision": ["deciasked"],
    "decisions:decision public": ["decipublic"],
    "admin:decisions_silenceprocedure_circulate": [999999],
    "circulars:circular": ["circularaa"],
    "circulars:paper": ["circularaa", "circpapera"],
    "circulars:paper foreign": ["circularbb", "circpapera"],
    "admin:notifications_message": ["lab.published"],
    "admin:notifications_message_html": ["lab.published", "fr"],
    "admin:partners_circular_mailing": [999999],
    "choose_language": ["fr"],
    "picture": ["0123456789abcdef0123456789abcdef.png"],
    "activities:activity": ["meeting"],
    "news:item": ["item"],
    "documents:document": ["paper"],
    "documents:document hidden": ["committee-paper"],
    "documents:file": ["paper", "en"],
    "documents:file hidden": ["committee-paper", "en"],
    "documents:light": ["paper", "en"],
    "documents:version": ["paper", "en", 1],
    "activities:papers": ["meeting", "en"],
    "space_documents:document": ["paper"],
    "space_documents:document seats": ["seat-paper"],
    "space_documents:document hidden": ["committee-paper"],
    "space_documents:file seats": ["seat-paper", "en"],
    "space_documents:file hidden": ["committee-paper", "en"],
    "space_documents:light": ["paper", "en"],
    "space_documents:version": ["paper", "en", 1],
    "space_meetings:meeting": ["meeting"],
    "space_meetings:papers": ["meeting", "en"],
    "upload_piece": ["0123456789abcdef"],
    "notifications:mark_read": [900],
    "notifications_unsubscribe": ["forged"],
    "pages:page": ["history"],
    "pages:preview": ["pages.page", 1],
    "framework:plan": ["plan"],
    "framework:area": ["plan", 1],
    "framework:objective": ["plan", "1"],
    "framework:action": ["plan", 1],
    "topics:topic": ["topic"],
    "partners:partner": ["ga"],
    "chairmanships:chairmanship": ["term"],
    **{
        f"lab:{name} {state}": [reference]
        for name in ("autosave", "let_go", "concept_note", "concept_note_pdf")
        for state, reference in (("draft", "draftdraft"), ("open", "openopenop"))
    },
    "lab:proposal draft": ["draftdraft"],
    "lab:edit draft": ["draftdraft"],
    "lab:step draft": ["draftdraft", "submit"],
    "lab:offer draft": ["draftdraft"],
    "lab:file draft": ["draftdraft", "draftfilea"],
    "lab:file foreign": ["openopenop", "draftfilea"],
    "lab:proposal open": ["openopenop"],
    "lab:edit open": ["openopenop"],
    "lab:step open": ["openopenop", "close"],
    "lab:news draft": ["draftdraft"],
    "lab:news open": ["openopenop"],
    "lab:date open": ["openopenop"],
    "lab:explain draft": ["draftdraft"],
    "lab:explain open": ["openopenop"],
    "lab:sequel draft": ["draftdraft"],
    "lab:sequel open": ["openopenop"],
    "lab:standing_offer": ["standinggg"],
    "lab:withdraw_standing_offer": ["standinggg"],
    "lab:renew_standing_offer": ["standinggg"],
    "admin:lab_proposal_ask": [999999],
    "lab:step unknown": ["openopenop", "delete"],
    "lab:offer open": ["openopenop"],
    "lab:offer_step open": ["openopenop", "offeroffer", "accept"],
    "lab:offer_step foreign": ["draftdraft", "offeroffer", "accept"],
    "lab:file open": ["openopenop", "openfileaa"],
    "ask:query draft": ["querydraft"],
    "ask:query running": ["queryrunni"],
    "ask:edit draft": ["querydraft"],
    "ask:edit running": ["queryrunni"],
    "ask:preview draft": ["querydraft"],
    "ask:preview running": ["queryrunni"],
    "ask:step draft": ["querydraft", "withdraw"],
    "ask:step running": ["queryrunni", "close"],
    "ask:step unknown": ["queryrunni", "ask"],
    "ask:answer draft": ["querydraft", "ch"],
    "ask:answer running": ["queryrunni", "ch"],
    "ask:answer foreign": ["queryrunni", "ga"],
    "ask:silent": ["queryrunni"],
    "ask:remind": ["queryrunni"],
    "ask:extend": ["queryrunni"],
    "ask:full running": ["queryrunni"],
    "ask:full closed": ["queryclose"],
    "seats:invite": ["ga", "nfp"],
    "lab:overview draft": ["draftdraft"],
    "lab:overview open": ["openopenop"],
    "lab:answer draft": ["draftdraft"],
    "lab:answer open": ["openopenop"],
    "lab:answer suggestion": ["suggestion"],
    "lab:follow draft": ["draftdraft"],
    "lab:follow open": ["openopenop"],
    "lab:stop_following draft": ["draftdraft"],
    "lab:stop_following open": ["openopenop"],
    "lab:new_comment draft": ["draftdraft"],
    "lab:new_comment open": ["openopenop"],
    "lab:ask_offer open": ["openopenop", "offeroffer"],
    "lab:ask_offer foreign": ["draftdraft", "offeroffer"],
    "lab:comment open": ["openopenop", "commentopn"],
    "lab:comment private": ["openopenop", "commentprv"],
    "lab:comment foreign": ["draftdraft", "commentopn"],
    "lab:thread open": ["openopenop", "commentopn"],
    "lab:thread private": ["openopenop", "commentprv"],
    "lab:thread foreign": ["draftdraft", "commentopn"],
    "lab:reply open": ["openopenop", "commentopn"],
    "lab:reply private": ["openopenop", "commentprv"],
    "lab:reply foreign": ["draftdraft", "commentopn"],
    "lab:change_comment open": ["openopenop", "commentopn"],
    "lab:change_comment private": ["openopenop", "commentprv"],
    "lab:change_comment foreign": ["draftdraft", "commentopn"],
    "lab:add_to_comment open": ["openopenop", "commentopn"],
    "lab:add_to_comment private": ["openopenop", "commentprv"],
    "lab:add_to_comment foreign": ["draftdraft", "commentopn"],
    "lab:take_back_comment open": ["openopenop", "commentopn"],
    "lab:take_back_comment private": ["openopenop", "commentprv"],
    "lab:take_back_comment foreign": ["draftdraft", "commentopn"],
    "lab:comment_file open": ["openopenop", "commentopn", "commfileop"],
    "lab:comment_file private": ["openopenop", "commentprv", "commfilepr"],
    "lab:comment_file foreign": ["openopenop", "commentopn", "commfilepr"],
    "seats:mailbox": ["ga", "nfp"],
    "seats:role": [900],
    "seats:end": [900],
    "seats:hand_over": [900],
    "seats:invitation_step": [900, "revoke"],
    "seats:invitation_step unknown": [900, "accept"],
    "seats:invitation": ["opened"],
    "seats:invitation closed": ["never"],
    "seats:ask_again": ["opened"],
    "account_reset_password_from_key": ["1", "set-password"],
    "accounts_welcome": ["token"],
    "accounts_address": ["token"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
    "settings:end_session": [1],
}
