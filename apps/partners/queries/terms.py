"""Terms of the chair as pages tell them: the troika, the list of all terms, the terms of one partner."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy

from apps.common.bilingual import Words, among_languages, language_codes
from apps.common.dates import DateBlock, as_html, date_block, date_range
from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.common.templatetags.portal import words

from ..models import Chairmanship, Partner, Precision, troika_among
from .circle import WIDTH, Circle, ListedPartner, columns

BEGINNING = 2006
TURNS = {
    "outgoing": (pgettext_lazy("chair", "outgoing"), "closed"),
    "current": (pgettext_lazy("chair", "in the chair"), "now"),
    "incoming": (pgettext_lazy("chair", "incoming"), "ahead"),
}
DATES = ("starts_on", "starts_precision", "ends_on", "ends_precision", "handed_over_at")


@dataclass(frozen=True)
class Term:
    """A term of the chair as a page tells it."""

    name: str
    url: str
    period: str


def since_in_words(day: datetime.date, precision: str) -> str:
    """ "since 29 January 2026", "since 2020"; "from …" where it lies ahead."""
    when = date_range(day, None, precision)
    is_ahead = day > timezone.localdate()
    if precision == Precision.DAY:
        return (gettext("from %(day)s") if is_ahead else gettext("since %(day)s")) % {"day": when}
    words = pgettext("month or year", "from %(month)s") if is_ahead else pgettext("month or year", "since %(month)s")
    return words % {"month": when}


def _until_in_words(day: datetime.date, precision: str) -> str:
    when = date_range(day, None, precision)
    if precision == Precision.DAY:
        return gettext("until %(day)s") % {"day": when}
    return pgettext("month or year", "until %(month)s") % {"month": when}


def period_of(term: Any) -> str:
    """From when to when a term ran, as exactly as it is known: "2015", "until 21 March 2017", "since 29 January 2026".

    A beginning known to the month or the year stands alone where no source gives an end. `term` is whatever holds the
    dates of one.
    """
    starts, ends = term.starts_on, term.ends_on
    if starts and ends:
        is_even = term.starts_precision == term.ends_precision
        return date_range(starts, ends, term.starts_precision if is_even else Precision.YEAR)
    if starts:
        is_open = term.starts_precision == Precision.DAY or starts > timezone.localdate()
        precision = term.starts_precision
        return since_in_words(starts, precision) if is_open else date_range(starts, None, precision)
    return _until_in_words(ends, term.ends_precision) if ends else ""


class ListedTerm(NamedTuple):
    """A term of the chair without its model; `priorities` in the reader's language."""

    starts_on: datetime.date | None
    ends_on: datetime.date | None
    handed_over_at: datetime.datetime | None
    number: int
    slug: str
    partner: ListedPartner
    priorities: Words

    @property
    def told(self) -> Term:
        """The term with its years and its page, as a troika tells it."""
        years = date_range(self.starts_on, self.ends_on, Precision.YEAR) if self.starts_on else ""
        return Term(self.partner.name, term_url(self.slug), years)


def term_url(slug: str) -> str:
    """The public page of the term at that address."""
    return reverse("chairmanships:chairmanship", args=[slug])


def in_turn(term: ListedTerm) -> tuple:
    """Sorts terms as the queryset's `in_turn` does."""
    return term.starts_on or datetime.date.max, term.number


@Prepared
def _partners_and_terms(language: str) -> QuerySet:
    found = Partner.objects.real().taking_part().rewrite(False).in_reading_order(language)
    of_term = [*ListedTerm._fields[:5], *(f"priorities_{code}" for code in language_codes())]
    return found.values_list(*columns(language), *(f"chairmanships__{name}" for name in of_term))


def circle_and_troika(language: str) -> tuple[Circle, dict[str, ListedTerm | None]]:
    """Who takes part now, and the outgoing, current and incoming term of the chair among them, in one query."""
    partners: dict[int, ListedPartner] = {}
    terms: list[ListedTerm] = []
    for row in _partners_and_terms(language):
        one = ListedPartner._make(row[:WIDTH])
        partners[one.pk] = one
        starts_on, ends_on, handed_over_at, number, slug, *texts = row[WIDTH:]
        if slug is not None and (starts_on is not None or ends_on is None):
            priorities = among_languages(_by_language(texts), language)
            terms.append(ListedTerm(starts_on, ends_on, handed_over_at, number, slug, one, priorities))
    return Circle(list(partners.values())), troika_among(sorted(terms, key=in_turn), timezone.now())


def _by_language(texts: Sequence[str | None]) -> dict[str, str]:
    return {code: text or "" for code, text in zip(language_codes(), texts, strict=True)}


@dataclass(frozen=True)
class TermRow:
    """What a list says of a term; `period` and `facts` are safe texts, `turn` says its part in the troika of now."""

    slug: str
    number: int
    title: str
    url: str
    first_year: int | None
    block: DateBlock | None
    period: SafeString
    facts: SafeString
    turn: str
    turn_shape: str


@Prepared
def _terms(language: str) -> QuerySet:
    real = Chairmanship.objects.rewrite(False).filter(partner__is_invented=False).order_by("-number")
    slogans = (f"slogan_{code}" for code in language_codes())
    return real.values_list("number", "slug", *DATES, f"partner__name_{language}", *slogans)


@kept_briefly
def term_rows(language: str) -> tuple[TermRow, ...]:
    """All terms in that language, which is the active one, the last first; in one query."""
    found = []
    for number, slug, *row in _terms(language):
        term = Chairmanship(number=number, slug=slug, **dict(zip(DATES, row, strict=False)))
        name, *slogans = row[len(DATES) :]
        found.append((term, name, words(among_languages(_by_language(slogans), language))))
    told = [term for term, _name, _slogan in found if term.starts_on or not term.ends_on]
    now = troika_among(sorted(told, key=in_turn), timezone.now())
    turns = {term.number: turn for turn, term in now.items() if term is not None}
    return tuple(_row(term, name, slogan, turns.get(term.number, "")) for term, name, slogan in found)


def _row(term: Chairmanship, name: str, slogan: SafeString, turn: str) -> TermRow:
    first, last = term.starts_on or term.ends_on, term.ends_on or term.starts_on
    block, period = date_block(first, last, Precision.YEAR) if first else None, as_html(period_of(term))
    is_told_by_block = block is not None and block.year == period
    facts = [fact for fact in ("" if is_told_by_block else period, slogan) if fact]
    part, shape = TURNS.get(turn, ("", ""))
    return TermRow(
        slug=term.slug,
        number=term.number,
        title=name,
        url=term_url(term.slug),
        first_year=first.year if first else None,
        block=block,
        period=period,
        facts=format_html_join(" · ", "{}", ((fact,) for fact in facts)),
        turn=str(part),
        turn_shape=shape,
    )


def begins_in(rows: Sequence[TermRow]) -> int | None:
    """The first year of which it is known who chaired, where that is later than the Dialogue's own; else None."""
    first = min((row.first_year for row in rows if row.first_year), default=BEGINNING)
    return first if first > BEGINNING else None


@dataclass(frozen=True)
class TermInPlace:
    """A term in the list with the one before and the one after it."""

    row: TermRow
    before: TermRow | None
    after: TermRow | None


def term_in_place(slug: str, language: str) -> TermInPlace | None:
    """The term at that address in the active language, with its neighbours; None where there is none."""
    rows = term_rows(language)
    place = next((place for place, row in enumerate(rows) if row.slug == slug), None)
    if place is None:
        return None
    before = rows[place + 1] if place + 1 < len(rows) else None
    return TermInPlace(rows[place], before, rows[place - 1] if place else None)
