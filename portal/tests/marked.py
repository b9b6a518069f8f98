"""A portal in which every word has a mark of its own: each thing in each state, each field, file, former version.

`World.marks` says of each mark who may meet it. Whoever adds words that not everybody may read adds them here.
"""

import datetime
import secrets
import uuid
from collections.abc import Iterable

import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.activities.models import Activity, NewsItem
from apps.activities.tests.factories import ActivityFactory, DateChangeFactory, NewsItemFactory, OutcomeFactory
from apps.documents.models import Document, DocumentVersion, Level
from apps.documents.tests.factories import KeptFileFactory
from apps.lab import services as lab
from apps.lab.models import AsideText
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.tests.cast import CAST
from apps.lab.tests.scenes import WHO_SEES, Scene
from apps.lab.workflow import QUERY_ENDED, QueryState
from apps.notifications import delivery
from apps.notifications.models import OutboxMail
from apps.partners import services
from apps.partners.models import (
    ChairTask,
    Circular,
    CircularPaper,
    DirectoryEntry,
    Enquiry,
    SeatContact,
    SeatHandover,
)
from apps.partners.tests.factories import (
    ChairmanshipFactory,
    CircularFactory,
    InvitationFactory,
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
)

# The sorts of reader; the office comes first, so that whatever it leaves in a cache is there for all others.
READERS = (
    "secretariat",
    "own head",
    "offering head",
    "other head",
    "committee",
    "own former",
    "own missing-migrants",
    "observer",
    "no mandate",
    "visitor",
)
OFFICE = frozenset({"secretariat"})
SEATS = frozenset({"own head", "offering head", "other head", "committee", "observer"})
GABON, SWITZERLAND = frozenset({"own head"}), frozenset({"offering head"})
COMMITTEE, OTHER_NETWORK = frozenset({"committee"}), frozenset({"own missing-migrants"})
SPACE = SEATS | OTHER_NETWORK
EVERYBODY = frozenset(READERS)
# Fields that are no words: they have a form of their own, or lead somewhere.
NO_WORDS = {
    *("address", "code", "key", "letter_key", "light_key", "number", "reference", "slug", "symbol", "token_digest"),
    *("content_type", "digest", "further_languages", "level", "level_after", "named", "password", "time_zone"),
    *("sort", "sort_en", "sort_fr"),
}
# What only the office reads of things that others may see.
EDITORS_OWN = ("source", "also_listed_as")
FILES = ("file", "comment_file", "light", "version", "papers", "paper")
PUBLICATIONS = ({}, {"draft": True}, {"withdrawn": True}, {"scheduled": True})


