"""Silence procedures in every state, each word with a mark of its own (`marked.py`).

Switzerland and Morocco are asked, Mali chairs, Gabon applies, if nothing else is said; Morocco sits on the committee.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.common.workflow import Audience
from apps.decisions import notifications as told
from apps.decisions import services
from apps.decisions.models import Asked, Decision, Mark, Position, SilenceProcedure
from apps.decisions.tests.factories import SilenceProcedureFactory, let_expire
from apps.decisions.workflow import PositionKind, State
from apps.notifications.messages import Message
from apps.partners.tests.factories import PartnerFactory

from .marked import COMMITTEE, EVERYBODY, GABON, OFFICE, OTHER_NETWORK, SEATS, SWITZERLAND, World

MALI = frozenset({"other head"})
# Who speaks for a seat, by its code; of the other network it is Gabon's own.
SPEAKERS = {"CH": SWITZERLAND, "MA": COMMITTEE, "GA": OTHER_NETWORK}
TITLE, TEXT = ("title_en", "title_fr"), ("text_en", "text_fr")
READ_BY = {Mark.ASKED: frozenset(), Mark.SEATS: SEATS, Mark.PUBLIC: EVERYBODY}


@dataclass(frozen=True)
class Case:
    """Where a procedure stands, whom it asks, on whose request, who reads the decision, whether there was a round
    before, and whether its words are those of another body by now.
    """

    state: str
    seats: tuple[str, ...] = ("CH", "MA")
    applicant: str = "GA"
    mark: str = Mark.ASKED
    is_again: bool = False
    asked: str = Asked.CHOSEN

    @property
    def asked_people(self) -> frozenset[str]:
        """The readers that act for the seats asked."""
        return frozenset().union(*(SPEAKERS[code] for code in self.seats))

    @property
    def applicants(self) -> frozenset[str]:
        """The readers that act for the applicant."""
        return {"GA": GABON, "ML": MALI, "": frozenset()}[self.applicant]

    @property
    def insiders(self) -> frozenset[str]:
        """Who reads text and positions: nobody but the office before it is circulated."""
        if self.state == State.DRAFT:
            return OFFICE
        return (self.asked_people | MALI | OFFICE) - self.applicants

    @property
    def who_know(self) -> frozenset[str]:
        """Who knows of it: the applicant, too, once it is circulated."""
        return self.insiders if self.state == State.DRAFT else self.insiders | self.applicants

    @property
    def who_read_decision(self) -> frozenset[str]:
        """Those it was asked of and decided for, who applied, the committee of today where it decided, by its mark."""
        committee = COMMITTEE if self.asked == Asked.COMMITTEE else frozenset()
        return self.who_know | committee | READ_BY[self.mark]


CASES = (
    *(Case(state) for state in State),
    Case(State.CIRCULATED, applicant="ML", is_again=True),
    Case(State.CONFIRMED, seats=("CH",), asked=Asked.COMMITTEE),
    Case(State.CONFIRMED, mark=Mark.PUBLIC),
    Case(State.CONFIRMED, seats=("GA",), applicant="", mark=Mark.SEATS, asked=Asked.NETWORK),
)


class MarkedProcedure:
    """One procedure, come to its state through the services that people use, then marked word by word."""

    def __init__(self, world: World, case: Case) -> None:
        self.world, self.case, before = world, case, len(world.marks)
        self.office = world.people["secretariat"]
        self.procedure = self._drafted()
        if case.state != State.DRAFT:
            self.procedure = services.circulate(self.procedure, by=self.office)
            self._speak()
            self._move_on()
            self.procedure = SilenceProcedure.objects.get(pk=self.procedure.pk)
        self.decision = Decision.objects.filter(procedure=self.procedure).first()
        self._mark_rows()
        self._lead()
        for word in list(world.marks)[before:]:
            world.where[word] += f", silence procedure, {case.state}"

    def _mark(self, readers: frozenset[str], where: str) -> str:
        return self.world.mark(readers, where)

    def _file(self, readers: frozenset[str], where: str) -> SimpleUploadedFile:
        return SimpleUploadedFile("note.txt", self._mark(readers, where).encode(), content_type="text/plain")

    def _drafted(self) -> SilenceProcedure:
        case = self.case
        facts = {"network": self.world.other_network} if case.asked == Asked.NETWORK else {}
        applicant = PartnerFactory(code=case.applicant) if case.applicant else None
        draft = SilenceProcedureFactory(asked=Asked.CHOSEN, mark=case.mark, applicant=applicant, **facts)
        # Its history keeps what it said before it was circulated.
        said = draft.title_en, draft.text_fr
        for draft.title_en, draft.text_fr in (
            (self._mark(OFFICE, "title of a draft"), self._mark(OFFICE, "text of a draft")),
            said,
        ):
            draft.save()
        draft.chosen.set([PartnerFactory(code=code) for code in case.seats])
        content = self._mark(case.insiders, "paper").encode()
        key = storages["private"].save(f"2026/11/paper-{draft.pk}.txt", ContentFile(content))
        draft.papers.create(language="en", key=key, display_name="x", size=len(content))
        return draft

    def _speak(self) -> None:
        """Each seat says something, the first also by telephone, which it calls not correct; it was reached, too."""
        first, *others = self.case.seats
        reached = self.procedure.asked_seats.get(partner__code=first)
        now = timezone.now()
        services.record_reaching(reached, by=self.office, channel="telephone", note="x", reached_at=now)
        self._say(first, PositionKind.NO_OBJECTION, "x")
        own = SPEAKERS[first] | OFFICE
        heard = services.Heard("telephone", "x", timezone.now(), self._file(own, "proof"))
        word = services.Word(PositionKind.COMMENT, "x", "en", is_statement=True)
        partner = PartnerFactory(code=first)
        recorded = services.record_position(self.procedure, word, heard, by=self.office, partner=partner)
        services.dispute(recorded, by=self._speaker(first), text="x")
        if self.case.state != State.CIRCULATED:
            services.settle_dispute(recorded, by=self.office, stands=True, note="x")
        for code in others:
            is_breaking = self.case.state == State.BROKEN or self.case.is_again
            self._say(code, PositionKind.OBJECTION if is_breaking else PositionKind.COMMENT, "x")

    def _speaker(self, code: str):
        (name,) = SPEAKERS[code]
        return self.world.people[name]

    def _say(self, code: str, kind: str, text: str) -> Position:
        word, partner = services.Word(kind, text), PartnerFactory(code=code)
        return services.take_position(self.procedure, word, by=self._speaker(code), partner=partner)

    def _move_on(self) -> None:
        """To the state of the case; the breaking words are released where the procedure stays broken."""
        state, procedure = self.case.state, self.procedure
        if state in (State.ADOPTED, State.CONFIRMED):
            let_expire(procedure)
            services.settle_due()
        if state == State.CONFIRMED:
            proof = self._file(OFFICE, "proof of the instruction")
            services.confirm(procedure, by=self.office, instruction=services.Instruction("telephone", "x", proof))
        elif state in (State.SUSPENDED, State.WITHDRAWN):
            step = services.suspend if state == State.SUSPENDED else services.withdraw
            step(procedure, by=self.office, note="x")
        elif state == State.BROKEN:
            services.release(procedure.positions.get(kind=PositionKind.OBJECTION), by=self.office)
        elif self.case.is_again:
            procedure.chosen.set([PartnerFactory(code=self.case.seats[0])])
            services.circulate_again(procedure, by=self.office)

    def _mark_rows(self) -> None:
        """Every field of words of every row, for those who may read it."""
        case, fill, procedure = self.case, self.world.fill, self.procedure
        SilenceProcedure.objects.filter(pk=procedure.pk).update(asked=case.asked)
        fill(procedure, case.who_know, only=TITLE)
        fill(procedure, case.insiders, only=TEXT)
        fill(procedure.papers.get(), case.insiders)
        for seat in procedure.asked_seats.filter(round=procedure.round).exclude(reached_at=None):
            fill(seat, case.insiders)
        for position in procedure.positions.select_related("partner"):
            self._mark_position(position)
        procedure.lines.create(step="tell", to_state=procedure.state, actor=self.office, audience=Audience.OFFICE)
        by_audience = {Audience.OFFICE: OFFICE, Audience.ASKED: case.insiders, Audience.PARTIES: case.who_know}
        for line in procedure.lines.all():
            fill(line, by_audience[line.audience], only=["note"])
        if self.decision is not None:
            fill(self.decision, case.who_read_decision, only=[*TITLE, *TEXT])
            fill(self.decision, OFFICE, only=["instruction", "proof_name"])

    def _mark_position(self, position: Position) -> None:
        """What a statement says is read with the decision; who said something, and how one knows, by its seat."""
        case, fill = self.case, self.world.fill
        readers = case.insiders | (case.applicants if position.released_at else frozenset())
        if position.is_statement and self.decision is not None:
            readers |= case.who_read_decision
        fill(position, readers, only=["text"])
        if position.is_recorded:
            fill(position, SPEAKERS[position.partner.code] | OFFICE, only=["said_by", "proof_name"])
            fill(position, case.insiders, only=["dispute"])

    def _lead(self) -> None:
        """The addresses that somebody could guess."""
        leads_to, reference = self.world.leads_to, self.procedure.reference
        leads_to("decisions:procedure", reference)
        leads_to("decisions:paper", reference, self.procedure.papers.get().reference)
        leads_to("admin:decisions_silenceprocedure_change", self.procedure.pk)
        for code in self.case.seats:
            leads_to("decisions:position", reference, code.lower())
        for position in self.procedure.positions.exclude(proof_key=""):
            leads_to("decisions:proof", reference, position.reference)
            leads_to("decisions:dispute", reference, position.reference)
        if self.decision is not None:
            leads_to("decisions:decision", self.decision.reference)
            number = (self.decision.body.lower(), self.decision.year, self.decision.sequence)
            leads_to("register:decision", *number)
            leads_to("admin:decisions_decision_change", self.decision.pk)

    def messages(self) -> Iterator[Message]:
        """Every message about the procedure, its positions and its decision."""
        procedure = SilenceProcedure.objects.get(pk=self.procedure.pk)
        note = {"note": self._mark(self.case.insiders, "reason in a mail"), "note_in": "en"}
        if procedure.was_circulated:
            told_plainly = (told.Circulated, told.HourMoved, told.Adopted, told.ToBeConfirmed)
            yield from (about(procedure) for about in told_plainly)
            yield from (about(procedure, **note) for about in (told.Suspended, told.ProcedureWithdrawn))
            yield told.SilenceRecalled(procedure, stage="before", due=procedure.expires_at.isoformat())
            yield told.SeatsNotReached(procedure, seats=[seat.pk for seat in procedure.asked_seats.all()])
            yield from (told.StateToApplicant(procedure, state=str(state)) for state in told.TOLD_TO_APPLICANT)
        for position in procedure.positions.select_related("partner"):
            yield from (about(position) for about in (told.PositionRecorded, told.SilenceBroken, told.PositionCame))
            yield told.ReasonsReleased(position)
            yield told.PositionTaken(position, by="x")
            yield told.PositionDisputed(position, by="x", note_in="en")
            yield told.DisputeSettled(position, stands=True, **note)
        for decision in Decision.objects.filter(procedure=procedure):
            yield told.DecisionConfirmed(decision)


def mark_procedures(world: World) -> list[MarkedProcedure]:
    """Procedures of every case, marked in this world."""
    return [MarkedProcedure(world, case) for case in CASES]
