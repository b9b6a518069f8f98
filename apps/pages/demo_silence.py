"""Silence procedures of the demonstration: one in every state, each marked as an example.

Written through the services that people use, and dated back. Real states support, say that they have no objection, or
have said nothing yet; who objects, is not reached, or calls a record not correct is invented.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.common.files import store_privately
from apps.decisions import services
from apps.decisions.models import Asked, Decision, Position, ProcedurePaper, SilenceProcedure
from apps.decisions.periods import usual_end
from apps.decisions.workflow import State
from apps.notifications.models import Notice, OutboxMail
from apps.partners.models import Network, Partner
from apps.partners.networks import NFP

from .demo_silence_texts import DISPUTE, EXAMPLES, INSTRUCTION, PAPERS, PROOF, RECORDED_BY, WHY, Example, Said

MORNING, NOON, EVENING = datetime.time(9, 30), datetime.time(12), datetime.time(18)
Acting = dict[str, User]


def make(acting: Acting, secretariat: User) -> int:
    """Make them once, through the services that people use; returns how many."""
    if SilenceProcedure.objects.filter(is_example=True).exists():
        return 0
    partners = Partner.objects.in_bulk({code for one in EXAMPLES for code in one.codes}, field_name="code")
    network = Network.objects.get(code=NFP)
    for example in EXAMPLES:
        Play(example, partners, network, acting, secretariat).through()
    return len(EXAMPLES)


def days_ago(days: int, hour: datetime.time) -> datetime.datetime:
    """So many days ago, no Saturday and no Sunday counted, at that hour in Brussels."""
    day = timezone.localdate()
    while days:
        day -= datetime.timedelta(days=1)
        days -= day.weekday() < 5
    return timezone.make_aware(datetime.datetime.combine(day, hour))


@dataclass
class Play:
    """One example on its way to its state; each step is dated back to the day on which the example says it happened."""

    example: Example
    partners: dict[str, Partner]
    network: Network
    acting: Acting
    secretariat: User

    def through(self) -> None:
        """From the draft to the state of the example."""
        self.began = timezone.now()
        self.procedure = self._draft()
        example = self.example
        if example.state == State.DRAFT:
            return
        if example.earlier is not None:
            self._circulate(services.circulate, example.earlier.days + 4)
            self._say(example.earlier)
            self._circulate(services.circulate_again, example.days)
        else:
            self._circulate(services.circulate, example.days)
        for said in example.said:
            self._say(said)
        if example.state in (State.SUSPENDED, State.WITHDRAWN):
            self._stop()
        elif example.ends is not None:
            self._let_the_hour_come()
        if example.state == State.CONFIRMED:
            self._confirm()
        if example.state == State.BROKEN:
            self._release()

    def _draft(self) -> SilenceProcedure:
        example = self.example
        procedure = SilenceProcedure.objects.create(
            title_en=example.titles[0],
            title_fr=example.titles[1],
            text_en=example.texts[0],
            text_fr=example.texts[1],
            asked=Asked.CHOSEN if example.seats else Asked.COMMITTEE,
            network=self.network,
            applicant=self.partners.get(example.applicant),
            expires_at=usual_end(),
            mark=example.mark,
            author=self.secretariat,
            is_example=True,
        )
        procedure.chosen.set([self.partners[code] for code in example.seats])
        if example.has_papers:
            for language, text in PAPERS.items():
                stored = store_privately(SimpleUploadedFile(f"example-template-{language}.txt", text.encode()))
                ProcedurePaper.objects.create(
                    procedure=procedure,
                    language=language,
                    key=stored.key,
                    display_name=stored.display_name,
                    size=stored.size,
                )
        return procedure

    def _circulate(self, service: Callable, days: int) -> None:
        """Circulated that many days ago; what is over has left its notices behind, apart from those that came back."""
        self.procedure = service(self.procedure, by=self.secretariat)
        lost = [self.partners[code] for code in self.example.lost]
        failed = OutboxMail.objects.filter(created_at__gte=self.began, recipient__mandates__partner__in=lost)
        failed.update(status=OutboxMail.Status.DEAD)
        self._date_back(days_ago(days, MORNING), "circulated_at")

    def _say(self, said: Said) -> None:
        """A seat speaks, or the secretariat records what it said by telephone; it may call that not correct."""
        partner, word = self.partners[said.code], services.Word(said.kind, said.text, said.language, said.is_statement)
        if said.is_recorded:
            heard = services.Heard("telephone", RECORDED_BY, timezone.now(), a_file("note-example.txt"))
            position = services.record_position(self.procedure, word, heard, by=self.secretariat, partner=partner)
        else:
            position = services.take_position(self.procedure, word, by=self.acting[said.code], partner=partner)
        moment = days_ago(said.days, NOON)
        Position.objects.filter(pk=position.pk).update(at=moment, said_at=moment)
        self._date_back(moment, *(("stopped_at",) if position.breaks else ()))
        if said.is_disputed:
            services.dispute(position, by=self.acting[said.code], text=DISPUTE)
            moment = days_ago(said.days - 1, MORNING)
            Position.objects.filter(pk=position.pk).update(disputed_at=moment)
            self._date_back(moment)

    def _stop(self) -> None:
        step = {State.SUSPENDED: "suspend", State.WITHDRAWN: "withdraw"}[self.example.state]
        column = {"suspend": "stopped_at", "withdraw": "withdrawn_at"}[step]
        self.procedure = services.PLAIN_STEPS[step](self.procedure, by=self.secretariat, note=WHY[step])
        self._date_back(days_ago(self.example.ends, NOON), column)

    def _let_the_hour_come(self) -> None:
        """The hour came on its day; silence adopted, or waits for the seats that were not reached."""
        hour = days_ago(self.example.ends, EVENING)
        SilenceProcedure.objects.filter(pk=self.procedure.pk).update(expires_at=hour)
        services.settle_due()
        self.procedure.refresh_from_db()
        self._date_back(hour, "held_at" if self.procedure.is_running else "adopted_at")

    def _confirm(self) -> None:
        """By the chair, or on its instruction; this year, as the number says, also in January."""
        chair = Partner.objects.filter(pk=self.procedure.confirming_partner_id).first()
        by = self.acting.get(chair.code) if chair is not None else None
        if by is None or self.example.is_instructed:
            instruction = services.Instruction("email", INSTRUCTION, a_file("instruction-example.txt"))
            self.procedure = services.confirm(self.procedure, by=self.secretariat, instruction=instruction)
        else:
            self.procedure = services.confirm(self.procedure, by=by)
        year = timezone.localdate().replace(month=1, day=1)
        first = timezone.make_aware(datetime.datetime.combine(year, datetime.time.min))
        moment = max(days_ago(self.example.ends - 1, MORNING), min(first, self.began))
        Decision.objects.filter(procedure=self.procedure).update(confirmed_at=moment)
        self._date_back(moment, "confirmed_at")

    def _release(self) -> None:
        """The secretariat, for the chair, lets the applicant read why the silence was broken."""
        for position in Position.objects.filter(procedure=self.procedure).select_related("procedure", "partner"):
            if position.breaks:
                services.release(position, by=self.secretariat)
        moment = days_ago(1, NOON)
        Position.objects.filter(procedure=self.procedure, released_at__isnull=False).update(released_at=moment)
        self._date_back(moment)

    def _date_back(self, moment: datetime.datetime, *columns: str) -> None:
        """What has just happened, and was just told, happened then; what is told of a running one has yet to leave."""
        SilenceProcedure.objects.filter(pk=self.procedure.pk).update(**dict.fromkeys(columns, moment))
        self.procedure.refresh_from_db()
        self.procedure.lines.filter(at__gte=self.began).update(at=moment)
        if self.example.state == State.CIRCULATED and not self.example.lost:
            return
        Notice.objects.filter(created_at__gte=self.began).update(created_at=moment)
        mails = OutboxMail.objects.filter(created_at__gte=self.began)
        mails.filter(status=OutboxMail.Status.QUEUED).update(status=OutboxMail.Status.SENT, sent_at=moment)
        mails.update(created_at=moment)


def a_file(name: str) -> SimpleUploadedFile:
    """What stands as a proof."""
    return SimpleUploadedFile(name, PROOF.encode())
