"""The secretariat's queue of questions: rows that open nothing by themselves."""

import datetime

from allauth.core.internal import ratelimit
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from apps.accounts.models import User
from apps.common.access import require

from ..models import Enquiry, Partner
from ..notifications import EnquiryReceived

SAME_WITHIN = datetime.timedelta(hours=1)
# The sender's comes first: whoever is refused by it leaves no further row in the cache.
RATES = {"enquiry": "20/h/ip,3/h/key"}


def may_ask(request: HttpRequest, address: str) -> bool:
    """Whether another question from this sender and this address is taken within the hour; counts this one."""
    return bool(ratelimit.consume(request, app="partners", action="enquiry", config=RATES, key=address.lower()))


@transaction.atomic
def receive(*, kind: str, name: str, address: str, words: str, partner: Partner | None = None) -> Enquiry | None:
    """Take a visitor's question, and tell the secretariat by one mail; None for one sent twice within the hour."""
    same = Enquiry.objects.waiting().filter(kind=kind, address=address.lower(), words=words, partner=partner)
    if same.filter(created_at__gt=timezone.now() - SAME_WITHIN).exists():
        return None
    return _write(
        Enquiry(
            kind=kind, name=name, address=address.lower(), words=words, partner=partner, language=get_language()[:2]
        )
    )


def record(kind: str, *, person: User, partner: Partner, name: str = "", words: str = "") -> Enquiry | None:
    """Lay what a known person asks before the secretariat, in the caller's transaction; once while it waits."""
    if Enquiry.objects.waiting().filter(kind=kind, asked_by=person, partner=partner).exists():
        return None
    return _write(
        Enquiry(
            kind=kind,
            name=name or person.name,
            address=person.email,
            asked_by=person,
            partner=partner,
            words=words,
            language=person.language,
        )
    )


def _write(enquiry: Enquiry) -> Enquiry:
    enquiry.save()
    EnquiryReceived(enquiry).queue_for(User.objects.in_office())
    return enquiry


@transaction.atomic
def settle(enquiry: Enquiry, status: str, *, by: User) -> bool:
    """Record that the question was answered, or closed without one; False where a colleague was faster."""
    require(by, "partners.settle_enquiry", enquiry)
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if enquiry.status != Enquiry.Status.OPEN:
        return False
    enquiry.status, enquiry.handled_by, enquiry.handled_at = status, by, timezone.now()
    enquiry.save()
    return True