def is_word(field: models.Field) -> bool:
    """Whether people write words of their own into the field."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in NO_WORDS


class World:
    """All things of all rooms, marked, and the people who look. Addresses lead to each of them, guessed or not."""

    def __init__(self) -> None:
        self.marks: dict[str, frozenset[str]] = {}
        self.where: dict[str, str] = {}
        self.titles: list[str] = []
        self._paths: list[tuple[str, list]] = []
        self.people = {name: CAST[name]() for name in READERS if name in CAST}
        self.people["no mandate"] = UserFactory(email="nobody@example.org")
        self._terms()
        self._proposals()
        self._queries()
        self._documents()
        self._published_things()
        self._circulars()
        self._seats()

    def mark(self, readers: Iterable[str], where: str) -> str:
        """A word that stands nowhere else, for these readers."""
        word = f"mark{secrets.token_hex(6)}"
        self.marks[word], self.where[word] = frozenset(readers), where
        return word

    def fill(self, row: models.Model, readers: Iterable[str], only: Iterable[str] = ()) -> models.Model:
        """Mark every field of words of a row (or `only` these); what is the editors' own stays with the office."""
        words = {}
        for field in row._meta.concrete_fields:
            if is_word(field) and (not only or field.name in only):
                is_own = field.name.removesuffix("_en").removesuffix("_fr") in EDITORS_OWN
                mark = self.mark(OFFICE if is_own else readers, f"{row._meta.label}.{field.name}")
                words[field.name] = f"{mark}@example.org" if isinstance(field, models.EmailField) else mark
        type(row)._base_manager.filter(pk=row.pk).update(**words)
        self.titles += [words[name] for name in ("title_en", "title_fr") if name in words]
        return row

    def leads_to(self, name: str, *arguments) -> None:
        """There is an address of that name with these arguments; it is tried in both languages by everybody."""
        self._paths.append((name, list(arguments)))

    def addresses(self) -> list[str]:
        """Every address that somebody could guess: pages in both languages, files in one."""
        found = []
        for name, arguments in self._paths:
            is_file = name.rpartition(":")[2] in FILES
            for language in ("en",) if is_file else ("en", "fr"):
                with translation.override(language):
                    found.append(reverse(name, args=arguments))
        return list(dict.fromkeys(found))

    def _terms(self) -> None:
        """The other network, and a running term of the chair with a task of its own."""
        self.other_network = NetworkFactory(code="missing-migrants")
        today = timezone.localdate()
        term = ChairmanshipFactory(partner=PartnerFactory(code="ML"), starts_on=today, slug="term")
        task = ChairTask.objects.create(chairmanship=term, title_en="x", title_fr="x")
        self.fill(task, OFFICE | {"other head"})

    def _proposals(self) -> None:
        """Those of Gabon in every state, with files, notes and offers in every state."""
        self.scenes = [Scene(*where) for where in WHO_SEES]
        for scene in self.scenes:
            for word, readers in scene.marks.items():
                self.marks[word] = frozenset(readers) & EVERYBODY
                self.where[word] = f"{scene.proposal.state} proposal or what belongs to it"
            reference = scene.proposal.reference
            self.titles += [scene.proposal.title_en, scene.proposal.title_fr]
            self.leads_to("lab:proposal", reference)
            self.leads_to("lab:concept_note", reference)
            self.leads_to("lab:edit", reference)
            # What the head put aside while somebody else saved is theirs alone, whoever else sees the draft.
            aside = self.mark({"own head"}, "words put aside")
            typed = {"summary": [aside]}
            AsideText.objects.create(proposal=scene.proposal, person=self.people["own head"], typed=typed)
            self.leads_to("lab:offer", reference)
            self.leads_to("lab:file", reference, scene.file.reference)
            self.leads_to("admin:lab_proposal_change", scene.proposal.pk)
            self.leads_to("admin:lab_proposal_reply", scene.proposal.pk)
            for name, *arguments in scene.talk():
                self.leads_to(f"lab:{name}", *arguments)

    def _queries(self) -> None:
        """Questions of Gabon in every state to Switzerland, which answers to all and to the asker only, and to Mali,
        which has begun to answer; the last is compiled.
        """
        self.queries, self.sheets = [], []
        for state in (*QueryState, QueryState.CLOSED):
            readers = {QueryState.DRAFT: GABON, QueryState.WITHDRAWN: GABON | OFFICE}.get(state, SEATS | OFFICE)
            query = self.fill(QueryFactory(state=state, asked=["CH", "ML"]), readers, only=["title", "introduction"])
            for question in query.questions.all():
                self.fill(question, readers, only=["text"])
            query.lines.create(step="close", to_state=state, note=self.mark(readers, "note"), audience="seats")
            query.lines.create(
                step="remind", to_state=state, note=self.mark(readers & (GABON | OFFICE), "note of asker")
            )
            if state != QueryState.DRAFT:
                self._answers(query, state, readers)
            self.queries.append(query)
            for name in ("query", "edit", "preview", "silent", "extend", "full"):
                self.leads_to(f"ask:{name}", query.reference)
            for code in ("ch", "ml"):
                self.leads_to("ask:answer", query.reference, code)
            self.leads_to("admin:lab_query_change", query.pk)
        self.queries[-1] = lab.compile_query(self.queries[-1], by=self.people["own head"])
        self.leads_to("space_documents:document", self.queries[-1].compilation.slug)

    def _answers(self, query: models.Model, state: str, readers: frozenset[str]) -> None:
        parties = readers & (GABON | SWITZERLAND | OFFICE)
        sent = SheetFactory(query=query, partner=PartnerFactory(code="CH"))
        told, kept = sent.answers.all()
        type(kept).objects.filter(pk=kept.pk).update(audience="asker")
        self.fill(told, readers if state in QUERY_ENDED else parties, only=["text"])
        self.fill(kept, parties, only=["text"])
        begun = SheetFactory(query=query, partner=PartnerFactory(code="ML"), sent_at=None)
        for answer in begun.answers.all():
            self.fill(answer, readers & frozenset({"other head"}), only=["text"])
        self.sheets += [sent, begun]

    def _documents(self) -> None:
        """One of each level, network and state of publication, for named seats too, with files and a former version."""
        an_hour = datetime.timedelta(hours=1)
        over = {"level_until": timezone.now() - an_hour, "level_after": Level.SECRETARIAT}
        meeting = ActivityFactory(slug="meeting")
        levels = (
            (Level.PUBLIC, EVERYBODY, {}),
            (Level.FOCAL_POINTS, SEATS | OFFICE, {}),
            (Level.FOCAL_POINTS, SWITZERLAND | OFFICE, {"for_named_only": True}),
            (Level.FOCAL_POINTS, OTHER_NETWORK | OFFICE, {"network": self.other_network}),
            (Level.COMMITTEE, COMMITTEE | OFFICE, {}),
            (Level.SECRETARIAT, OFFICE, {}),
            (Level.FOCAL_POINTS, OFFICE, over),
        )
        for level, readers, fields in levels:
            self._document(level, readers, meeting, fields)
        for shown in PUBLICATIONS[1:]:
            for level, _readers, fields in levels[:2]:
                self._document(level, OFFICE, meeting, shown | fields)

    def _document(self, level: str, readers: frozenset[str], meeting: Activity, fields: dict) -> None:
        content, light = (self.mark(readers, f"file of a document, {level} {fields}") for _file in range(2))
        number = Document.objects.count()
        file = KeptFileFactory(
            document__slug=f"paper-{number}",
            document__level=level,
            content=b"%PDF-1.4 " + content.encode(),
            light_key=f"2026/01/light-{number}.pdf",
            light_name="light.pdf",
            light_size=9,
            **{f"document__{name}": value for name, value in fields.items()},
        )
        document = self.fill(file.document, readers)
        if fields.get("for_named_only"):
            document.named_partners.add(PartnerFactory(code="CH"))
        self.fill(file, readers)
        storages["private"].save(file.light_key, ContentFile(b"%PDF-1.4 " + light.encode()))
        # Before it stood at this level it was the committee's: its words stay with those who read it both then and now.
        both = readers & (COMMITTEE | OFFICE)
        old, former = (self.mark(both, "former version of a document") for _place in ("content", "name"))
        key = storages["private"].save(f"2025/01/old-{number}.pdf", ContentFile(b"%PDF-1.4 " + old.encode()))
        kept = {"key": key, "size": 9, "display_name": f"{former}.pdf"}
        DocumentVersion.objects.create(document=document, language="en", number=1, level=Level.COMMITTEE, **kept)
        meeting.documents.add(document)
        for room in ("documents", "space_documents"):
            self.leads_to(f"{room}:document", document.slug)
            for name, *further in (("file",), ("light",), ("version", 1)):
                self.leads_to(f"{room}:{name}", document.slug, "en", *further)
        self.leads_to("admin:documents_document_change", document.pk)

    def _published_things(self) -> None:
        """Activities and news in every state of publication, and the papers of a meeting in one file."""
        for shown in PUBLICATIONS:
            readers = OFFICE if shown else EVERYBODY
            activity = self.fill(ActivityFactory(**shown), readers)
            self.fill(OutcomeFactory(activity=activity), readers)
            self.fill(DateChangeFactory(activity=activity), readers)
            news = self.fill(NewsItemFactory(**shown), readers)
            self._leads_to_published(activity, news)
        for room in ("activities", "space_meetings"):
            for language in ("en", "fr"):
                self.leads_to(f"{room}:papers", "meeting", language)
        self.leads_to("space_meetings:meeting", "meeting")

    def _leads_to_published(self, activity: Activity, news: NewsItem) -> None:
        self.leads_to("activities:activity", activity.slug)
        self.leads_to("space_meetings:meeting", activity.slug)
        self.leads_to("activities:papers", activity.slug, "en")
        self.leads_to("news:item", news.slug)
        self.leads_to("pages:preview", "activities.activity", activity.pk)
        self.leads_to("pages:preview", "activities.newsitem", news.pk)
        self.leads_to("admin:activities_activity_change", activity.pk)

    def _circulars(self) -> None:
        """To Gabon, to the committee and to the other network, which have left, and a draft; each with a paper."""
        office = self.people["secretariat"]
        for readers, fields in (
            (GABON | OFFICE, {"audience": "partners"}),
            (COMMITTEE | OFFICE, {"audience": "committee"}),
            (OTHER_NETWORK | OFFICE, {"network": self.other_network}),
            (OFFICE, None),
        ):
            circular = self.fill(CircularFactory(**(fields or {})), readers)
            if fields == {"audience": "partners"}:
                circular.partners.add(PartnerFactory(code="GA"))
            content = self.mark(readers, "paper of a circular")
            file = SimpleUploadedFile("note.txt", content.encode(), content_type="text/plain")
            paper = services.keep_paper(CircularPaper(circular=circular, language="en"), file)
            self.fill(paper, readers, only=["display_name"])
            self.leads_to("circulars:circular", circular.reference)
            self.leads_to("circulars:paper", circular.reference, paper.reference)
            if fields is not None:
                circular = Circular.objects.get(pk=circular.pk)
                mailing = services.send_circular(circular, by=office, key=uuid.uuid4())
                type(mailing).objects.filter(pk=mailing.pk).update(
                    leaves_at=timezone.now() - datetime.timedelta(hours=1)
                )

    def _seats(self) -> None:
        """What people let others know of themselves, who was invited, who handed over, who wrote to the secretariat."""
        for name in ("own head", "own missing-migrants"):
            seats = SPACE & (SEATS if name == "own head" else OTHER_NETWORK) | OFFICE
            entry = DirectoryEntry.objects.create(person=self.people[name])
            self.fill(entry, seats, only=["telephone"])
            address = f"{self.mark(OFFICE | {name}, f'address of {name}')}@example.org"
            User.objects.filter(pk=self.people[name].pk).update(email=address)
        box = SeatContact.objects.create(partner=PartnerFactory(code="GA"), network=NetworkFactory())
        SeatContact.objects.filter(pk=box.pk).update(
            address=f"{self.mark(SEATS | OFFICE, 'shared mailbox')}@example.org"
        )
        invitation = self.fill(InvitationFactory(partner=PartnerFactory(code="GA")), GABON | OFFICE)
        self.fill(invitation.person, GABON | OFFICE, only=["name"])
        self.leads_to("seats:invitation_step", invitation.pk, "revoke")
        self.fill(Enquiry.objects.create(kind="contact", name="x", address="a@example.org", words="x"), OFFICE)
        ended = MandateFactory(partner=PartnerFactory(code="GA"), role="alternate", ended=True)
        head = self.people["own head"]
        handover = SeatHandover.objects.create(
            partner=ended.partner, network=ended.network, ended=ended, successor=head, handed_over_by=ended.user
        )
        self.fill(handover, GABON | OFFICE)
        self.fill(ended, GABON | OFFICE, only=["letter_name"])
        mandate = head.mandates.get()
        for name in ("seats:role", "seats:end", "seats:hand_over"):
            self.leads_to(name, mandate.pk)

    def all_mails_leave(self) -> None:
        """Whatever waits is sent, now and a week from now."""
        for days in (0, 8):
            with time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False):
                delivery.deliver_due(limit=OutboxMail.objects.count())
