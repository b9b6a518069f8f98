"""Confirming what was adopted: the decision gets its number, once, without gaps."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext

from apps.common.bilingual import language_codes
from apps.common.files import store_privately
from apps.common.workflow import taking

from .. import notifications, queries, rules
from ..models import Decision, DecisionCounter, Position, SilenceProcedure, body_of
from ..workflow import ProcedureFlow
from .circulating import NotReady


@dataclass(frozen=True)
class Instruction:
    """What the chair instructed the secretariat: by which way, in which words, with which proof."""

    channel: str
    text: str
    proof: UploadedFile


@taking(ProcedureFlow.confirm)
def confirm(procedure: SilenceProcedure, *, by: Any, note: str = "", instruction: Instruction | None = None) -> None:
    """Confirm for the chair; the secretariat only with the chair's recorded instruction (`ValidationError`), which is
    kept also where its member acts for the chair.

    `NotReady` while a seat's word on a position recorded for it was not looked into. The number is given in this very
    transaction: whatever undoes it gives the number back.
    """
    if Position.objects.in_doubt().filter(procedure=procedure).exists():
        words = gettext("A seat says that a position recorded for it is not correct. This is to be looked into first.")
        raise NotReady([words])
    for_chair = bool(rules.confirms(by, procedure))
    if not for_chair and instruction is None:
        raise ValidationError(gettext("Please record the instruction of the chair, with its proof."))
    now = timezone.now()
    year, body = timezone.localtime(now).year, body_of(procedure)
    decision = Decision(
        procedure=procedure,
        body=body,
        year=year,
        sequence=_next_number(body, year),
        mark=procedure.mark,
        adopted_at=procedure.adopted_at,
        confirmed_at=now,
        confirmed_by=by,
        confirmed_for_id=procedure.confirming_partner_id,
    )
    for code in language_codes():
        for name in ("title", "text"):
            setattr(decision, f"{name}_{code}", getattr(procedure, f"{name}_{code}"))
    if instruction is not None:
        stored = store_privately(instruction.proof)
        decision.channel, decision.instruction = instruction.channel, instruction.text
        decision.proof_key, decision.proof_name = stored.key, stored.display_name
    decision.save()
    procedure.confirmed_at = now
    concerned = queries.insiders(procedure) | queries.people_of_applicant(procedure)
    notifications.DecisionConfirmed(decision).queue_for(concerned.exclude(pk=by.pk).distinct())


def _next_number(body: str, year: int) -> int:
    """The next number of that body and year, its counter held until the end of the transaction."""
    DecisionCounter.objects.get_or_create(body=body, year=year)
    counter = DecisionCounter.objects.select_for_update().get(body=body, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
