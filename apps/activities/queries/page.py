"""What the page of one activity tells beyond its own texts."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import ngettext, ngettext_lazy

from apps.common.bilingual import active_language, in_language
from apps.common.dates import as_html, date_range
from apps.common.map import MapLink, MapPoint
from apps.common.registry import panels
from apps.common.templatetags.portal import words
from apps.partners.queries import ListedPartner, map_point

from ..models import Activity, DateChange, Kind, Outcome, Status
from .around import Circle, Line, Neighbour, circle_of, lines_of, related_to
from .papers import shelves_of
from .rows import SEPARATOR, STATUS_SHAPES, countries_of, joined, people_of, place_of
from .ties import Ties, ties_of

# The texts of the rail that exist in both languages.
SHORT_TEXTS = ("date_note", "venue", "organiser_note", "funder", "participation_note", "participant_profile", "invited")


@dataclass(frozen=True)
class Facts:
    """What the rail tells of an activity: plain values and safe texts in the reader's language, empty where unknown."""

    when: SafeString
    place: SafeString
    co_chairs: tuple[tuple[str, str], ...]
    organisers: tuple[tuple[str, str], ...]
    taken_part: SafeString
    texts: tuple[tuple[str, SafeString], ...]
    ties: Ties
    parent: Neighbour | None

    @property
    def text(self) -> dict[str, SafeString]:
        """The short texts by field."""
        return dict(self.texts)


def delegations_of(activity: Activity) -> str:
    """How many delegations took part, of organisations too; empty where it is not known."""
    if not activity.delegations:
        return ""
    told = ngettext("%(number)s delegation", "%(number)s delegations", activity.delegations)
    return told % {"number": activity.delegations}


def _linked(partners: tuple[ListedPartner, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((partner.name, partner.get_absolute_url()) for partner in partners)


def facts_of(activity: Activity, circle: Circle, ties: Ties, parent: Neighbour | None) -> Facts:
    """The facts of the rail."""
    taken_part = [people_of(activity), countries_of(activity), delegations_of(activity)]
    return Facts(
        when=as_html(date_range(activity.starts_on, activity.ends_on, activity.precision)),
        place=place_of(activity, circle.host),
        co_chairs=_linked(circle.co_chairs),
        organisers=_linked(circle.organisers),
        taken_part=joined(taken_part, SEPARATOR),
        texts=tuple((name, words(activity, name)) for name in SHORT_TEXTS),
        ties=ties,
        parent=parent,
    )


def on_map(activity: Activity, circle: Circle) -> tuple[list[MapPoint], list[MapLink]]:
    """Host and co-chairs at their reference points, joined where they met."""
    those = {partner.pk: partner for partner in (*circle.co_chairs, circle.host) if partner is not None}
    points = [point for one in those.values() if (point := map_point(one, url=one.get_absolute_url()))]
    links = [MapLink(*pair) for pair in combinations(points, 2)] if activity.status == Status.HELD else []
    return points, links


ANNOUNCED = {
    Outcome.Kind.RECOMMENDATIONS: ngettext_lazy("recommendation announced", "recommendations announced"),
    Outcome.Kind.CONCLUSIONS: ngettext_lazy("conclusion announced", "conclusions announced"),
    Outcome.Kind.PANELS: ngettext_lazy("panel", "panels"),
    Outcome.Kind.RESULT: ngettext_lazy("result announced", "results announced"),
    Outcome.Kind.DOCUMENT: ngettext_lazy("document announced", "documents announced"),
}
STEPS = {
    DateChange.Step.ANNOUNCED: "ahead",
    DateChange.Step.POSTPONED: "warning",
    DateChange.Step.MOVED_ONLINE: "now",
    DateChange.Step.HELD: "done",
    DateChange.Step.CANCELLED: "closed",
}


@dataclass(frozen=True)
class OutcomeTold:
    """Something concluded: 32 "recommendations announced", or "Result"; with what it is about, a safe text."""

    number: int | None
    words: str
    text: SafeString


@dataclass(frozen=True)
class Concluded:
    """The panels and the outcomes of an activity; `awaits_texts` where recommendations are known by number only."""

    panels: tuple[OutcomeTold, ...]
    outcomes: tuple[OutcomeTold, ...]
    awaits_texts: bool


def concluded(lines: tuple[Line, ...]) -> Concluded:
    """What an activity concluded, its panels apart. The texts of recommendations are not kept here yet."""
    told = [(line.kind, _outcome(line)) for line in lines]
    return Concluded(
        panels=tuple(one for kind, one in told if kind == Outcome.Kind.PANELS),
        outcomes=tuple(one for kind, one in told if kind != Outcome.Kind.PANELS),
        awaits_texts=any(line.kind == Outcome.Kind.RECOMMENDATIONS and line.number for line in lines),
    )


def _outcome(line: Line) -> OutcomeTold:
    if line.number is None:
        return OutcomeTold(None, str(capfirst(Outcome.Kind(line.kind).label)), line.text)
    return OutcomeTold(line.number, ANNOUNCED[line.kind] % line.number, line.text)


@dataclass(frozen=True)
class StepTold:
    """A step in the history of the dates: what happened, for when, and why; `when` and `reason` are safe texts."""

    words: str
    shape: str
    when: SafeString
    reason: SafeString


def history_of(lines: tuple[Line, ...]) -> tuple[StepTold, ...]:
    """How the dates came about."""
    return tuple(
        StepTold(str(DateChange.Step(line.kind).label), STEPS[line.kind], line.when, line.text) for line in lines
    )


def told(activity: Activity) -> dict[str, Any]:
    """Everything that the page of an activity shows, in four further queries and one for documents if there are any."""
    language, summary = active_language(), in_language(activity, "summary")
    circle, related, ties = circle_of(activity.pk, language), related_to(activity.pk), ties_of(activity.pk)
    outcomes, changes = lines_of(activity.pk)
    points, links = on_map(activity, circle)
    shown = [(panel, panel.rows(activity, None)) for panel in panels if panel.about == "activities.activity"]
    return {
        "activity": activity,
        "description": "" if summary.is_fallback else summary.text,
        "kind": Kind(activity.kind).label,
        "status": Status(activity.status).label,
        "status_shape": STATUS_SHAPES[activity.status],
        "is_translated_by_us": bool(activity.title_fr)
        and activity.title_fr_is_working_translation
        and language == "fr",
        "facts": facts_of(activity, circle, ties, related.parent),
        "concluded": concluded(outcomes),
        "history": history_of(changes),
        "shelves": shelves_of(activity) if ties.has_documents else (),
        "parts": related.parts,
        "chain": related.chain,
        "panels": [(panel, rows) for panel, rows in shown if rows],
        "points": points,
        "links": links,
    }
