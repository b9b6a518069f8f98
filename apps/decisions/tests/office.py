"""The office's pages about a procedure for tests: their addresses, and what their forms send."""

import datetime
import uuid

import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.decisions import services
from apps.decisions.workflow import PositionKind
from apps.partners.models import Partner

from .factories import a_proof, by_telephone


def page(name, procedure, *more):
    return reverse(f"admin:decisions_silenceprocedure_{name}", args=[procedure.pk, *more])


def here(moment):
    """A moment as the three fields of a form have it."""
    there = timezone.localtime(moment)
    return {"day": there.date().isoformat(), "time": f"{there:%H:%M:%S}", "zone": "Europe/Brussels"}


def a_minute_later(procedure):
    """Travel to where a moment that is told by the second lies between the circulation and now."""
    return time_machine.travel(procedure.circulated_at + datetime.timedelta(minutes=1), tick=False)


def heard(**more):
    """A position as the form of the office sends it."""
    return {
        "seat": "ma",
        "kind": "objection",
        "text": "Morocco objects.",
        "language": "en",
        "channel": "telephone",
        "said_by": "Ms Diallo",
        "proof": a_proof(),
        "form_key": str(uuid.uuid4()),
        **more,
    }


def recorded(procedure, office, code="MA", kind=PositionKind.COMMENT, text="Recorded words."):
    """A position that the secretariat recorded for a seat."""
    partner = Partner.objects.get(code=code)
    return services.record_position(procedure, services.Word(kind, text), by_telephone(), by=office, partner=partner)
