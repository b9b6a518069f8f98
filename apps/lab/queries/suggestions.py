"""Suggestions that wait for an answer, on the desk of whom they were put to."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from apps.common.bilingual import in_language
from apps.common.registry import Waiting
from apps.partners.models import Partner
from apps.partners.rules import SPEAKING, seats_of

from ..models import Addressee, Proposal, SuggestionAnswer
from ..periods import suggestion_until
from ..rules import chair_seats_of
from ..workflow import WELCOMING


def unanswered() -> QuerySet:
    """Suggestions before all seats that nobody answered yet, the longest wait first."""
    found = Proposal.objects.filter(kind=Proposal.Kind.SUGGESTION, state__in=WELCOMING, answer__isnull=True)
    return found.order_by("opened_at", "pk")


def suggestions_put_to(user) -> QuerySet:
    """Those that a focal point may answer: put to the chair or to a committee member for whom they speak."""
    addressed = Proposal.objects.filter(addressee=Addressee.COMMITTEE, addressed_partner__in=seats_of(user, SPEAKING))
    # Found by their addressee first, which few have, and not among all that are open.
    put = Q(pk__in=addressed.values("pk"))
    if chair_seats_of(user):
        put |= Q(pk__in=Proposal.objects.filter(addressee=Addressee.CHAIR).values("pk"))
    return unanswered().filter(put)


def suggestions_to_answer(proposals: Iterable[Proposal]) -> Iterable[Waiting]:
    """Each of these suggestions as it waits on a desk; reads `partner`."""
    for proposal in proposals:
        words = in_language(proposal, "title")
        yield Waiting(
            title=words.text,
            title_lang=words.language if words.is_fallback else "",
            detail=gettext("Suggestion of a partner (%(partner)s)") % {"partner": proposal.partner},
            action=gettext("Answer the suggestion"),
            url=reverse("lab:answer", args=[proposal.reference]),
            since=proposal.opened_at,
            due=suggestion_until(proposal),
        )


def suggestions_put_to_office(user) -> QuerySet:
    """Those that the secretariat answers."""
    found = unanswered().filter(addressee=Addressee.SECRETARIAT).visible_to(user)
    return found.select_related("partner")


def is_answered(proposal: Proposal) -> bool:
    """Whether somebody answered the suggestion."""
    return SuggestionAnswer.objects.filter(proposal=proposal).exists()


def seats_that_answer(user, proposal: Proposal) -> QuerySet:
    """The partner for which the person answers this suggestion; none where it was put to the secretariat."""
    put_to = {
        Addressee.CHAIR: chair_seats_of(user),
        Addressee.COMMITTEE: seats_of(user, SPEAKING) & {proposal.addressed_partner_id},
    }
    return Partner.objects.filter(pk__in=put_to.get(proposal.addressee, ())).order_by("pk")
