"""Sends circulars and keeps their papers."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from apps.common.access import require
from apps.common.files import store_privately
from apps.notifications.mailings import confirm_mailing
from apps.notifications.models import Mailing

from ..models import Addressee, Circular, CircularPaper
from ..notifications import CircularSent
from ..queries.circulars import mandates_addressed, people_addressed


def lacks_for_sending(circular: Circular) -> str:
    """Why a circular cannot be sent now; empty where it can."""
    if not circular.is_draft:
        return _("This circular is sent already.")
    texts = [getattr(circular, f"{name}_{language}") for name in ("title", "body") for language in ("en", "fr")]
    if not all(texts):
        return _("A circular is sent in both languages: please write title and text in each.")
    return ""


@transaction.atomic
def send_circular(circular: Circular, *, by: Any, key: uuid.UUID) -> Mailing:
    """Confirm a circular, to leave in a minute; its text and papers stay as they are from now on.

    Asks `partners.send_circular`. Of two confirmations the second finds the mailing that is there; refuses
    (`ValidationError`) one that lacks a language.
    """
    fresh = Circular.objects.select_for_update(of=("self",)).select_related("mailing", "network").get(pk=circular.pk)
    require(by, "partners.send_circular", fresh)
    if not fresh.is_draft:
        return fresh.mailing
    if words := lacks_for_sending(fresh):
        raise ValidationError(words)
    once = f"partners.circular:{fresh.pk}:{key}"
    mailing = confirm_mailing(CircularSent(fresh), people_addressed(fresh), by=by, once=once)
    fresh.addressees.all().delete()
    pairs = set(mandates_addressed(fresh).values_list("partner", "user"))
    Addressee.objects.bulk_create(
        Addressee(circular=fresh, partner_id=partner, person_id=person) for partner, person in sorted(pairs)
    )
    fresh.mailing, fresh._history_user = mailing, by
    fresh.save()
    return mailing


def keep_paper(paper: CircularPaper, file: UploadedFile) -> CircularPaper:
    """Keep a checked file as this paper of a draft."""
    stored = store_privately(file)
    paper.key, paper.display_name, paper.size = stored.key, stored.display_name, stored.size
    paper.save()
    return paper
