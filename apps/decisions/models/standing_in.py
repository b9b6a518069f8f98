"""Who confirms in whose place: the chair; where its own seat applies, the outgoing one, else the incoming one.

The rule is of design 5 ("Who may act"); nobody decides on its own request. Whoever chairs at the moment of confirming
confirms, whoever chaired when the procedure began.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from apps.partners.models import Chairmanship

ORDER = ("current", "outgoing", "incoming")


def _troika() -> list[int]:
    """The partners of the troika in the order in which they confirm, each once."""
    terms = Chairmanship.objects.troika()
    return list(dict.fromkeys(terms[turn].partner_id for turn in ORDER if terms[turn] is not None))


def who_confirm(applicant_id: int | None) -> Iterator[int]:
    """The partners that may confirm on a request of that one, the first being the one that does."""
    return (partner_id for partner_id in _troika() if partner_id != applicant_id)


def confirmed_by(seats: Iterable[int]) -> dict[int, Q]:
    """Of these partners, those that confirm: which procedures, by their applicant."""
    troika, found = _troika()[:2] if seats else [], {}
    if troika and troika[0] in seats:
        found[troika[0]] = Q(applicant__isnull=True) | ~Q(applicant=troika[0])
    if len(troika) == 2 and troika[1] in seats:
        found[troika[1]] = Q(applicant=troika[0])
    return found
