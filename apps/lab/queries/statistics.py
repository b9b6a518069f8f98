"""What the laboratory did in a period, in numbers: for the office, and for whatever report asks."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.utils import timezone

from apps.common.bilingual import active_language

from ..models import Offer, Proposal
from ..workflow import WELCOMING, OfferState

SECONDS_A_DAY = 86_400


class Numbers(NamedTuple):
    """Of some proposals: sent in the period; published in it, and of these open now, answered, matched; the median of
    the days from publication to the first offer, None where there was none.
    """

    received: int
    published: int
    open: int
    answered: int
    matched: int
    days_to_answer: float | None


class Line(NamedTuple):
    """The numbers of one kind, area or partner, by its name."""

    name: str
    numbers: Numbers


class Statistics(NamedTuple):
    """The numbers of a period: of all proposals, then by kind, by area of a plan and by partner."""

    total: Numbers
    by_kind: list[Line]
    by_area: list[Line]
    by_partner: list[Line]


def statistics_of(since: datetime.date, until: datetime.date) -> Statistics:
    """The numbers of that period, both days included, counted in Brussels; three queries.

    A proposal counts in each area that it serves. Drafts, and what is still a draft again, are in no number.
    """
    first, last = _midnight(since), _midnight(until + datetime.timedelta(days=1))
    rows = _proposals(first, last)
    within = _Within(first, last)
    areas = _areas_of([row["pk"] for row in rows])
    kinds, by_area, partners = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in rows:
        kinds[row["kind"]].append(row)
        partners[row["partner_name"]].append(row)
        for area in areas[row["pk"]]:
            by_area[area].append(row)
    return Statistics(
        total=within.count(rows),
        by_kind=[Line(str(kind.label), within.count(kinds[kind.value])) for kind in Proposal.Kind if kinds[kind.value]],
        by_area=[Line(name, within.count(by_area[_number, name])) for _number, name in sorted(by_area)],
        by_partner=[Line(name, within.count(partners[name])) for name in sorted(partners)],
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _proposals(first: datetime.datetime, last: datetime.datetime) -> list[dict[str, Any]]:
    """What was sent or published then and has not become a draft again or been withdrawn."""
    offers = Offer.objects.filter(proposal=OuterRef("pk")).order_by()
    answered = offers.values("proposal").annotate(first=Min("made_at")).values("first")
    then = Q(submitted_at__gte=first, submitted_at__lt=last) | Q(opened_at__gte=first, opened_at__lt=last)
    facts = {"answered_at": Subquery(answered), "matched": Exists(offers.filter(state=OfferState.ACCEPTED))}
    found = Proposal.objects.filter(then, is_example=False).exclude(state__in=("draft", "returned", "withdrawn"))
    named = f"partner__name_{active_language()}"
    rows = found.annotate(**facts).order_by("pk")
    columns = ("pk", "kind", "state", "submitted_at", "opened_at", "answered_at", "matched", named)
    return [{**row, "partner_name": row[named]} for row in rows.values(*columns)]


def _areas_of(proposals: list[int]) -> dict[int, set[tuple[int, str]]]:
    """The areas that each proposal serves, with their numbers."""
    links = Proposal.objectives.through.objects.filter(proposal__in=proposals).order_by()
    title = f"objective__area__title_{active_language()}"
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for pk, number, words in links.values_list("proposal", "objective__area__number", title):
        found[pk].add((number, f"{number} · {words}"))
    return found


class _Within:
    """Counts rows by what happened between two moments."""

    def __init__(self, first: datetime.datetime, last: datetime.datetime) -> None:
        self.first, self.last = first, last

    def _holds(self, moment: datetime.datetime | None) -> bool:
        return moment is not None and self.first <= moment < self.last

    def count(self, rows: Iterable[dict[str, Any]]) -> Numbers:
        """The numbers of these rows."""
        rows = list(rows)
        published = [row for row in rows if self._holds(row["opened_at"])]
        answered = [row for row in published if row["answered_at"] is not None]
        days = [(row["answered_at"] - row["opened_at"]).total_seconds() / SECONDS_A_DAY for row in answered]
        return Numbers(
            received=sum(self._holds(row["submitted_at"]) for row in rows),
            published=len(published),
            open=sum(row["state"] in WELCOMING for row in published),
            answered=len(answered),
            matched=sum(row["matched"] for row in answered),
            days_to_answer=round(median(days), 1) if days else None,
        )
